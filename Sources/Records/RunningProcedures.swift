package import Domain
import Postgres

/// How many applications of a vacancy run, and how many of them nobody has looked at yet.
package struct RunningCount: Sendable, Equatable {
  package let vacancy: VacancyID
  package let stage: Stage
  package let applications: Int
}

/// How many of something wait in a vacancy; for whom, where that is known.
package struct WaitingCount: Sendable, Equatable {
  package let vacancy: VacancyID
  package let staff: StaffID?
  package let applications: Int
}

/// What is counted of the procedures that run: along an index of those alone, however many
/// applications there were.
package enum RunningProcedures {
  /// Per vacancy and stage, of all that the actor sees.
  package static func counts(in rows: borrowing Rows) throws -> [RunningCount] {
    try rows.all(
      """
      WITH running AS (
        SELECT a.vacancy_id, a.stage FROM application a
        WHERE a.standing && '{procedure}' AND a.vacancy_id IS NOT NULL)
      SELECT r.vacancy_id, r.stage, count(*) AS applications FROM running r GROUP BY 1, 2
      """, count)
  }

  /// Per stage, of one vacancy.
  package static func counts(
    of vacancy: VacancyID, in rows: borrowing Rows
  ) throws -> [RunningCount] {
    try rows.all(
      """
      WITH running AS (
        SELECT a.vacancy_id, a.stage FROM application a
        WHERE a.standing && '{procedure}'
          AND a.stage IN ('received', 'screening', 'interview', 'offer')
          AND a.vacancy_id = \(vacancy.uuid))
      SELECT r.vacancy_id, r.stage, count(*) AS applications FROM running r GROUP BY 1, 2
      """, count)
  }

  /// Interviews of which somebody in the team hasn't written anything yet, the most first.
  package static func awaitingNotes(
    on today: Day, in rows: borrowing Rows
  ) throws -> [WaitingCount] {
    try rows.all(
      """
      WITH running AS (
        SELECT a.id, a.vacancy_id FROM application a
        WHERE a.standing && '{procedure}' AND a.stage = 'interview')
      SELECT r.vacancy_id, t.staff_id, count(*) AS applications
      FROM running r JOIN team t ON t.vacancy_id = r.vacancy_id
      WHERE coalesce(t.until, 'infinity') >= \(today.stored)
        AND NOT EXISTS (SELECT FROM note n
          WHERE n.application_id = r.id AND n.written_by = t.staff_id)
      GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT 50
      """
    ) { row in
      WaitingCount(
        vacancy: try row.id("vacancy_id"), staff: try row.id("staff_id"),
        applications: try row("applications"))
    }
  }

  /// Applications that somebody reviews and hasn't recommended anything about yet.
  package static func awaitingRecommendation(
    of staff: StaffID, in rows: borrowing Rows
  ) throws -> [WaitingCount] {
    try rows.all(
      """
      WITH running AS (
        SELECT a.id, a.vacancy_id FROM application a
        WHERE a.standing && '{procedure}' AND a.stage IN ('screening', 'interview'))
      SELECT r.vacancy_id, count(*) AS applications FROM running r
      WHERE NOT EXISTS (SELECT FROM note n WHERE n.application_id = r.id
        AND n.written_by = \(staff.uuid) AND n.kind = 'recommendation')
      GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 50
      """
    ) { row in
      WaitingCount(
        vacancy: try row.id("vacancy_id"), staff: staff, applications: try row("applications"))
    }
  }

  private static func count(_ row: borrowing Row) throws -> RunningCount {
    RunningCount(
      vacancy: try row.id("vacancy_id"), stage: try row.word("stage"),
      applications: try row("applications"))
  }
}
