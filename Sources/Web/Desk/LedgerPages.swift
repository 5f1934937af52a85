import Casework
import Domain
import Hummingbird
import Pages

extension DeskRoute {
  /// The ledger, for those who answer for it.
  static let ledger: [DeskRoute] = [
    DeskRoute(.get, "/ledger", ReadLedger.roles) { desk, visit in
      let after = visit.parameter("after").flatMap { Int($0) } ?? 0
      let entries = try await ReadLedger(desk.office)(
        after: max(0, after), limit: Desk.ledgerLimit, by: visit.caller)
      let instants = InstantPrinter(zone: desk.office.time.zone)
      let next = entries.count == Desk.ledgerLimit ? entries.last?.number : nil
      return desk.page(
        visit.frame(visit.phrases("Ledger")),
        LedgerPage(
          entries.map { entry in
            LedgerPage.Row(
              number: entry.number, at: instants.text(entry.at), function: entry.function,
              actor: entry.actor?.text, action: entry.action, applications: entry.applications,
              detail: entry.detail)
          }, next: next.map { .link("/ledger?after=\($0)") }))
    }
  ]
}

extension Desk {
  fileprivate static let ledgerLimit = 100
}
