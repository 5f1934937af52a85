package import Domain
import Postgres
package import struct Foundation.Date

/// What an applicant answered through a link, their name still sealed.
package struct RecentAnswerRow: Sendable {
  package let application: ApplicationID
  package let at: Date
  /// The vacancy they were proposed for; `nil` where the question was the pool.
  package let proposedFor: VacancyID?
  package let answer: Proposal.Answer
  package let givenName: Sealed
  package let familyName: Sealed
  package let key: KeyRow
}

/// What applicants answered lately: yes to the pool, yes or no to a proposal.
package enum RecentAnswers {
  /// Since an instant, newest first, of those the actor still sees.
  package static func all(
    since: Date, limit: Int, in rows: borrowing Rows
  ) throws -> [RecentAnswerRow] {
    try rows.all(
      """
      WITH answered AS (
        (SELECT c.application_id, c.given_at AS at, NULL::uuid AS vacancy_id, 'yes' AS answer
         FROM consent c
         WHERE c.given_channel = 'link' AND c.given_at >= \(since) AND c.withdrawn_at IS NULL
           AND c.purpose = 'pool'
         ORDER BY c.given_at DESC, c.id LIMIT \(limit))
        UNION ALL
        (SELECT p.application_id, p.answered_at, p.vacancy_id, p.answer FROM proposal p
         WHERE p.answered_at >= \(since) ORDER BY p.answered_at DESC, p.id LIMIT \(limit)))
      SELECT n.application_id, n.at, n.vacancy_id, n.answer, t.given_name, t.family_name,
        k.epoch, k.wrapped
      FROM answered n
      JOIN applicant t ON t.application_id = n.application_id
      JOIN data_key k ON k.application_id = n.application_id
      ORDER BY n.at DESC, n.application_id, n.vacancy_id LIMIT \(limit)
      """
    ) { row in
      RecentAnswerRow(
        application: try row.id("application_id"), at: try row("at"),
        proposedFor: try row.id("vacancy_id"), answer: try row.word("answer"),
        givenName: try row("given_name"), familyName: try row("family_name"),
        key: KeyRow(epoch: try row("epoch"), wrapped: try row("wrapped")))
    }
  }
}

extension Grounds {
  /// The next day after `today` on which an application is erased if nothing happens before.
  package static func nextErasure(
    after today: Day, in rows: borrowing Rows
  ) throws -> Day? {
    try rows.first(
      """
      WITH next AS (
      SELECT g.erase_from FROM ground g
      WHERE g.ended_at IS NULL AND g.erase_from > \(today.stored)
        AND NOT EXISTS (SELECT FROM ground other
          WHERE other.application_id = g.application_id AND other.ended_at IS NULL
            AND coalesce(other.erase_from, 'infinity') > g.erase_from)
      ORDER BY g.erase_from LIMIT 1)
      SELECT erase_from FROM next
      """
    ) { try $0.day("erase_from") } ?? nil
  }
}
