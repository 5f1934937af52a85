package import Domain
import Postgres
package import struct Foundation.Date

/// Somebody on the staff, as stored.
package struct StaffRow: Sendable {
  package let id: StaffID
  package let emailIndex: [UInt8]
  package let email: Sealed
  package let name: Sealed
  package let key: KeyRow
  package let addedAt: Date

  package init(
    id: StaffID, emailIndex: [UInt8], email: Sealed, name: Sealed, key: KeyRow, addedAt: Date
  ) {
    self.id = id
    self.emailIndex = emailIndex
    self.email = email
    self.name = name
    self.key = key
    self.addedAt = addedAt
  }
}

/// A data key as stored: wrapped under an epoch.
package struct KeyRow: Sendable, Equatable {
  package let epoch: Int
  package let wrapped: [UInt8]

  package init(epoch: Int, wrapped: [UInt8]) {
    self.epoch = epoch
    self.wrapped = wrapped
  }
}

/// People who log in, and the tokens they carry.
package enum Staff {
  /// Adds somebody with their roles; `false` if the address is somebody's already. `otherIndexes`
  /// are those of the address under other epochs that live.
  package static func add(
    _ new: StaffRow, otherIndexes: [[UInt8]] = [], roles: Set<Role>, in rows: borrowing Rows
  ) throws -> Bool {
    let added = try rows.run(
      """
      INSERT INTO staff (id, email_index, email, name, added_at)
      SELECT \(new.id.uuid), \(new.emailIndex), \(new.email), \(new.name), \(new.addedAt)
      WHERE NOT EXISTS (SELECT FROM staff other WHERE other.email_index = ANY(\(otherIndexes)))
      ON CONFLICT (email_index) DO NOTHING
      """)
    guard added == 1 else { return false }
    try rows.later(
      """
      INSERT INTO staff_key (staff_id, epoch, wrapped)
      VALUES (\(new.id.uuid), \(new.key.epoch), \(new.key.wrapped))
      """)
    for role in roles.sorted(by: { $0.rawValue < $1.rawValue }) {
      try rows.later(
        """
        INSERT INTO staff_role (staff_id, role, granted_at)
        VALUES (\(new.id.uuid), \(role.rawValue), \(new.addedAt))
        """)
    }
    return true
  }

  /// Keeps a token's hash.
  package static func issue(
    _ token: TokenID, hash: [UInt8], to staff: StaffID, at now: Date, until expiry: Date,
    in rows: borrowing Rows
  ) throws {
    try rows.later(
      """
      INSERT INTO token (id, staff_id, hash, created_at, expires_at)
      VALUES (\(token.uuid), \(staff.uuid), \(hash), \(now), \(expiry))
      """)
  }

  /// Whose token this is and what they may do, if both are in force. Concludes the transaction:
  /// every request begins with it.
  package static func bearer(
    ofTokenHash hash: [UInt8], at now: Date, in rows: borrowing Rows
  ) throws -> (id: StaffID, roles: [String])? {
    try rows.conclude(
      """
      SELECT s.id, ARRAY(SELECT r.role FROM staff_role r WHERE r.staff_id = s.id) AS roles
      FROM token t JOIN staff s ON s.id = t.staff_id
      WHERE t.hash = \(hash) AND t.revoked_at IS NULL AND t.expires_at > \(now)
        AND s.disabled_at IS NULL
      """
    ) { row in (try row.id("id") as StaffID, try row("roles") as [String]) }.first
  }

  /// Names with the keys that open them.
  package static func names(
    of ids: [StaffID], in rows: borrowing Rows
  ) throws -> [(id: StaffID, name: Sealed, key: KeyRow)] {
    if ids.isEmpty { return [] }
    return try rows.all(
      """
      SELECT s.id, s.name, k.epoch, k.wrapped FROM staff s JOIN staff_key k ON k.staff_id = s.id
      WHERE s.id = ANY(\(ids.map(\.uuid)))
      """
    ) { row in
      (
        try row.id("id"), try row("name"),
        KeyRow(epoch: try row("epoch"), wrapped: try row("wrapped"))
      )
    }
  }

  /// Who holds a role and isn't disabled.
  package static func active(_ role: Role, in rows: borrowing Rows) throws -> [StaffID] {
    try rows.all(
      """
      SELECT s.id FROM staff s JOIN staff_role r ON r.staff_id = s.id
      WHERE r.role = \(role.rawValue) AND s.disabled_at IS NULL ORDER BY s.id
      """
    ) { try $0.id("id") }
  }

  /// Where somebody is written to, and in which language; `nil` for one who is disabled.
  package static func addressee(
    _ id: StaffID, in rows: borrowing Rows
  ) throws -> (email: Sealed, language: Language, key: KeyRow)? {
    try rows.first(
      """
      SELECT s.email, s.language, k.epoch, k.wrapped
      FROM staff s JOIN staff_key k ON k.staff_id = s.id
      WHERE s.id = \(id.uuid) AND s.disabled_at IS NULL
      """
    ) { row in
      (
        try row("email"), try row.word("language"),
        KeyRow(epoch: try row("epoch"), wrapped: try row("wrapped"))
      )
    }
  }

  /// The addresses of some, sealed, for whoever computes their indexes anew.
  package static func addresses(
    of ids: [StaffID], in rows: borrowing Rows
  ) throws -> [StaffID: Sealed] {
    let found = try rows.all(
      "SELECT id, email FROM staff WHERE id = ANY(\(ids.map(\.uuid)))"
    ) { (try $0.id("id") as StaffID, try $0("email", as: Sealed.self)) }
    return Dictionary(uniqueKeysWithValues: found)
  }

  /// Replaces the indexes of addresses; how many there were.
  package static func set(
    emailIndexes: [(id: StaffID, index: [UInt8])], in rows: borrowing Rows
  ) throws -> Int {
    let (ids, indexes) = (emailIndexes.map(\.id.uuid), emailIndexes.map(\.index))
    return try rows.run(
      """
      UPDATE staff SET email_index = new.index
      FROM unnest(\(ids), \(indexes)) AS new (id, index) WHERE staff.id = new.id
      """)
  }

  /// Whether somebody with this id is on the staff.
  package static func exists(_ id: StaffID, in rows: borrowing Rows) throws -> Bool {
    try rows.first("SELECT 1 AS one FROM staff WHERE id = \(id.uuid)") { _ in true } ?? false
  }
}
