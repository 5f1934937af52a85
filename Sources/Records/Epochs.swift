import Postgres
package import struct Foundation.Date

/// A generation of the master key, as the database knows it.
package struct EpochRow: Sendable, Equatable {
  package let number: Int
  /// 16 bytes that tell a wrong key file from the right one.
  package let fingerprint: [UInt8]
  package let createdAt: Date
  /// Since when another one is open.
  package let retiredAt: Date?
  /// Since when nothing is wrapped or computed under it.
  package let emptiedAt: Date?

  /// Retired, and there may still be something under it.
  package var isRotating: Bool { retiredAt != nil && emptiedAt == nil }
}

/// The generations of the master key.
package enum Epochs {
  /// The open epoch, under which everything new is wrapped.
  package static func open(in rows: borrowing Rows) throws -> EpochRow {
    let found = try rows.first(
      """
      SELECT number, fingerprint, created_at, retired_at, emptied_at FROM epoch
      WHERE retired_at IS NULL
      """, read)
    guard let found else { throw PostgresError.unexpectedShape(column: "epoch") }
    return found
  }

  /// All epochs, oldest first.
  package static func all(in rows: borrowing Rows) throws -> [EpochRow] {
    try rows.all(
      """
      SELECT number, fingerprint, created_at, retired_at, emptied_at FROM epoch ORDER BY number
      """, read)
  }

  /// Those under which something is or may be, the open one first.
  package static func living(in rows: borrowing Rows) throws -> [EpochRow] {
    try rows.all(
      """
      SELECT number, fingerprint, created_at, retired_at, emptied_at FROM epoch
      WHERE emptied_at IS NULL ORDER BY number DESC
      """, read)
  }

  /// Makes an epoch the open one, once no other is.
  package static func create(
    number: Int, fingerprint: [UInt8], at now: Date, in rows: borrowing Rows
  ) throws {
    try rows.run(
      """
      INSERT INTO epoch (number, fingerprint, created_at)
      VALUES (\(number), \(fingerprint), \(now))
      """)
  }

  /// Closes the open epoch; `false` if it isn't the open one any more.
  package static func retire(
    _ number: Int, at now: Date, in rows: borrowing Rows
  ) throws -> Bool {
    try rows.run(
      """
      UPDATE epoch SET retired_at = \(now) WHERE number = \(number) AND retired_at IS NULL
      """) == 1
  }

  /// Notes that nothing is left under it; `false` if that was noted before.
  package static func empty(
    _ number: Int, at now: Date, in rows: borrowing Rows
  ) throws -> Bool {
    try rows.run(
      """
      UPDATE epoch SET emptied_at = \(now)
      WHERE number = \(number) AND retired_at IS NOT NULL AND emptied_at IS NULL
      """) == 1
  }

  /// Deletes a retired epoch; the database refuses while anything hangs on it.
  package static func destroy(_ number: Int, in rows: borrowing Rows) throws -> Bool {
    try rows.run("DELETE FROM epoch WHERE number = \(number) AND retired_at IS NOT NULL") == 1
  }

  /// How many data keys of applications, staff and messages are wrapped under each epoch.
  package static func dataKeyCounts(in rows: borrowing Rows) throws -> [Int: Int] {
    var counts: [Int: Int] = [:]
    for table in WrappedTable.allCases {
      counts.merge(try table.counts(in: rows), uniquingKeysWith: +)
    }
    return counts
  }

  private static func read(_ row: borrowing Row) throws -> EpochRow {
    EpochRow(
      number: try row("number"), fingerprint: try row("fingerprint"),
      createdAt: try row("created_at"), retiredAt: try row("retired_at"),
      emptiedAt: try row("emptied_at"))
  }
}
