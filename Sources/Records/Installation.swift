package import Domain
import Postgres
package import struct Foundation.Date
package import struct Foundation.UUID

/// Who this installation is: made once, never changed.
package struct Installation: Sendable {
  package let id: UUID
  package let isSandbox: Bool
  package let timeZone: String
  package let createdAt: Date

  package init(id: UUID, isSandbox: Bool, timeZone: String, createdAt: Date) {
    self.id = id
    self.isSandbox = isSandbox
    self.timeZone = timeZone
    self.createdAt = createdAt
  }
}

/// The one row about the installation, and the fingerprints of its key files.
package enum Installations {
  /// The installation; `nil` before it has been created.
  package static func current(in rows: borrowing Rows) throws -> Installation? {
    try rows.first("SELECT id, sandbox, time_zone, created_at FROM installation") { row in
      Installation(
        id: try row("id"), isSandbox: try row("sandbox"), timeZone: try row("time_zone"),
        createdAt: try row("created_at"))
    }
  }

  /// Creates it, as the owner.
  package static func create(_ new: Installation, in rows: borrowing Rows) throws {
    try rows.run(
      """
      INSERT INTO installation (id, sandbox, time_zone, created_at)
      VALUES (\(new.id), \(new.isSandbox), \(new.timeZone), \(new.createdAt))
      """)
  }

  /// The fingerprint of a key file that belongs to no epoch, 16 bytes.
  package static func fingerprint(
    of keyFile: String, in rows: borrowing Rows
  ) throws -> [UInt8]? {
    try rows.first("SELECT fingerprint FROM key_file WHERE name = \(keyFile)") {
      try $0("fingerprint")
    }
  }

  /// Keeps a key file's fingerprint, as the owner.
  package static func keep(
    fingerprint: [UInt8], of keyFile: String, in rows: borrowing Rows
  ) throws {
    try rows.run(
      "INSERT INTO key_file (name, fingerprint) VALUES (\(keyFile), \(fingerprint))")
  }

  /// The newest retention rules.
  package static func rules(in rows: borrowing Rows) throws -> RetentionRules {
    let found = try rows.first(
      """
      SELECT version, hired_months, rejected_months, withdrawn_months, offer_declined_months,
        pool_months
      FROM retention_rules ORDER BY version DESC LIMIT 1
      """
    ) { try readRules($0) }
    guard let rules = found ?? nil else {
      throw PostgresError.unexpectedShape(column: "retention_rules")
    }
    return rules
  }

  static func readRules(_ row: borrowing Row) throws -> RetentionRules? {
    RetentionRules(
      version: try row("version"),
      evidenceMonths: [
        .hired: try row("hired_months"), .rejected: try row("rejected_months"),
        .withdrawn: try row("withdrawn_months"),
        .offerDeclined: try row("offer_declined_months"),
      ], poolMonths: try row("pool_months"))
  }
}
