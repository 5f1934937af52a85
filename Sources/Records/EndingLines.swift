package import Domain
import Postgres

/// The list of endings: what was decided in the last fortnight, and what is left to do about it.
extension Endings {
  /// What only a line of this list tells.
  package struct Facts: Sendable {
    /// The last day on which it is shown.
    package let through: Day
    /// Whether mail can reach the applicant.
    package let isMailable: Bool
    /// The vacancy's title; `nil` for an unsolicited application.
    package let vacancyTitle: String?
  }

  /// Newest first, after the place given.
  package static func lines(
    on today: Day, after last: LineCursor, limit: Int, in rows: borrowing Rows
  ) throws -> [ApplicationLineRow] {
    try rows.all(
      """
      WITH page AS MATERIALIZED (
        SELECT * FROM ending e WHERE e.through >= \(today.stored)
          AND (e.opened_at, e.application_id) < (\(last.at), \(last.id.uuid))
        ORDER BY e.opened_at DESC, e.application_id DESC LIMIT \(limit))
      SELECT p.application_id AS id, p.vacancy_id, p.stage, p.received_at,
        p.opened_at AS placed_at, p.through, p.mailable, v.title, p.given_name, p.family_name,
        k.epoch, k.wrapped,
        o.id AS outcome, o.kind, o.ended_on, o.recorded_at, told.received_on,
        o.kind = 'rejected' AND told.sent_on IS NULL AS awaits_notice,
        p.mailable AND NOT EXISTS (SELECT FROM consent c
          WHERE c.application_id = p.application_id AND c.purpose = 'pool')
          AND NOT EXISTS (SELECT FROM objection j
            WHERE j.application_id = p.application_id AND j.against = 'contact')
          AS awaits_invitation,
        EXISTS (SELECT FROM paper s WHERE s.application_id = p.application_id
          AND s.plan = 'return' AND s.done_at IS NULL) AS awaits_paper
      FROM page p
      JOIN data_key k ON k.application_id = p.application_id
      LEFT JOIN vacancy v ON v.id = p.vacancy_id
      JOIN LATERAL (SELECT o.id, o.kind, o.ended_on, o.recorded_at FROM outcome o
        WHERE o.application_id = p.application_id AND o.superseded_at IS NULL) AS o ON true
      LEFT JOIN LATERAL (
        SELECT min(n.received_on) AS received_on, min(n.sent_on) AS sent_on
        FROM notice n JOIN outcome decided ON decided.id = n.outcome_id
        WHERE n.application_id = p.application_id AND decided.kind = o.kind) AS told ON true
      ORDER BY p.opened_at DESC, p.application_id DESC
      """
    ) { row in
      var line = try ApplicationLines.read(row)
      if try row("awaits_paper") { line.tasks.append(.paper) }
      line.ending = Facts(
        through: try row.day("through"), isMailable: try row("mailable"),
        vacancyTitle: try row("title"))
      return line
    }
  }
}
