package import Domain
import Postgres
package import struct Foundation.Date

/// A hold on a whole vacancy, without what it is for.
package struct VacancyHoldRow: Sendable {
  package let id: HoldID
  package let vacancy: VacancyID
  package let reviewOn: Day
  /// The day from whose 00:00 a provisional one no longer stands.
  package let eraseFrom: Day?
  package let placedBy: StaffID

  package init(
    id: HoldID, vacancy: VacancyID, reviewOn: Day, eraseFrom: Day?, placedBy: StaffID
  ) {
    self.id = id
    self.vacancy = vacancy
    self.reviewOn = reviewOn
    self.eraseFrom = eraseFrom
    self.placedBy = placedBy
  }
}

/// Holds on whole vacancies. Every application of one has a hold of its own besides, its part.
package enum VacancyHolds {
  /// Places one; its parts follow.
  package static func place(
    _ hold: VacancyHoldRow, matter: Sealed, reason: Sealed, at now: Date,
    in rows: borrowing Rows
  ) throws {
    try rows.later(
      """
      INSERT INTO vacancy_hold (id, vacancy_id, matter, reason, review_on, erase_from, placed_at,
        placed_by)
      VALUES (\(hold.id.uuid), \(hold.vacancy.uuid), \(matter), \(reason),
        \(hold.reviewOn.stored), \(hold.eraseFrom?.stored), \(now), \(hold.placedBy.uuid))
      """)
  }

  /// One of them, and whether it has been released.
  package static func find(
    _ id: HoldID, in rows: borrowing Rows
  ) throws -> (hold: VacancyHoldRow, isReleased: Bool)? {
    try rows.first(
      """
      SELECT id, vacancy_id, review_on, erase_from, placed_by,
        released_at IS NOT NULL AS released
      FROM vacancy_hold WHERE id = \(id.uuid)
      """
    ) { (try read($0), try $0("released")) }
  }

  /// Releases it; its parts follow.
  package static func release(
    _ id: HoldID, because reason: Sealed, by staff: StaffID, at now: Date,
    in rows: borrowing Rows
  ) throws {
    try rows.later(
      """
      UPDATE vacancy_hold SET released_at = \(now), released_by = \(staff.uuid),
        released_because = \(reason)
      WHERE id = \(id.uuid)
      """)
  }

  /// Notes that its time ran out.
  package static func runOut(
    _ id: HoldID, at now: Date, in rows: borrowing Rows
  ) throws -> Bool {
    try rows.run(
      """
      UPDATE vacancy_hold SET released_at = \(now) WHERE id = \(id.uuid)
        AND released_at IS NULL AND erase_from IS NOT NULL
      """) == 1
  }

  /// Sets the day on which it is looked at again, with those of its parts.
  package static func set(
    reviewOn day: Day, of id: HoldID, because reason: Sealed?, in rows: borrowing Rows
  ) throws {
    try rows.later(
      """
      UPDATE vacancy_hold SET review_on = \(day.stored), reviewed_because = \(reason)
      WHERE id = \(id.uuid)
      """)
    try rows.later(
      """
      UPDATE hold SET review_on = \(day.stored)
      WHERE vacancy_hold_id = \(id.uuid) AND released_at IS NULL
      """)
  }

  /// What a crash may have left to do, or time: those of which some application hasn't got its
  /// part yet, those that somebody released and that have parts left, and those that ran out. The
  /// parts of what ran out do so with their own grounds.
  package static func unfinished(
    on today: Day, in rows: borrowing Rows
  ) throws -> [(hold: VacancyHoldRow, isReleased: Bool)] {
    try rows.all(
      """
      SELECT v.id, v.vacancy_id, v.review_on, v.erase_from, v.placed_by,
        v.released_at IS NOT NULL AS released
      FROM vacancy_hold v
      WHERE CASE WHEN v.released_at IS NOT NULL
          THEN v.released_by IS NOT NULL AND EXISTS (SELECT FROM hold h
            WHERE h.vacancy_hold_id = v.id AND h.released_at IS NULL)
          ELSE coalesce(v.erase_from, 'infinity') <= \(today.stored)
            OR EXISTS (SELECT FROM application a WHERE a.vacancy_id = v.vacancy_id
              AND a.standing <> '{}' AND NOT EXISTS (SELECT FROM hold h
                WHERE h.application_id = a.id AND h.vacancy_hold_id = v.id)) END
      ORDER BY v.id
      """
    ) { (try read($0), try $0("released")) }
  }

  /// Applications of its vacancy that haven't got their part of it, in the order of their ids.
  package static func withoutPart(
    of hold: VacancyHoldRow, after last: ApplicationID?, limit: Int, in rows: borrowing Rows
  ) throws -> [ApplicationID] {
    try rows.all(
      """
      SELECT a.id FROM application a
      WHERE a.vacancy_id = \(hold.vacancy.uuid) AND a.id > \((last ?? .lowest).uuid)
        AND a.standing <> '{}' AND NOT EXISTS (SELECT FROM hold h
          WHERE h.application_id = a.id AND h.vacancy_hold_id = \(hold.id.uuid))
      ORDER BY a.id LIMIT \(limit)
      """
    ) { try $0.id("id") }
  }

  /// Holds on the vacancies of `ids`, standing on `today`, of which these have no part yet. What
  /// nothing keeps any more is left out: that is final.
  package static func missing(
    on ids: [ApplicationID], on today: Day, in rows: borrowing Rows
  ) throws -> [ApplicationID: [VacancyHoldRow]] {
    if ids.isEmpty { return [:] }
    let found = try rows.all(
      """
      SELECT a.id AS application_id, v.id, v.vacancy_id, v.review_on, v.erase_from, v.placed_by
      FROM vacancy_hold v JOIN application a ON a.vacancy_id = v.vacancy_id
      WHERE v.released_at IS NULL AND coalesce(v.erase_from, 'infinity') > \(today.stored)
        AND a.id = ANY(\(ids.map(\.uuid))) AND a.standing <> '{}'
        AND NOT EXISTS (SELECT FROM hold h
          WHERE h.application_id = a.id AND h.vacancy_hold_id = v.id)
      ORDER BY v.id
      """
    ) { (try $0.id("application_id") as ApplicationID, try read($0)) }
    return Dictionary(grouping: found, by: \.0).mapValues { $0.map(\.1) }
  }

  /// Whether every hold on its vacancy, standing on `today`, has reached an application, and it
  /// still is for the vacancy whose lock is held; `nil` where the actor doesn't see it.
  package static func haveReached(
    _ id: ApplicationID, of vacancy: VacancyID?, on today: Day, in rows: borrowing Rows
  ) throws -> Bool? {
    try rows.first(
      """
      SELECT a.vacancy_id IS NOT DISTINCT FROM \(vacancy?.uuid)::uuid
        AND (a.standing = '{}' OR NOT EXISTS (SELECT FROM vacancy_hold v
          WHERE v.vacancy_id = a.vacancy_id AND v.released_at IS NULL
            AND coalesce(v.erase_from, 'infinity') > \(today.stored)
            AND NOT EXISTS (SELECT FROM hold h
              WHERE h.application_id = a.id AND h.vacancy_hold_id = v.id))) AS reached
      FROM application a WHERE a.id = \(id.uuid)
      """
    ) { try $0("reached") }
  }

  /// Lets go of the words of those that are over: released, and none of their parts is open.
  package static func forgetWords(at now: Date, in rows: borrowing Rows) throws {
    try rows.later(
      """
      UPDATE vacancy_hold SET words_gone_at = \(now), matter = NULL, reason = NULL,
        reviewed_because = NULL, released_because = NULL
      WHERE released_at IS NOT NULL AND words_gone_at IS NULL
        AND NOT EXISTS (SELECT FROM hold h
          WHERE h.vacancy_hold_id = vacancy_hold.id AND h.released_at IS NULL)
      """)
  }

  /// Applications whose part of it isn't released, in the order of their ids.
  package static func withPart(
    of id: HoldID, after last: ApplicationID?, limit: Int, in rows: borrowing Rows
  ) throws -> [ApplicationID] {
    try rows.all(
      """
      SELECT application_id FROM hold
      WHERE vacancy_hold_id = \(id.uuid) AND released_at IS NULL
        AND application_id > \((last ?? .lowest).uuid)
      ORDER BY application_id LIMIT \(limit)
      """
    ) { try $0.id("application_id") }
  }

  /// Open parts that these applications have of it.
  package static func parts(
    of id: HoldID, on ids: [ApplicationID], in rows: borrowing Rows
  ) throws -> [(id: HoldID, application: ApplicationID, ground: GroundID)] {
    try rows.all(
      """
      SELECT id, application_id, ground_id FROM hold
      WHERE vacancy_hold_id = \(id.uuid) AND released_at IS NULL
        AND application_id = ANY(\(ids.map(\.uuid)))
      """
    ) { (try $0.id("id"), try $0.id("application_id"), try $0.id("ground_id")) }
  }

  /// Releases parts with the hold they belong to; their grounds are ended next.
  package static func release(
    parts ids: [HoldID], at now: Date, in rows: borrowing Rows
  ) throws {
    try rows.later(
      """
      UPDATE hold SET released_at = \(now), released_by = v.released_by
      FROM vacancy_hold v
      WHERE hold.id = ANY(\(ids.map(\.uuid))) AND v.id = hold.vacancy_hold_id
        AND hold.released_at IS NULL
      """)
  }

  /// How many applications of a vacancy something keeps.
  package static func applications(
    of vacancy: VacancyID, in rows: borrowing Rows
  ) throws -> Int {
    try rows.first(
      """
      SELECT count(*) AS applications FROM application
      WHERE vacancy_id = \(vacancy.uuid) AND standing <> '{}'
      """
    ) { try $0("applications") } ?? 0
  }

  static func read(_ row: borrowing Row) throws -> VacancyHoldRow {
    VacancyHoldRow(
      id: try row.id("id"), vacancy: try row.id("vacancy_id"), reviewOn: try row.day("review_on"),
      eraseFrom: try row.day("erase_from"), placedBy: try row.id("placed_by"))
  }
}
