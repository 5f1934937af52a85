package import Domain
import Postgres
package import struct Foundation.Date

/// A token of somebody's, as the administrator sees it: never the token itself.
package struct TokenRow: Sendable {
  package let id: TokenID
  package let createdAt: Date
  package let expiresAt: Date
  package let revokedAt: Date?
}

/// Tokens for the API, as their administrator sees them. All instants are the machine's own.
package enum Tokens {
  /// Those of one member of the staff, newest first.
  package static func all(of staff: StaffID, in rows: borrowing Rows) throws -> [TokenRow] {
    try rows.all(
      """
      SELECT id, created_at, expires_at, revoked_at FROM token WHERE staff_id = \(staff.uuid)
      ORDER BY created_at DESC, id
      """
    ) { row in
      TokenRow(
        id: try row.id("id"), createdAt: try row("created_at"), expiresAt: try row("expires_at"),
        revokedAt: try row("revoked_at"))
    }
  }

  /// Makes a token worth nothing; whose it was, or `nil` if there was none in force.
  package static func revoke(
    _ id: TokenID, at now: Date, in rows: borrowing Rows
  ) throws -> StaffID? {
    try rows.first(
      """
      UPDATE token SET revoked_at = \(now) WHERE id = \(id.uuid) AND revoked_at IS NULL
      RETURNING staff_id
      """
    ) { try $0.id("staff_id") }
  }
}
