package import Domain
import Postgres
package import struct Foundation.Date

/// Somebody on the staff and what they prove themselves with, as stored.
package struct AccountRow: Sendable {
  package let staff: StaffID
  package let email: Sealed
  package let name: Sealed
  package let key: KeyRow
  package let isDisabled: Bool
  package let roles: [String]
  /// `nil` until they chose one.
  package let password: Sealed?
  package let hasShortPassword: Bool
  package let language: Language
  package let hasSecondFactor: Bool
}

/// Passwords, sealed under their owner's key.
package enum Accounts {
  /// The account of an address, whatever state it is in; `emailIndexes` has one for each epoch
  /// that lives.
  package static func find(
    emailIndexes: [[UInt8]], in rows: borrowing Rows
  ) throws -> AccountRow? {
    try rows.first(
      """
      SELECT \(sql: columns) WHERE s.email_index = ANY(\(emailIndexes))
      """, read)
  }

  /// Somebody's account.
  package static func find(_ staff: StaffID, in rows: borrowing Rows) throws -> AccountRow? {
    try rows.first(
      """
      SELECT \(sql: columns) WHERE s.id = \(staff.uuid)
      """, read)
  }

  /// Sets a password; the first one makes the account.
  package static func set(
    password: Sealed, isShort: Bool, of staff: StaffID, at now: Date, in rows: borrowing Rows
  ) throws {
    try rows.later(
      """
      INSERT INTO account (staff_id, password, password_set_at, short_password)
      VALUES (\(staff.uuid), \(password), \(now), \(isShort))
      ON CONFLICT (staff_id) DO UPDATE SET password = excluded.password,
        password_set_at = excluded.password_set_at, short_password = excluded.short_password
      """)
  }

  /// Is spoken and written to in this language from now on.
  package static func choose(
    _ language: Language, of staff: StaffID, in rows: borrowing Rows
  ) throws {
    try rows.later(
      "UPDATE staff SET language = \(language.rawValue) WHERE id = \(staff.uuid)")
  }

  private static let columns: StaticString = """
    s.id, s.email, s.name, k.epoch, k.wrapped, s.disabled_at IS NOT NULL AS is_disabled,
      ARRAY(SELECT r.role FROM staff_role r WHERE r.staff_id = s.id) AS roles,
      a.password::bytea AS password, coalesce(a.short_password, false) AS short_password,
      s.language, EXISTS (SELECT FROM second_factor f WHERE f.staff_id = s.id) AS has_factor
    FROM staff s JOIN staff_key k ON k.staff_id = s.id LEFT JOIN account a ON a.staff_id = s.id
    """

  private static func read(_ row: borrowing Row) throws -> AccountRow {
    AccountRow(
      staff: try row.id("id"), email: try row("email"), name: try row("name"),
      key: KeyRow(epoch: try row("epoch"), wrapped: try row("wrapped")),
      isDisabled: try row("is_disabled"), roles: try row("roles"),
      password: try row("password"), hasShortPassword: try row("short_password"),
      language: try row.word("language"), hasSecondFactor: try row("has_factor"))
  }
}
