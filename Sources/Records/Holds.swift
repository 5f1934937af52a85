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

/// What somebody who acts on one hold has to know of it.
package struct FoundHold: Sendable {
  package let application: ApplicationID
  package let ground: GroundID
  /// The hold on the whole vacancy whose part it is.
  package let vacancyHold: HoldID?
  package let isReleased: Bool
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

  /// Places an application's part of a hold on its vacancy, after its ground.
  package static func place(
    _ id: HoldID, of vacancyHold: VacancyHoldRow, on application: ApplicationID,
    ground: GroundID, at now: Date, in rows: borrowing Rows
  ) throws {
    try rows.later(
      """
      INSERT INTO hold (id, application_id, ground_id, vacancy_hold_id, review_on, placed_at,
        placed_by)
      VALUES (\(id.uuid), \(application.uuid), \(ground.uuid), \(vacancyHold.id.uuid),
        \(vacancyHold.reviewOn.stored), \(now), \(vacancyHold.placedBy.uuid))
      """)
  }

  /// One hold on an application.
  package static func find(_ id: HoldID, in rows: borrowing Rows) throws -> FoundHold? {
    try rows.first(
      """
      SELECT application_id, ground_id, vacancy_hold_id, released_at IS NOT NULL AS released
      FROM hold WHERE id = \(id.uuid)
      """
    ) {
      FoundHold(
        application: try $0.id("application_id"), ground: try $0.id("ground_id"),
        vacancyHold: try $0.id("vacancy_hold_id"), isReleased: try $0("released"))
    }
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

  /// Releases it without words, where the application's key can't be had; its ground is ended next.
  package static func release(
    _ id: HoldID, by staff: StaffID, at now: Date, in rows: borrowing Rows
  ) throws {
    try rows.later(
      """
      UPDATE hold SET released_at = \(now), released_by = \(staff.uuid)
      WHERE id = \(id.uuid) AND released_at IS NULL
      """)
  }

  /// Sets the day on which it is looked at again.
  package static func set(
    reviewOn day: Day, of id: HoldID, in rows: borrowing Rows
  ) throws {
    try rows.later("UPDATE hold SET review_on = \(day.stored) WHERE id = \(id.uuid)")
  }

  /// Notes that holds ran out with these grounds.
  package static func runOut(
    with grounds: [GroundID], at now: Date, in rows: borrowing Rows
  ) throws {
    try rows.later(
      """
      UPDATE hold SET released_at = \(now)
      WHERE ground_id = ANY(\(grounds.map(\.uuid))) AND released_at IS NULL
      """)
  }
}
