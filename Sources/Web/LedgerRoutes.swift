import Casework
import Domain
import Hummingbird

extension Route {
  /// Who did what and when.
  static let ledger: [Route] = [
    Route(.get, "/ledger", ReadLedger.roles) { office, call in
      let query = try call.query("after", "limit")
      let limit = try query.number("limit", in: 1...1000, default: 100)
      let entries = try await ReadLedger(office)(
        after: query.number("after", in: 0...Int.max, default: 0), limit: limit,
        by: call.caller)
      return .json(Printer(office.time).entries(entries, full: entries.count == limit))
    },
    Route(.get, "/ledger/checkpoint", ShowCheckpoint.roles) { office, call in
      .text(try await ShowCheckpoint(office)(by: call.caller))
    },
    Route(.get, "/ledger/key", ShowCheckpoint.roles) { office, call in
      .text(try ShowCheckpoint(office).signer(by: call.caller) + "\n")
    },
  ]
}

extension Printer {
  /// `next` is what to ask for with `after`, while there may be more.
  fileprivate func entries(_ entries: [LedgerEntryView], full: Bool) -> [UInt8] {
    JSONText.object { json in
      json.array("items", entries) { entry($1, into: &$0) }
      json.field("next", full ? entries.last?.number : nil)
    }
  }

  private func entry(_ entry: LedgerEntryView, into json: inout JSONText) {
    json.object { json in
      json.field("number", entry.number)
      json.field("id", entry.id)
      json.field("at", instant(entry.at))
      json.field("actor", entry.actor)
      json.field("function", entry.function)
      json.field("action", entry.action)
      json.array("applications", entry.applications.map(\.text))
      json.field("detail", entry.detail)
    }
  }
}
