package import Domain
import Postgres

/// What was known ahead: on which day it was said that an application is due on another.
package enum Announcements {
  /// Applications with a ground that ends within these days and of which that hasn't been said, in
  /// the order of their ids.
  package static func missing(
    from first: Day, through last: Day, after: ApplicationID?, limit: Int, in rows: borrowing Rows
  ) throws -> [ApplicationID] {
    let after = (after ?? .lowest).uuid
    return try rows.all(
      """
      SELECT DISTINCT g.application_id FROM ground g
      JOIN application a ON a.id = g.application_id
      WHERE g.ended_at IS NULL AND g.erase_from >= \(first.stored)
        AND g.erase_from <= \(last.stored) AND g.application_id > \(after)
        AND NOT a.standing && '{restriction}'
        AND NOT EXISTS (SELECT FROM announcement n
          WHERE n.application_id = g.application_id AND n.due_on = g.erase_from)
      ORDER BY g.application_id LIMIT \(limit)
      """
    ) { try $0.id("application_id") }
  }

  /// Says today of each application that it is due on a day.
  package static func add(
    _ due: [(application: ApplicationID, on: Day)], at today: Day, in rows: borrowing Rows
  ) throws {
    for (day, some) in Dictionary(grouping: due, by: \.on) {
      try rows.later(
        """
        INSERT INTO announcement (application_id, due_on, announced_on)
        SELECT a.id, \(day.stored), \(today.stored) FROM application a
        WHERE a.id = ANY(\(some.map(\.application.uuid)))
        ON CONFLICT DO NOTHING
        """)
    }
  }

  /// When it was said of each application that it is due on a day.
  package static func all(
    of ids: [ApplicationID], in rows: borrowing Rows
  ) throws -> [Announced: Day] {
    if ids.isEmpty { return [:] }
    let found = try rows.all(
      """
      SELECT application_id, due_on, announced_on FROM announcement
      WHERE application_id = ANY(\(ids.map(\.uuid)))
      """
    ) { row in
      (
        Announced(application: try row.id("application_id"), dueOn: try row.day("due_on")),
        try row.day("announced_on") as Day
      )
    }
    return Dictionary(found, uniquingKeysWith: min)
  }

  /// Of how many applications it was said that they are due on each of some days.
  package static func counts(
    from first: Day, through last: Day, in rows: borrowing Rows
  ) throws -> [Day: Int] {
    let found = try rows.all(
      """
      SELECT n.due_on, count(DISTINCT n.application_id) AS applications
      FROM announcement n
      JOIN ground g ON g.application_id = n.application_id AND g.erase_from = n.due_on
      WHERE n.due_on >= \(first.stored) AND n.due_on <= \(last.stored) AND g.ended_at IS NULL
        AND NOT EXISTS (SELECT FROM ground other
          WHERE other.application_id = n.application_id AND other.ended_at IS NULL
            AND coalesce(other.erase_from, 'infinity') > n.due_on)
      GROUP BY 1
      """
    ) { (try $0.day("due_on") as Day, try $0("applications", as: Int.self)) }
    return Dictionary(found) { $1 }
  }

  /// That an application is due on a day.
  package struct Announced: Hashable, Sendable {
    package let application: ApplicationID
    package let dueOn: Day

    package init(application: ApplicationID, dueOn: Day) {
      self.application = application
      self.dueOn = dueOn
    }
  }
}
