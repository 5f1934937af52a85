package import Domain
import Postgres
package import struct Foundation.Date

/// Questions whether somebody wants to stay in the pool, and what was sent of each.
package enum Renewals {
  /// Applications in the pool, in the order of their ids, of whom a letter may be due: mail can
  /// reach them, a planned day has come, and nothing was answered or sent for it.
  package static func candidates(
    _ plan: RenewalPlan, after last: ApplicationID?, on today: Day, limit: Int,
    in rows: borrowing Rows
  ) throws -> [ApplicationID] {
    let days = today.stored
    return try rows.all(
      """
      SELECT g.application_id AS id FROM ground g
      JOIN application a ON a.id = g.application_id AND a.mailable
        AND a.standing && '{pool}'
      CROSS JOIN LATERAL (SELECT min(d)::int AS days FROM unnest(\(plan.days)) AS d
        WHERE g.erase_from - d::int <= \(days) AND g.erase_from - d::int > g.since) AS due
      CROSS JOIN LATERAL (SELECT c.id FROM consent c
        WHERE c.application_id = g.application_id AND c.purpose = 'pool'
          AND c.given_on IS NOT NULL
          AND c.withdrawn_at IS NULL
        ORDER BY c.given_on DESC, c.given_at DESC, c.id DESC LIMIT 1) AS given
      LEFT JOIN consent r ON r.renews = given.id
      WHERE g.kind = 'pool' AND g.ended_at IS NULL AND g.erase_from > \(days)
        AND NOT EXISTS (SELECT FROM objection o
          WHERE o.application_id = g.application_id AND o.against = 'contact')
        AND g.erase_from <= \(today.adding(days: plan.days.first ?? 0).stored)
        AND g.application_id > \((last ?? .lowest).uuid) AND due.days IS NOT NULL
        AND r.declined_at IS NULL AND r.given_on IS NULL
        AND NOT EXISTS (SELECT FROM renewal_letter l
          WHERE l.consent_id = r.id AND l.days <= due.days)
      ORDER BY g.application_id LIMIT \(limit)
      """
    ) { try $0.id("id") }
  }

  /// By how many days before the end each letter of a question was planned.
  package static func sent(
    of question: ConsentID, in rows: borrowing Rows
  ) throws -> [Int] {
    try rows.all("SELECT days FROM renewal_letter WHERE consent_id = \(question.uuid)") {
      try $0("days")
    }
  }

  /// Notes that a letter is queued; a second one for the same day is refused.
  package static func note(
    sent days: Int, of question: ConsentID, application: ApplicationID, at now: Date,
    in rows: borrowing Rows
  ) throws {
    try rows.later(
      """
      INSERT INTO renewal_letter (consent_id, application_id, days, queued_at)
      VALUES (\(question.uuid), \(application.uuid), \(days), \(now))
      """)
  }

  /// Entries that end by `day`, that no mail can reach and whose renewal isn't answered; the
  /// nearest end first. `asked` tells that a letter was printed.
  package static func byPost(
    endingBy day: Day, on today: Day, limit: Int, in rows: borrowing Rows
  ) throws -> [PostalRenewalRow] {
    try rows.all(
      """
      SELECT g.application_id AS id, v.title, t.given_name, t.family_name, k.epoch, k.wrapped,
        g.erase_from, r.asked_at
      FROM ground g JOIN application a ON a.id = g.application_id AND NOT a.mailable
      JOIN applicant t ON t.application_id = a.id
      JOIN data_key k ON k.application_id = a.id
      LEFT JOIN vacancy v ON v.id = a.vacancy_id
      CROSS JOIN LATERAL (SELECT c.id FROM consent c
        WHERE c.application_id = g.application_id AND c.purpose = 'pool'
          AND c.given_on IS NOT NULL
          AND c.withdrawn_at IS NULL
        ORDER BY c.given_on DESC, c.given_at DESC, c.id DESC LIMIT 1) AS given
      LEFT JOIN consent r ON r.renews = given.id
      WHERE g.kind = 'pool' AND g.ended_at IS NULL AND g.erase_from > \(today.stored)
        AND g.erase_from <= \(day.stored) AND r.declined_at IS NULL
        AND NOT EXISTS (SELECT FROM objection o
          WHERE o.application_id = g.application_id AND o.against = 'contact')
      ORDER BY g.erase_from, g.application_id LIMIT \(limit)
      """
    ) { row in
      PostalRenewalRow(
        application: try row.id("id"), vacancyTitle: try row("title"),
        givenName: try row("given_name"), familyName: try row("family_name"),
        key: KeyRow(epoch: try row("epoch"), wrapped: try row("wrapped")),
        eraseOn: try row.day("erase_from"), askedAt: try row("asked_at"))
    }
  }
}

/// Somebody in the pool who has to be asked on paper, the name still sealed.
package struct PostalRenewalRow: Sendable {
  package let application: ApplicationID
  package let vacancyTitle: String?
  package let givenName: Sealed
  package let familyName: Sealed
  package let key: KeyRow
  package let eraseOn: Day
  /// When the letter was made; `nil` if it hasn't been.
  package let askedAt: Date?
}
