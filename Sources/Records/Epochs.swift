import Postgres
package import struct Foundation.Date

/// A generation of the master key, as the database knows it.
package struct EpochRow: Sendable {
  package let number: Int
  /// 16 bytes that tell a wrong key file from the right one.
  package let fingerprint: [UInt8]
  package let createdAt: Date
  package let retiredAt: Date?
}

/// The generations of the master key.
package enum Epochs {
  /// The open epoch, under which everything new is wrapped.
  package static func open(in rows: borrowing Rows) throws -> EpochRow {
    let found = try rows.first(
      "SELECT number, fingerprint, created_at, retired_at FROM epoch WHERE retired_at IS NULL",
      read)
    guard let found else { throw PostgresError.unexpectedShape(column: "epoch") }
    return found
  }

  /// All epochs, oldest first.
  package static func all(in rows: borrowing Rows) throws -> [EpochRow] {
    try rows.all(
      "SELECT number, fingerprint, created_at, retired_at FROM epoch ORDER BY number", read)
  }

  /// Makes an epoch the open one, as the owner.
  package static func create(
    number: Int, fingerprint: [UInt8], at now: Date, in rows: borrowing Rows
  ) throws {
    try rows.run(
      """
      INSERT INTO epoch (number, fingerprint, created_at)
      VALUES (\(number), \(fingerprint), \(now))
      """)
  }

  /// How many data keys of applications, staff and messages are wrapped under each epoch.
  package static func dataKeyCounts(in rows: borrowing Rows) throws -> [Int: Int] {
    let counts = try rows.all(
      """
      SELECT epoch, count(*) AS keys FROM (
        SELECT epoch FROM data_key UNION ALL SELECT epoch FROM staff_key
        UNION ALL SELECT epoch FROM last_mail
        UNION ALL SELECT epoch FROM paper WHERE epoch IS NOT NULL) AS every GROUP BY epoch
      """
    ) { (try $0("epoch", as: Int.self), try $0("keys", as: Int.self)) }
    return Dictionary(uniqueKeysWithValues: counts)
  }

  private static func read(_ row: borrowing Row) throws -> EpochRow {
    EpochRow(
      number: try row("number"), fingerprint: try row("fingerprint"),
      createdAt: try row("created_at"), retiredAt: try row("retired_at"))
  }
}
