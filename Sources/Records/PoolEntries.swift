package import Domain
import Postgres
package import struct Foundation.Date
package import struct Foundation.UUID

/// One application of an address in the pool.
package struct PoolEntryRow: Sendable {
  package let id: ApplicationID
  package let vacancyTitle: String?
}

/// All entries of one address in the pool, as the page behind a link lists them.
package enum PoolEntries {
  /// Lets the rest of the transaction see whatever carries one of these keyed hashes of an address,
  /// one for each epoch that lives.
  package static func see(address tokens: [[UInt8]], in rows: borrowing Rows) throws {
    try rows.later(
      """
      SELECT set_config('lethe.address', coalesce(string_agg(encode(token, 'hex'), ','), ''), true)
      FROM unnest(\(tokens)) AS token
      """)
  }

  /// The entries in the pool that carry one of them, in the order of receipt;
  /// ``see(address:in:)`` first.
  package static func all(
    carrying tokens: [[UInt8]], in rows: borrowing Rows
  ) throws -> [PoolEntryRow] {
    try rows.all(
      """
      SELECT a.id, v.title FROM search_token s JOIN application a ON a.id = s.application_id
      LEFT JOIN vacancy v ON v.id = a.vacancy_id
      WHERE s.token = ANY(\(tokens)) AND a.standing && '{pool}'
      ORDER BY a.received_at, a.id LIMIT 50
      """
    ) { PoolEntryRow(id: try $0.id("id"), vacancyTitle: try $0("title")) }
  }

  /// The address of the application whose link it is, sealed; `nil` without one.
  package static func address(
    of application: ApplicationID, in rows: borrowing Rows
  ) throws -> Sealed? {
    try rows.first(
      "SELECT email FROM applicant WHERE application_id = \(application.uuid)"
    ) { try $0("email", as: Sealed?.self) } ?? nil
  }
}

/// What is kept of an entry that was withdrawn through another entry's link.
package struct JointReceiptRow: Sendable {
  package let givenOn: Day
  package let withdrawnAt: Date
  /// `nil` once it is erased.
  package let application: ApplicationID?
  package let erased: Erased?

  /// When it was erased, and from when no backup can open it.
  package struct Erased: Sendable {
    package let at: Date
    package let finalOn: Day
  }
}

/// Receipts of entries that were withdrawn together.
package enum JointReceipts {
  /// Writes one for the link with this hash.
  package static func write(
    for hash: [UInt8], of application: ApplicationID, givenOn: Day, withdrawnAt: Date,
    shownThrough: Day, in rows: borrowing Rows
  ) throws {
    try rows.later(
      """
      INSERT INTO joint_receipt (id, hash, application_id, given_on, withdrawn_at, shown_through)
      VALUES (\(UUID()), \(hash), \(application.uuid), \(givenOn.stored),
        \(withdrawnAt), \(shownThrough.stored))
      """)
  }

  /// Those of a link, oldest consent first, as long as they are shown.
  package static func all(
    of hash: [UInt8], on today: Day, in rows: borrowing Rows
  ) throws -> [JointReceiptRow] {
    try rows.all(
      """
      SELECT application_id, given_on, withdrawn_at, erased_at, final_on FROM joint_receipt
      WHERE hash = \(hash) AND shown_through >= \(today.stored) ORDER BY given_on, id
      """
    ) { row in
      var erased: JointReceiptRow.Erased?
      if let at = try row("erased_at", as: Date?.self) {
        erased = JointReceiptRow.Erased(at: at, finalOn: try row.day("final_on"))
      }
      return JointReceiptRow(
        givenOn: try row.day("given_on"), withdrawnAt: try row("withdrawn_at"),
        application: try row.id("application_id"), erased: erased)
    }
  }

  /// Forgets those that are no longer shown.
  package static func forget(on today: Day, in rows: borrowing Rows) throws {
    try rows.run("DELETE FROM joint_receipt WHERE shown_through < \(today.stored)")
  }
}
