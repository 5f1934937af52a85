package import Domain
import Postgres
package import struct Foundation.Date

/// A session and whose it is, as stored.
package struct SessionRow: Sendable {
  package let id: SessionID
  package let staff: StaffID
  package let name: Sealed
  package let email: Sealed
  package let key: KeyRow
  package let seenAt: Date
  /// The password was right, and the code is still to come.
  package let awaitsCode: Bool
  package let wrongCodes: Int
  package let confirmedAt: Date?
  package let role: String?
  package let language: Language
  package let enrolling: Sealed?
  package let roles: [String]
  package let hasSecondFactor: Bool
  package let hasShortPassword: Bool
}

/// A session to be begun.
package struct NewSession: Sendable {
  package let id: SessionID
  package let staff: StaffID
  package let hash: [UInt8]
  package let at: Date
  package let awaitsCode: Bool
  package let confirmedAt: Date?
  package let language: Language
  package let enrolling: Sealed?

  package init(
    id: SessionID, staff: StaffID, hash: [UInt8], at: Date, awaitsCode: Bool, confirmedAt: Date?,
    language: Language, enrolling: Sealed?
  ) {
    self.id = id
    self.staff = staff
    self.hash = hash
    self.at = at
    self.awaitsCode = awaitsCode
    self.confirmedAt = confirmedAt
    self.language = language
    self.enrolling = enrolling
  }
}

