package import Domain
import Journal
import Records
import Vault
package import struct Foundation.Date

/// The receipt of one application.
package struct ErasureView: Sendable {
  package let application: ApplicationID
  package let erasedAt: Date
  package let cause: String
  package let documents: Int
  package let finalOn: Day
  /// The ledger's entry of it; `nil` for what an older version erased.
  package let entry: LedgerEntryID?
  /// The entry's place in the journal, once it stands there.
  package let index: Int?

  init(_ row: ErasureReceiptRow) {
    application = row.application
    erasedAt = row.erasedAt
    cause = row.cause.rawValue
    documents = row.documents
    finalOn = row.finalOn
    entry = row.entry
    index = row.index
  }
}

/// Gives out receipts: proof that, when and why an application was erased, without personal data.
package struct ShowErasures: Sendable {
  package static let roles: Set<Role> = [.auditor, .privacyOfficer]
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// Receipts in the order of the erasures, after that of an application.
  package func list(
    after id: ApplicationID?, limit: Int, by caller: Caller
  ) async throws -> [ErasureView] {
    try await office.act(by: caller, Self.roles) { _, rows in
      try ErasureReceipts.list(after: id, limit: limit, in: rows).map(ErasureView.init)
    }
  }

  /// The receipt of one application, a signed note.
  package func receipt(of id: ApplicationID, by caller: Caller) async throws -> String {
    let found = try await office.act(by: caller, Self.roles) { _, rows in
      try ErasureReceipts.find(id, in: rows)
    }
    guard let found else { throw Refusal.unknown }
    return try office.receipt(found)
  }

  /// The receipt behind a link that was used to withdraw, as long as its page is shown; `nil` for
  /// any other token.
  package func receipt(token: String) async throws -> String? {
    let hash = LinkKey.hash(token)
    let found = try await office.act(as: .console, .door) { act, rows in
      try Links.spent(hash: hash, on: act.today, in: rows)?.application.flatMap {
        try ErasureReceipts.find($0, in: rows)
      }
    }
    return try found.map { try office.receipt($0) }
  }
}

extension Office {
  /// A receipt as a note that the ledger's key signs.
  func receipt(_ row: ErasureReceiptRow) throws -> String {
    try receipt(
      of: row.application, at: row.erasedAt, because: row.cause, documents: row.documents,
      finalOn: row.finalOn, entry: row.entry, index: row.index)
  }

  /// The same while the erasure is written down.
  func receipt(
    of application: ApplicationID, at: Date, because cause: ErasureCause, documents: Int,
    finalOn: Day, entry: LedgerEntryID?, index: Int? = nil
  ) throws -> String {
    try sequencer.journal.receipt([
      "application": application.text, "erased": JournalRecord.instant(at),
      "cause": cause.rawValue, "documents": "\(documents)", "final": finalOn.description,
      "entry": entry?.text, "index": index.map(String.init),
    ])
  }
}
