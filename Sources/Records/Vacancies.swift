package import Domain
import Postgres
package import struct Foundation.Date

/// A vacancy as stored; nothing about it is personal.
package struct VacancyRow: Sendable {
  package let id: VacancyID
  package let title: String
  package let location: String?
  package let openedAt: Date
  package let closedAt: Date?
}

/// Somebody's part in a vacancy's team.
package struct TeamRow: Sendable, Equatable {
  package let vacancy: VacancyID
  package let staff: StaffID
  package let part: TeamPart
  /// The last day on which it counts.
  package let until: Day?

  package init(vacancy: VacancyID, staff: StaffID, part: TeamPart, until: Day?) {
    self.vacancy = vacancy
    self.staff = staff
    self.part = part
    self.until = until
  }
}

/// Jobs that are open, and who reviews for them.
package enum Vacancies {
  /// Opens one.
  package static func open(
    _ id: VacancyID, title: String, location: String?, by staff: StaffID, at now: Date,
    in rows: borrowing Rows
  ) throws {
    try rows.later(
      """
      INSERT INTO vacancy (id, title, location, opened_at, opened_by)
      VALUES (\(id.uuid), \(title), \(location), \(now), \(staff.uuid))
      """)
  }

  /// One vacancy, if the actor may see it.
  package static func find(_ id: VacancyID, in rows: borrowing Rows) throws -> VacancyRow? {
    try rows.first(
      "SELECT id, title, location, opened_at, closed_at FROM vacancy WHERE id = \(id.uuid)",
      read)
  }

  /// All that the actor may see, newest first.
  package static func all(in rows: borrowing Rows) throws -> [VacancyRow] {
    try rows.all(
      """
      SELECT id, title, location, opened_at, closed_at FROM vacancy
      ORDER BY opened_at DESC, id
      """, read)
  }

  /// Closes it; `false` if it was closed already.
  package static func close(
    _ id: VacancyID, by staff: StaffID, at now: Date, in rows: borrowing Rows
  ) throws -> Bool {
    try rows.run(
      """
      UPDATE vacancy SET closed_at = \(now), closed_by = \(staff.uuid)
      WHERE id = \(id.uuid) AND closed_at IS NULL
      """) == 1
  }

  /// Whether a vacancy is closed and which holds are on it on `today`, for whoever lets an
  /// application join it; `nil` for one the actor doesn't see.
  package static func joining(
    _ id: VacancyID, on today: Day, in rows: borrowing Rows
  ) throws -> (isClosed: Bool, holds: [VacancyHoldRow])? {
    let found = try rows.all(
      """
      SELECT v.closed_at IS NOT NULL AS closed, h.id, h.vacancy_id, h.review_on, h.erase_from,
        h.placed_by
      FROM vacancy v LEFT JOIN vacancy_hold h ON h.vacancy_id = v.id AND h.released_at IS NULL
        AND coalesce(h.erase_from, 'infinity') > \(today.stored)
      WHERE v.id = \(id.uuid)
      """
    ) { row in
      (
        try row("closed", as: Bool.self),
        try row.id("id").map { (_: HoldID) in try VacancyHolds.read(row) }
      )
    }
    guard let first = found.first else { return nil }
    return (first.0, found.compactMap(\.1))
  }

  private static func read(_ row: borrowing Row) throws -> VacancyRow {
    VacancyRow(
      id: try row.id("id"), title: try row("title"), location: try row("location"),
      openedAt: try row("opened_at"), closedAt: try row("closed_at"))
  }
}

/// Who takes part in which vacancy.
package enum Teams {
  /// Gives somebody a part, or changes the one they have.
  package static func set(
    _ member: TeamRow, by staff: StaffID, at now: Date, in rows: borrowing Rows
  ) throws {
    try rows.later(
      """
      INSERT INTO team (vacancy_id, staff_id, part, until, added_at, added_by)
      VALUES (\(member.vacancy.uuid), \(member.staff.uuid), \(member.part.rawValue),
        \(member.until?.stored), \(now), \(staff.uuid))
      ON CONFLICT (vacancy_id, staff_id) DO UPDATE
      SET part = excluded.part, until = excluded.until, added_at = excluded.added_at,
        added_by = excluded.added_by
      """)
  }

  /// Takes somebody's part away; `false` if they had none.
  package static func remove(
    _ staff: StaffID, from vacancy: VacancyID, in rows: borrowing Rows
  ) throws -> Bool {
    try rows.run(
      "DELETE FROM team WHERE vacancy_id = \(vacancy.uuid) AND staff_id = \(staff.uuid)") == 1
  }

  /// The parts of one team that the actor may see.
  package static func all(of vacancy: VacancyID, in rows: borrowing Rows) throws -> [TeamRow] {
    try rows.all(
      """
      SELECT vacancy_id, staff_id, part, until FROM team WHERE vacancy_id = \(vacancy.uuid)
      ORDER BY added_at, staff_id
      """, read)
  }

  /// The parts that the actor may see.
  package static func all(in rows: borrowing Rows) throws -> [TeamRow] {
    try rows.all(
      "SELECT vacancy_id, staff_id, part, until FROM team ORDER BY vacancy_id, added_at, staff_id",
      read)
  }

  private static func read(_ row: borrowing Row) throws -> TeamRow {
    TeamRow(
      vacancy: try row.id("vacancy_id"), staff: try row.id("staff_id"),
      part: try row.word("part"), until: try row.day("until"))
  }
}

extension Vacancies {
  /// The title of the vacancy an application is for; `nil` for an unsolicited one.
  package static func title(
    of application: ApplicationID, in rows: borrowing Rows
  ) throws -> String? {
    try rows.first(
      """
      SELECT v.title FROM application a JOIN vacancy v ON v.id = a.vacancy_id
      WHERE a.id = \(application.uuid)
      """
    ) { try $0("title") }
  }
}
