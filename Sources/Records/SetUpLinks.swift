package import Domain
import Postgres
package import struct Foundation.Date

/// Links with which somebody chooses their first password, or a new one. One for each; the one
/// that names nobody makes the first administrator.
package enum SetUpLinks {
  /// Puts a link in the place of any earlier one for the same person.
  package static func make(
    _ id: SetUpLinkID, hash: [UInt8], for staff: StaffID?, at now: Date, until expiry: Date,
    in rows: borrowing Rows
  ) throws {
    try remove(for: staff, in: rows)
    try rows.later(
      """
      INSERT INTO set_up_link (id, staff_id, hash, made_at, expires_at)
      VALUES (\(id.uuid), \(staff?.uuid), \(hash), \(now), \(expiry))
      """)
  }

  /// Whose link in force has this hash: nobody's yet for the first administrator.
  package static func find(
    hash: [UInt8], at now: Date, in rows: borrowing Rows
  ) throws -> (id: SetUpLinkID, staff: StaffID?)? {
    try rows.first(
      "SELECT id, staff_id FROM set_up_link WHERE hash = \(hash) AND expires_at > \(now)"
    ) { row in (try row.id("id") as SetUpLinkID, try row.id("staff_id") as StaffID?) }
  }

  /// Removes somebody's link; it is used, or void.
  package static func remove(for staff: StaffID?, in rows: borrowing Rows) throws {
    try rows.later(
      "DELETE FROM set_up_link WHERE staff_id IS NOT DISTINCT FROM \(staff?.uuid)")
  }

  /// Uses a link up; `false` if somebody was quicker.
  package static func use(_ id: SetUpLinkID, in rows: borrowing Rows) throws -> Bool {
    try rows.run("DELETE FROM set_up_link WHERE id = \(id.uuid)") == 1
  }

  /// Forgets those that are over.
  package static func clear(at now: Date, in rows: borrowing Rows) throws {
    try rows.run("DELETE FROM set_up_link WHERE expires_at < \(now)")
  }
}
