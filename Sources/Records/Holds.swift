package import Domain
import Postgres
package import struct Foundation.Date

/// A named legal matter for which an application is kept.
package struct HoldRow: Sendable {
  package let id: HoldID
  package let application: ApplicationID
  package let ground: GroundID
  package let matter: Sealed
  package let reason: Sealed
  package let reviewOn: Day

  package init(
    id: HoldID, application: ApplicationID, ground: GroundID, matter: Sealed, reason: Sealed,
    reviewOn: Day
  ) {
    self.id = id
    self.application = application
    self.ground = ground
    self.matter = matter
    self.reason = reason
    self.reviewOn = reviewOn
  }
}

/// Holds; each has a ground of kind `hold`.
package enum Holds {
  /// Places one, after its ground.
  package static func place(
    _ hold: HoldRow, by staff: StaffID, at now: Date, in rows: borrowing Rows
  ) throws {
    try rows.later(
      """
      INSERT INTO hold (id, application_id, ground_id, matter, reason, review_on, placed_at,
        placed_by)
      VALUES (\(hold.id.uuid), \(hold.application.uuid), \(hold.ground.uuid), \(hold.matter),
        \(hold.reason), \(hold.reviewOn.stored), \(now), \(staff.uuid))
      """)
  }

  /// Which application and ground a hold is about, and whether it has been released.
  package static func find(
    _ id: HoldID, in rows: borrowing Rows
  ) throws -> (application: ApplicationID, ground: GroundID, isReleased: Bool)? {
    try rows.first(
      """
      SELECT application_id, ground_id, released_at IS NOT NULL AS released FROM hold
      WHERE id = \(id.uuid)
      """
    ) { (try $0.id("application_id"), try $0.id("ground_id"), try $0("released")) }
  }

  /// Releases it; its ground is ended next.
  package static func release(
    _ id: HoldID, because reason: Sealed, by staff: StaffID, at now: Date,
    in rows: borrowing Rows
  ) throws {
    try rows.later(
      """
      UPDATE hold SET released_at = \(now), released_by = \(staff.uuid),
        released_because = \(reason)
      WHERE id = \(id.uuid)
      """)
  }
}
