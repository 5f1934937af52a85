package import Domain
package import struct Foundation.UUID

/// One entry of the ledger as it stands in the journal.
package struct JournalRecord: Sendable, Equatable {
  package let id: LedgerEntryID
  /// RFC 3339 in UTC with six digits, such as `2026-03-31T22:00:00.000000Z`.
  package let at: String
  package let actor: UUID?
  package let function: String
  package let action: String
  package let applications: [ApplicationID]
  package let detail: String?

  package init(
    id: LedgerEntryID, at: String, actor: UUID?, function: String, action: String,
    applications: [ApplicationID] = [], detail: String? = nil
  ) {
    self.id = id
    self.at = at
    self.actor = actor
    self.function = function
    self.action = action
    self.applications = applications
    self.detail = detail
  }

  /// Canonical JSON (RFC 8785) in UTF-8, without newline: the leaf of the tree.
  package var line: [UInt8] { [] }

  /// 32 bytes: SHA-256 of a zero byte and the line (RFC 6962 2.1).
  package var leafHash: [UInt8] { [] }

  /// Reads what ``line`` wrote, and nothing else.
  package init(reading line: [UInt8]) throws(JournalError) { throw .notCanonical }
}
