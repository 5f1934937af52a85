package import Domain
import Postgres
package import struct Foundation.Date

/// What is left of an application: that, when and why it was erased.
package struct ErasureReceiptRow: Sendable {
  package let application: ApplicationID
  package let erasedAt: Date
  package let cause: ErasureCause
  package let documents: Int
  /// From this day no backup can open what was erased.
  package let finalOn: Day
  /// The ledger's entry of it; `nil` for what an older version erased.
  package let entry: LedgerEntryID?
  /// The entry's place in the journal, once it stands there.
  package let index: Int?
}

/// Receipts of erasures.
package enum ErasureReceipts {
  /// The receipt of one application.
  package static func find(
    _ id: ApplicationID, in rows: borrowing Rows
  ) throws -> ErasureReceiptRow? {
    try rows.first(
      """
      SELECT \(sql: columns) FROM erasure e LEFT JOIN ledger l ON l.id = e.entry_id
      WHERE e.application_id = \(id.uuid)
      """, read)
  }

  /// Receipts in the order of the erasures, after that of an application.
  package static func list(
    after id: ApplicationID?, limit: Int, in rows: borrowing Rows
  ) throws -> [ErasureReceiptRow] {
    try rows.all(
      """
      SELECT \(sql: columns) FROM erasure e LEFT JOIN ledger l ON l.id = e.entry_id
      WHERE \(id?.uuid)::uuid IS NULL OR (e.erased_at, e.application_id) >
        (SELECT p.erased_at, p.application_id FROM erasure p WHERE p.application_id = \(id?.uuid))
      ORDER BY e.erased_at, e.application_id LIMIT \(limit)
      """, read)
  }

  private static let columns: StaticString = """
    e.application_id, e.erased_at, e.cause, e.documents, e.final_on, e.entry_id, l.index
    """

  private static func read(_ row: borrowing Row) throws -> ErasureReceiptRow {
    ErasureReceiptRow(
      application: try row.id("application_id"), erasedAt: try row("erased_at"),
      cause: try row.word("cause"), documents: try row("documents"),
      finalOn: try row.day("final_on"), entry: try row.id("entry_id"), index: try row("index"))
  }
}
