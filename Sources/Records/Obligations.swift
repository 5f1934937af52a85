package import Domain
import Postgres
package import struct Foundation.Date

/// What a law asks to keep; its ground says until when.
package struct ObligationRow: Sendable {
  package let id: ObligationID
  package let application: ApplicationID
  package let ground: GroundID
  package let law: Sealed
  package let reason: Sealed?

  package init(
    id: ObligationID, application: ApplicationID, ground: GroundID, law: Sealed, reason: Sealed?
  ) {
    self.id = id
    self.application = application
    self.ground = ground
    self.law = law
    self.reason = reason
  }
}

/// An open obligation as a list shows it.
package struct ObligationLine: Sendable {
  package let row: ObligationRow
  package let placedAt: Date
  package let placedBy: StaffID
  /// The day from whose 00:00 it no longer stands.
  package let eraseFrom: Day
}

/// Legal obligations; each has a ground of kind `legalObligation`.
package enum Obligations {
  /// Notes one, after its ground.
  package static func place(
    _ obligation: ObligationRow, by staff: StaffID, at now: Date, in rows: borrowing Rows
  ) throws {
    try rows.later(
      """
      INSERT INTO legal_obligation (id, application_id, ground_id, law, reason, placed_at,
        placed_by)
      VALUES (\(obligation.id.uuid), \(obligation.application.uuid), \(obligation.ground.uuid),
        \(obligation.law), \(obligation.reason), \(now), \(staff.uuid))
      """)
  }

  /// Which application and ground one is about, and whether it has ended.
  package static func find(
    _ id: ObligationID, in rows: borrowing Rows
  ) throws -> (application: ApplicationID, ground: GroundID, isEnded: Bool)? {
    try rows.first(
      """
      SELECT application_id, ground_id, ended_at IS NOT NULL AS ended FROM legal_obligation
      WHERE id = \(id.uuid)
      """
    ) { (try $0.id("application_id"), try $0.id("ground_id"), try $0("ended")) }
  }

  /// Ends it before its day; its ground is ended next.
  package static func end(
    _ id: ObligationID, because reason: Sealed, by staff: StaffID, at now: Date,
    in rows: borrowing Rows
  ) throws {
    try rows.later(
      """
      UPDATE legal_obligation SET ended_at = \(now), ended_by = \(staff.uuid),
        ended_because = \(reason)
      WHERE id = \(id.uuid)
      """)
  }

  /// Notes that obligations ran out with these grounds.
  package static func runOut(
    with grounds: [GroundID], at now: Date, in rows: borrowing Rows
  ) throws {
    try rows.later(
      """
      UPDATE legal_obligation SET ended_at = \(now)
      WHERE ground_id = ANY(\(grounds.map(\.uuid))) AND ended_at IS NULL
      """)
  }

  /// The open ones of an application, oldest first.
  package static func open(
    of id: ApplicationID, in rows: borrowing Rows
  ) throws -> [ObligationLine] {
    try rows.all(
      """
      SELECT o.id, o.application_id, o.ground_id, o.law, o.reason, o.placed_at, o.placed_by,
        g.erase_from
      FROM legal_obligation o JOIN ground g ON g.id = o.ground_id
      WHERE o.application_id = \(id.uuid) AND o.ended_at IS NULL AND g.ended_at IS NULL
      ORDER BY o.placed_at, o.id
      """
    ) { row in
      ObligationLine(
        row: ObligationRow(
          id: try row.id("id"), application: try row.id("application_id"),
          ground: try row.id("ground_id"), law: try row("law"), reason: try row("reason")),
        placedAt: try row("placed_at"), placedBy: try row.id("placed_by"),
        eraseFrom: try row.day("erase_from"))
    }
  }
}
