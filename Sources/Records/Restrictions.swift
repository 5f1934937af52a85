package import Domain
import Postgres
package import struct Foundation.Date

/// Restrictions of processing (Art. 18 GDPR). While one is open it is all that stands.
package enum Restrictions {
  /// Places one; `nil` for the words where a restore repeats it.
  package static func place(
    _ id: RestrictionID, on application: ApplicationID, because reason: Sealed?,
    by staff: StaffID?, at now: Date, in rows: borrowing Rows
  ) throws {
    try rows.later(
      """
      INSERT INTO restriction (id, application_id, reason, placed_at, placed_by)
      VALUES (\(id.uuid), \(application.uuid), \(reason), \(now), \(staff?.uuid))
      """)
  }

  /// The one that is open, as the office's `time` counts its day.
  package static func open(
    of application: ApplicationID, _ time: OfficeTime, in rows: borrowing Rows
  ) throws -> Restriction? {
    try rows.first(
      """
      SELECT r.id, r.placed_at, r.lift_on, r.told_on, r.told_channel,
        \(sql: isUndelivered) AS undelivered
      FROM restriction r WHERE r.application_id = \(application.uuid) AND r.ended_at IS NULL
      """
    ) { try read($0, time) }
  }

  /// Whether it was ever placed here.
  package static func isKnown(_ id: RestrictionID, in rows: borrowing Rows) throws -> Bool {
    try rows.first("SELECT 1 AS one FROM restriction WHERE id = \(id.uuid)") { _ in true } ?? false
  }

  /// All that are open, oldest first.
  package static func open(
    _ time: OfficeTime, limit: Int, in rows: borrowing Rows
  ) throws -> [RestrictionRow] {
    try rows.all(
      """
      SELECT r.id, r.application_id, r.placed_at, r.lift_on, r.told_on, r.told_channel,
        \(sql: isUndelivered) AS undelivered, a.mailable, v.title
      FROM restriction r JOIN application a ON a.id = r.application_id
      LEFT JOIN vacancy v ON v.id = a.vacancy_id
      WHERE r.ended_at IS NULL ORDER BY r.placed_at, r.id LIMIT \(limit)
      """
    ) { row in
      RestrictionRow(
        application: try row.id("application_id"), restriction: try read(row, time),
        vacancyTitle: try row("title"), isMailable: try row("mailable"))
    }
  }

  /// Notes that the applicant is told that it is lifted.
  package static func announce(
    _ id: RestrictionID, _ announcement: Restriction.Announcement, by staff: StaffID?,
    at now: Date, in rows: borrowing Rows
  ) throws {
    try rows.later(
      """
      UPDATE restriction SET announced_at = \(now), announced_by = \(staff?.uuid),
        lift_on = \(announcement.liftOn.stored), told_on = \(announcement.told?.on.stored),
        told_channel = \(announcement.told?.channel.rawValue)
      WHERE id = \(id.uuid) AND ended_at IS NULL
      """)
  }

  /// Lifts it: what stands is counted anew.
  package static func lift(
    _ id: RestrictionID, by staff: StaffID?, at now: Date, in rows: borrowing Rows
  ) throws {
    try rows.later(
      """
      UPDATE restriction SET ended_at = \(now), ended_by = \(staff?.uuid)
      WHERE id = \(id.uuid) AND ended_at IS NULL
      """)
  }

  /// The day from which the newest one is lifted, as its letter says.
  package static func liftOn(
    of application: ApplicationID, in rows: borrowing Rows
  ) throws -> Day? {
    try rows.first(
      """
      SELECT lift_on FROM restriction WHERE application_id = \(application.uuid)
      ORDER BY ended_at IS NULL DESC, placed_at DESC, id LIMIT 1
      """
    ) { try $0.day("lift_on") } ?? nil
  }

  /// Whether the letter of its announcement was given up, and none waits or has left instead.
  private static let isUndelivered: StaticString = """
    (r.told_on IS NULL AND coalesce((SELECT bool_and(o.given_up_at IS NOT NULL) FROM outbox o
      WHERE o.application_id = r.application_id AND o.kind = 'liftingAnnounced'
        AND o.queued_at = r.announced_at), false))
    """

  private static func read(_ row: borrowing Row, _ time: OfficeTime) throws -> Restriction {
    var announcement: Restriction.Announcement?
    if let liftOn: Day = try row.day("lift_on") {
      var told: Restriction.Told?
      if let day: Day = try row.day("told_on") {
        told = Restriction.Told(on: day, channel: try row.word("told_channel"))
      }
      announcement = Restriction.Announcement(
        liftOn: liftOn, told: told, isUndelivered: try row("undelivered"))
    }
    return Restriction(
      id: try row.id("id"), placedOn: time.day(of: try row("placed_at")),
      announcement: announcement)
  }
}

/// An open restriction and what it is about; nothing of the person.
package struct RestrictionRow: Sendable {
  package let application: ApplicationID
  package let restriction: Restriction
  package let vacancyTitle: String?
  package let isMailable: Bool
}
