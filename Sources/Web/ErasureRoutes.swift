import Casework
import Domain
import Hummingbird

extension Route {
  /// What is left of applications: receipts without personal data.
  static let erasures: [Route] = [
    Route(.get, "/erasures", ShowErasures.roles) { office, call in
      let query = try call.query("after", "limit")
      let limit = try query.limit()
      let rows = try await ShowErasures(office).list(
        after: query.id("after", of: Subject.Application.self), limit: limit, by: call.caller)
      return .json(Printer(office.time).erasures(rows, full: rows.count == limit))
    },
    Route(.get, "/erasures/{id}/receipt", ShowErasures.roles) { office, call in
      .text(try await ShowErasures(office).receipt(of: call.application, by: call.caller))
    },
  ]
}

extension Printer {
  fileprivate func erasures(_ rows: [ErasureView], full: Bool) -> [UInt8] {
    JSONText.object { json in
      json.array("items", rows) { json, row in
        json.object { json in
          json.field("application", row.application)
          json.field("erasedAt", instant(row.erasedAt))
          json.field("cause", row.cause)
          json.field("documents", row.documents)
          json.field("finalOn", row.finalOn)
          json.field("entry", row.entry)
          json.field("index", row.index)
        }
      }
      json.field("next", full ? rows.last?.application : nil)
    }
  }
}
