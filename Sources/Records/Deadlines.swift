package import Domain
import Postgres
package import struct Foundation.Date

/// What ends when, told by the days that are stored. For the login of the timers.
package enum Deadlines {
  /// How many applications are due on each day after `today`, if nothing happens before.
  package static func days(
    after today: Day, in rows: borrowing Rows
  ) throws -> [(day: Day, applications: Int)] {
    try rows.all(
      """
      WITH due AS (
        SELECT g.application_id, max(g.erase_from) AS day FROM ground g
        JOIN application a ON a.id = g.application_id
        WHERE g.ended_at IS NULL AND NOT a.standing && '{restriction}'
        GROUP BY 1 HAVING bool_and(g.erase_from IS NOT NULL))
      SELECT day, count(*) AS applications FROM due WHERE day > \(today.stored)
      GROUP BY 1 ORDER BY 1
      """
    ) { (try $0.day("day"), try $0("applications")) }
  }

  /// The applications due within some days, the first day first.
  package static func due(
    from first: Day, through last: Day, _ page: ListPage, in rows: borrowing Rows
  ) throws -> DeadlineRows {
    let found = try rows.all(
      """
      WITH due AS (
        SELECT DISTINCT g.application_id, g.erase_from AS day FROM ground g
        JOIN application a ON a.id = g.application_id
        WHERE g.ended_at IS NULL AND NOT a.standing && '{restriction}'
          AND g.erase_from >= \(first.stored) AND g.erase_from <= \(last.stored)
          AND NOT EXISTS (SELECT FROM ground other
            WHERE other.application_id = g.application_id AND other.ended_at IS NULL
              AND coalesce(other.erase_from, 'infinity') > g.erase_from))
      SELECT application_id, day, count(*) OVER () AS total FROM due
      ORDER BY day, application_id OFFSET \(page.skipping) LIMIT \(page.limit)
      """, AlarmFacts.counted)
    return AlarmFacts.collected(found)
  }

  /// Applications whose consent carries through some day within these, the first one first.
  package static func consents(
    from first: Day, through last: Day, _ page: ListPage, in rows: borrowing Rows
  ) throws -> DeadlineRows {
    let found = try rows.all(
      """
      SELECT g.application_id, min(g.erase_from) AS day, count(*) OVER () AS total FROM ground g
      WHERE g.ended_at IS NULL AND g.kind IN ('pool', 'longerStorage')
        AND g.erase_from >= \(first.stored) AND g.erase_from <= \(last.stored)
      GROUP BY 1 ORDER BY 2, 1 OFFSET \(page.skipping) LIMIT \(page.limit)
      """, AlarmFacts.counted)
    return AlarmFacts.collected(found)
  }

  /// The titles of the vacancies of some applications; none for unsolicited ones.
  package static func vacancies(
    of ids: [ApplicationID], in rows: borrowing Rows
  ) throws -> [ApplicationID: String] {
    if ids.isEmpty { return [:] }
    let found = try rows.all(
      """
      SELECT a.id, v.title FROM application a JOIN vacancy v ON v.id = a.vacancy_id
      WHERE a.id = ANY(\(ids.map(\.uuid)))
      """
    ) { (try $0.id("id") as ApplicationID, try $0("title", as: String.self)) }
    return Dictionary(found) { $1 }
  }

  /// Those of `ids` that the actor sees, or whose ending they may still finish.
  package static func known(
    among ids: [ApplicationID], in rows: borrowing Rows
  ) throws -> Set<ApplicationID> {
    if ids.isEmpty { return [] }
    let list = ids.map(\.uuid)
    return Set(
      try rows.all(
        """
        SELECT a.id FROM application a WHERE a.id = ANY(\(list))
        UNION SELECT e.application_id FROM ending e WHERE e.application_id = ANY(\(list))
        """
      ) { try $0.id("id") as ApplicationID })
  }
}

/// What is left of an application that was erased.
package struct ErasureRow: Sendable {
  package let application: ApplicationID
  package let erasedAt: Date
  package let cause: ErasureCause
  package let finalOn: Day
}

extension Erasures {
  /// The last ones, the latest first.
  package static func latest(
    _ page: ListPage, in rows: borrowing Rows
  ) throws -> [ErasureRow] {
    try rows.all(
      """
      SELECT application_id, erased_at, cause, final_on FROM erasure
      ORDER BY erased_at DESC, application_id OFFSET \(page.skipping) LIMIT \(page.limit)
      """
    ) { row in
      ErasureRow(
        application: try row.id("application_id"), erasedAt: try row("erased_at"),
        cause: try row.word("cause"), finalOn: try row.day("final_on"))
    }
  }

  /// How many there were.
  package static func count(in rows: borrowing Rows) throws -> Int {
    try rows.first("SELECT count(*) AS n FROM erasure") { try $0("n") } ?? 0
  }
}
