package import Domain
import Records
package import struct Foundation.Date

/// One entry of the ledger.
package struct LedgerEntryView: Sendable {
  package let number: Int
  package let id: LedgerEntryID
  package let at: Date
  package let actor: StaffID?
  package let function: String
  package let action: String
  package let applications: [ApplicationID]
  package let detail: String?
}

/// Reads who did what and when.
package struct ReadLedger: Sendable {
  package static let roles: Set<Role> = [.auditor, .privacyOfficer]
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// Entries after a number, oldest first.
  package func callAsFunction(
    after number: Int, limit: Int, by caller: Caller
  ) async throws -> [LedgerEntryView] {
    guard (1...1000).contains(limit) else { throw Refusal.invalid(field: "limit", .outOfRange) }
    return try await office.act(by: caller, Self.roles) { _, rows in
      try Ledger.entries(after: number, limit: limit, in: rows).map {
        LedgerEntryView(
          number: $0.number, id: $0.id, at: $0.at, actor: $0.actor, function: $0.function,
          action: $0.action, applications: $0.applications, detail: $0.detail)
      }
    }
  }
}
