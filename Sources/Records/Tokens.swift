package import Domain
import Postgres
package import struct Foundation.Date

/// Tokens for the API, as their administrator meets them: never the token itself.
package enum Tokens {
  /// Makes all of somebody's worth nothing; those that were in force.
  package static func revokeAll(
    of staff: StaffID, at now: Date, in rows: borrowing Rows
  ) throws -> [TokenID] {
    try rows.all(
      """
      UPDATE token SET revoked_at = \(now)
      WHERE staff_id = \(staff.uuid) AND revoked_at IS NULL RETURNING id
      """
    ) { try $0.id("id") }
  }

  /// Makes one worth nothing; `false` if there was none in force.
  package static func revoke(
    _ id: TokenID, at now: Date, in rows: borrowing Rows
  ) throws -> Bool {
    try rows.run(
      "UPDATE token SET revoked_at = \(now) WHERE id = \(id.uuid) AND revoked_at IS NULL") == 1
  }
}
