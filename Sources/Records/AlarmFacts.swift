package import Domain
import Postgres
package import struct Foundation.Date

/// An application in a list of deadlines, with the day the list is about.
package struct DeadlineRow: Sendable, Equatable {
  package let application: ApplicationID
  /// `nil` where the list has no day, such as of vacancies closed long ago.
  package let day: Day?

  package init(application: ApplicationID, day: Day?) {
    self.application = application
    self.day = day
  }
}

/// What of a list is read. Pages are numbered and not cursors: each page counts the whole list, and
/// what is done meanwhile leaves it.
package struct ListPage: Sendable {
  package let skipping: Int
  package let limit: Int

  package init(skipping: Int = 0, limit: Int) {
    self.skipping = skipping
    self.limit = limit
  }
}

/// A page of a list, and how many there are in all.
package struct DeadlineRows: Sendable {
  package let items: [DeadlineRow]
  package let total: Int

  package init(_ items: [DeadlineRow], total: Int) {
    self.items = items
    self.total = total
  }
}

/// How many rejections ended on a day of which the applicant was told on another, or on none.
package struct NoticeDays: Sendable {
  package let endedOn: Day
  /// The day on which the notice was received, or sent where that isn't known.
  package let toldOn: Day?
  package let applications: Int
}

/// What the alarms are made of, for the login of the timers: it sees all applications, no names.
package enum AlarmFacts {
  /// Rejections of applications that are still here, counted by their days.
  package static func noticeDays(in rows: borrowing Rows) throws -> [NoticeDays] {
    try rows.all(
      """
      WITH \(sql: rejections)
      SELECT ended_on, told_on, count(*) AS applications FROM rejection GROUP BY 1, 2
      """
    ) { row in
      NoticeDays(
        endedOn: try row.day("ended_on"), toldOn: try row.day("told_on"),
        applications: try row("applications"))
    }
  }

  /// Those of some pairs of days, with the day on which the procedure ended, the first one first.
  package static func rejections(
    on days: [NoticeDays], _ page: ListPage, in rows: borrowing Rows
  ) throws -> [DeadlineRow] {
    if days.isEmpty { return [] }
    let told = days.map { $0.toldOn?.description ?? "infinity" }
    return try rows.all(
      """
      WITH \(sql: rejections),
      ringing AS (
        SELECT ended_on::date, told_on::date
        FROM unnest(\(days.map(\.endedOn.description)), \(told)) AS pair (ended_on, told_on))
      SELECT application_id, ended_on FROM rejection
      WHERE (ended_on, coalesce(told_on, 'infinity')) IN (SELECT ended_on, told_on FROM ringing)
      ORDER BY ended_on, application_id OFFSET \(page.skipping) LIMIT \(page.limit)
      """
    ) { DeadlineRow(application: try $0.id("application_id"), day: try $0.day("ended_on")) }
  }

  private static let rejections: StaticString = """
    told AS (
      SELECT n.application_id, decided.kind, min(n.sent_on) AS sent_on,
        min(n.received_on) AS received_on
      FROM notice n JOIN outcome decided ON decided.id = n.outcome_id GROUP BY 1, 2),
    rejection AS (
      SELECT o.application_id, o.ended_on, coalesce(t.received_on, t.sent_on) AS told_on
      FROM outcome o JOIN application a ON a.id = o.application_id
      LEFT JOIN told t ON t.application_id = o.application_id AND t.kind = o.kind
      WHERE o.superseded_at IS NULL AND o.kind = 'rejected' AND a.standing <> '{}')
    """

  /// Undecided although the vacancy is closed, the longest closed first.
  package static func openEnded(
    _ page: ListPage, in rows: borrowing Rows
  ) throws -> DeadlineRows {
    let found = try rows.all(
      """
      SELECT a.id AS application_id, NULL::date AS day, count(*) OVER () AS total
      FROM vacancy v JOIN application a ON a.vacancy_id = v.id
      WHERE v.closed_at IS NOT NULL AND a.standing && '{procedure}'
      ORDER BY v.closed_at, a.id OFFSET \(page.skipping) LIMIT \(page.limit)
      """, counted)
    return collected(found)
  }

  /// Holds that stand, the next review first; an application once, with its earliest.
  package static func holds(
    reviewedThrough last: Day?, _ page: ListPage, in rows: borrowing Rows
  ) throws -> DeadlineRows {
    let found = try rows.all(
      """
      SELECT h.application_id, min(h.review_on) AS day, count(*) OVER () AS total
      FROM hold h JOIN ground g ON g.id = h.ground_id
      WHERE g.ended_at IS NULL
        AND (\(last?.stored)::date IS NULL OR h.review_on <= \(last?.stored))
      GROUP BY h.application_id ORDER BY 2, 1 OFFSET \(page.skipping) LIMIT \(page.limit)
      """, counted)
    return collected(found)
  }

  /// The days on which the holds of one application that stand are to be looked at again.
  package static func reviews(
    of id: ApplicationID, in rows: borrowing Rows
  ) throws -> [Day] {
    try rows.all(
      """
      SELECT h.review_on FROM hold h JOIN ground g ON g.id = h.ground_id
      WHERE h.application_id = \(id.uuid) AND g.ended_at IS NULL ORDER BY 1
      """
    ) { try $0.day("review_on") }
  }

  /// Erased applications whose paper isn't confirmed to be gone, the longest waiting first.
  package static func openPapers(
    _ page: ListPage, dayOf: (Date) -> Day, in rows: borrowing Rows
  ) throws -> DeadlineRows {
    let found = try rows.all(
      """
      SELECT p.application_id, p.erased_at, count(*) OVER () AS total FROM paper p
      WHERE p.done_at IS NULL AND p.erased_at IS NOT NULL ORDER BY p.erased_at, p.id
      OFFSET \(page.skipping) LIMIT \(page.limit)
      """
    ) { row in
      (
        DeadlineRow(application: try row.id("application_id"), day: dayOf(try row("erased_at"))),
        try row("total", as: Int.self)
      )
    }
    return collected(found)
  }

  static func counted(_ row: borrowing Row) throws -> (DeadlineRow, Int) {
    (
      DeadlineRow(application: try row.id("application_id"), day: try row.day("day")),
      try row("total")
    )
  }

  static func collected(_ found: [(DeadlineRow, Int)]) -> DeadlineRows {
    DeadlineRows(found.map(\.0), total: found.first?.1 ?? 0)
  }
}
