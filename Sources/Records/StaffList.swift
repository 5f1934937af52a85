package import Domain
import Postgres
package import struct Foundation.Date

/// Somebody as the administrator sees them, as stored.
package struct StaffLineRow: Sendable {
  package let id: StaffID
  package let email: Sealed
  package let name: Sealed
  package let key: KeyRow
  package let roles: [Role]
  package let addedAt: Date
  package let disabledAt: Date?
  package let passwordSetAt: Date?
  package let factorEnrolledAt: Date?
  package let linkUntil: Date?
}

/// The staff as its administrator sees and changes it.
package enum StaffList {
  /// Everybody, or one.
  package static func all(
    only id: StaffID? = nil, in rows: borrowing Rows
  ) throws -> [StaffLineRow] {
    try rows.all(
      """
      SELECT s.id, s.email, s.name, k.epoch, k.wrapped, s.added_at, s.disabled_at,
        ARRAY(SELECT r.role FROM staff_role r WHERE r.staff_id = s.id) AS roles,
        a.password_set_at, f.enrolled_at, l.expires_at
      FROM staff s JOIN staff_key k ON k.staff_id = s.id
      LEFT JOIN account a ON a.staff_id = s.id LEFT JOIN second_factor f ON f.staff_id = s.id
      LEFT JOIN set_up_link l ON l.staff_id = s.id
      WHERE \(id?.uuid)::uuid IS NULL OR s.id = \(id?.uuid)
      """
    ) { row in
      StaffLineRow(
        id: try row.id("id"), email: try row("email"), name: try row("name"),
        key: KeyRow(epoch: try row("epoch"), wrapped: try row("wrapped")),
        roles: try row("roles", as: [String].self).compactMap(Role.init(rawValue:)),
        addedAt: try row("added_at"), disabledAt: try row("disabled_at"),
        passwordSetAt: try row("password_set_at"), factorEnrolledAt: try row("enrolled_at"),
        linkUntil: try row("expires_at"))
    }
  }

  /// The vacancies in whose teams somebody takes part, or took.
  package static func parts(
    of id: StaffID, in rows: borrowing Rows
  ) throws -> [(vacancy: VacancyID, title: String, part: TeamPart, until: Day?)] {
    try rows.all(
      """
      SELECT v.id, v.title, t.part, t.until FROM team t JOIN vacancy v ON v.id = t.vacancy_id
      WHERE t.staff_id = \(id.uuid) ORDER BY v.title, v.id
      """
    ) { row in
      (
        try row.id("id") as VacancyID, try row("title") as String, try row.word("part") as TeamPart,
        try row.day("until") as Day?
      )
    }
  }

  /// Whether anybody is on the staff, disabled or not.
  package static func isEmpty(in rows: borrowing Rows) throws -> Bool {
    try rows.first("SELECT 1 AS one FROM staff LIMIT 1") { _ in false } ?? true
  }

  /// Whether somebody other than `id` can administer: is one, chose a password and isn't disabled.
  package static func hasAdministrator(
    otherThan id: StaffID, in rows: borrowing Rows
  ) throws -> Bool {
    try rows.first(
      """
      SELECT 1 AS one FROM staff s JOIN staff_role r ON r.staff_id = s.id
      JOIN account a ON a.staff_id = s.id
      WHERE r.role = 'administrator' AND s.disabled_at IS NULL AND s.id <> \(id.uuid) LIMIT 1
      """
    ) { _ in true } ?? false
  }

  /// Shuts somebody out, or lets them in again; whether that changed anything.
  package static func disable(
    _ id: StaffID, at: Date?, in rows: borrowing Rows
  ) throws -> Bool {
    try rows.run(
      """
      UPDATE staff SET disabled_at = \(at)
      WHERE id = \(id.uuid) AND (disabled_at IS NULL) <> (\(at)::timestamptz IS NULL)
      """) == 1
  }

  /// Gives a role; `false` if they hold it.
  package static func grant(
    _ role: Role, to id: StaffID, at now: Date, in rows: borrowing Rows
  ) throws -> Bool {
    try rows.run(
      """
      INSERT INTO staff_role (staff_id, role, granted_at)
      VALUES (\(id.uuid), \(role.rawValue), \(now)) ON CONFLICT DO NOTHING
      """) == 1
  }

  /// Takes a role away; `false` if they don't hold it.
  package static func revoke(
    _ role: Role, from id: StaffID, in rows: borrowing Rows
  ) throws -> Bool {
    try rows.run(
      "DELETE FROM staff_role WHERE staff_id = \(id.uuid) AND role = \(role.rawValue)") == 1
  }
}