/// Who is signed in. All instants are the machine's own.
package enum Sessions {
  /// The session behind a token's hash, if it was begun and seen after these instants and its
  /// owner isn't disabled. Concludes the transaction: every request of a page begins with it.
  package static func find(
    hash: [UInt8], begunAfter: Date, seenAfter: Date, in rows: borrowing Rows
  ) throws -> SessionRow? {
    try rows.conclude(
      """
      SELECT n.id, n.staff_id, s.name, s.email, k.epoch, k.wrapped, n.seen_at, n.awaits_code,
        n.wrong_codes, n.confirmed_at, n.role, n.language, n.enrolling::bytea AS enrolling,
        ARRAY(SELECT r.role FROM staff_role r WHERE r.staff_id = s.id) AS roles,
        EXISTS (SELECT FROM second_factor f WHERE f.staff_id = s.id) AS has_second_factor,
        coalesce(a.short_password, false) AS short_password
      FROM session n JOIN staff s ON s.id = n.staff_id JOIN staff_key k ON k.staff_id = s.id
      LEFT JOIN account a ON a.staff_id = s.id
      WHERE n.hash = \(hash) AND n.begun_at > \(begunAfter) AND n.seen_at > \(seenAfter)
        AND s.disabled_at IS NULL
      """
    ) { row in
      SessionRow(
        id: try row.id("id"), staff: try row.id("staff_id"), name: try row("name"),
        email: try row("email"),
        key: KeyRow(epoch: try row("epoch"), wrapped: try row("wrapped")),
        seenAt: try row("seen_at"), awaitsCode: try row("awaits_code"),
        wrongCodes: try row("wrong_codes"), confirmedAt: try row("confirmed_at"),
        role: try row("role"), language: try row.word("language"),
        enrolling: try row("enrolling"), roles: try row("roles"),
        hasSecondFactor: try row("has_second_factor"),
        hasShortPassword: try row("short_password"))
    }.first
  }

  /// Begins one.
  package static func begin(_ new: NewSession, in rows: borrowing Rows) throws {
    try rows.later(
      """
      INSERT INTO session (id, staff_id, hash, begun_at, seen_at, awaits_code, confirmed_at,
        language, enrolling)
      VALUES (\(new.id.uuid), \(new.staff.uuid), \(new.hash), \(new.at), \(new.at),
        \(new.awaitsCode), \(new.confirmedAt), \(new.language.rawValue), \(new.enrolling))
      """)
  }

  /// Notes that it is in use.
  package static func see(_ id: SessionID, at now: Date, in rows: borrowing Rows) throws {
    try rows.later("UPDATE session SET seen_at = \(now) WHERE id = \(id.uuid)")
  }

  /// A second factor was proven: a new token, and nothing is awaited any more. `false` if the
  /// session is gone.
  package static func confirm(
    _ id: SessionID, newHash: [UInt8], at now: Date, in rows: borrowing Rows
  ) throws -> Bool {
    try rows.run(
      """
      UPDATE session SET hash = \(newHash), awaits_code = false, wrong_codes = 0,
        confirmed_at = \(now), seen_at = \(now)
      WHERE id = \(id.uuid)
      """) == 1
  }

  /// The same for a second factor that was being enrolled; `false` also if it no longer is.
  package static func confirm(
    _ id: SessionID, newHash: [UInt8], enrolling secret: Sealed?, at now: Date,
    in rows: borrowing Rows
  ) throws -> Bool {
    try rows.run(
      """
      UPDATE session SET hash = \(newHash), awaits_code = false, wrong_codes = 0,
        confirmed_at = \(now), seen_at = \(now), enrolling = NULL
      WHERE id = \(id.uuid) AND enrolling = \(secret)
      """) == 1
  }

  /// Goes on under a new token; `false` if the session is gone.
  package static func rotate(
    _ id: SessionID, newHash: [UInt8], at now: Date, in rows: borrowing Rows
  ) throws -> Bool {
    try rows.run(
      "UPDATE session SET hash = \(newHash), seen_at = \(now) WHERE id = \(id.uuid)") == 1
  }

  /// The code was wrong; how many have been by now.
  package static func countWrongCode(_ id: SessionID, in rows: borrowing Rows) throws -> Int {
    try rows.first(
      """
      UPDATE session SET wrong_codes = wrong_codes + 1 WHERE id = \(id.uuid)
      RETURNING wrong_codes
      """
    ) { try $0("wrong_codes") } ?? 0
  }

  /// Keeps the secret of a second factor that is being enrolled, or forgets it.
  package static func keep(
    enrolling secret: Sealed?, in id: SessionID, in rows: borrowing Rows
  ) throws {
    try rows.later("UPDATE session SET enrolling = \(secret) WHERE id = \(id.uuid)")
  }

  /// Acts in this role from now on.
  package static func choose(
    _ role: Role, in id: SessionID, in rows: borrowing Rows
  ) throws {
    try rows.later("UPDATE session SET role = \(role.rawValue) WHERE id = \(id.uuid)")
  }

  /// Is spoken to in this language from now on.
  package static func choose(
    _ language: Language, in id: SessionID, in rows: borrowing Rows
  ) throws {
    try rows.later("UPDATE session SET language = \(language.rawValue) WHERE id = \(id.uuid)")
  }

  /// Ends one.
  package static func end(_ id: SessionID, in rows: borrowing Rows) throws {
    try rows.later("DELETE FROM session WHERE id = \(id.uuid)")
  }

  /// Ends everybody's.
  package static func endEverybodys(in rows: borrowing Rows) throws {
    try rows.later("DELETE FROM session")
  }

  /// Ends all of somebody's, or all but one; how many that were.
  @discardableResult
  package static func endAll(
    of staff: StaffID, but kept: SessionID? = nil, in rows: borrowing Rows
  ) throws -> Int {
    try rows.run(
      """
      DELETE FROM session
      WHERE staff_id = \(staff.uuid) AND id IS DISTINCT FROM \(kept?.uuid)
      """)
  }

  /// How many of somebody's are in force.
  package static func count(
    of staff: StaffID, begunAfter: Date, seenAfter: Date, in rows: borrowing Rows
  ) throws -> Int {
    try rows.first(
      """
      SELECT count(*) AS n FROM session WHERE staff_id = \(staff.uuid) AND NOT awaits_code
        AND begun_at > \(begunAfter) AND seen_at > \(seenAfter)
      """
    ) { try $0("n") } ?? 0
  }

  /// Forgets those that are over.
  package static func clear(
    begunBefore: Date, seenBefore: Date, in rows: borrowing Rows
  ) throws {
    try rows.run(
      "DELETE FROM session WHERE begun_at < \(begunBefore) OR seen_at < \(seenBefore)")
  }
}
