package import Domain
import Postgres
package import struct Foundation.Date

/// One application in a list, its name still sealed.
package struct ApplicationLineRow: Sendable {
  package let id: ApplicationID
  package let vacancy: VacancyID?
  package let stage: Stage
  package let receivedAt: Date
  package let givenName: Sealed
  package let familyName: Sealed
  package let key: KeyRow
  package let outcome: RecordedOutcome?
  /// Where the list goes on, for one that isn't ordered by receipt.
  package let placedAt: Date
  /// What HR has still to do; empty but for endings.
  package var tasks: [EndingTask]
  /// `nil` but for endings.
  package var ending: Endings.Facts?
}

/// Where a page of a list begins: after this place, newest first.
package struct LineCursor: Sendable, Equatable {
  package let at: Date
  package let id: ApplicationID

  package init(at: Date, id: ApplicationID) {
    self.at = at
    self.id = id
  }

  /// Before the first line.
  package static let start = LineCursor(
    at: Date(timeIntervalSince1970: 253_370_764_800), id: .highest)
}

/// What a list is narrowed by.
package struct LineFilter: Sendable {
  package let stage: Stage?
  package let outcome: OutcomeKind?
  package let after: LineCursor
  package let limit: Int

  package init(stage: Stage? = nil, outcome: OutcomeKind? = nil, after: LineCursor, limit: Int) {
    self.stage = stage
    self.outcome = outcome
    self.after = after
    self.limit = limit
  }
}

/// Lists of applications. Each first picks a page of ids along an index, then opens only those.
package enum ApplicationLines {
  /// The newest of all that a recruiter sees.
  package static func newest(
    _ filter: LineFilter, in rows: borrowing Rows
  ) throws -> [ApplicationLineRow] {
    try planOnce(in: rows)
    return try rows.all(
      """
      WITH page AS MATERIALIZED (
        SELECT a.id, a.vacancy_id, a.stage, a.received_at FROM application a
        WHERE a.standing && '{procedure,pool,longerStorage,employment}'
          AND (a.received_at, a.id) < (\(filter.after.at), \(filter.after.id.uuid))
          AND (\(filter.stage?.rawValue)::text IS NULL OR a.stage = \(filter.stage?.rawValue))
          AND (\(filter.outcome?.rawValue)::text IS NULL OR EXISTS (SELECT FROM outcome w
            WHERE w.application_id = a.id AND w.superseded_at IS NULL
              AND w.kind = \(filter.outcome?.rawValue)))
        ORDER BY a.received_at DESC, a.id DESC LIMIT \(filter.limit))
      \(sql: opened)
      """, read)
  }

  /// The newest of one vacancy.
  package static func newest(
    of vacancy: VacancyID, _ filter: LineFilter, in rows: borrowing Rows
  ) throws -> [ApplicationLineRow] {
    try planOnce(in: rows)
    return try rows.all(
      """
      WITH page AS MATERIALIZED (
        SELECT a.id, a.vacancy_id, a.stage, a.received_at FROM application a
        WHERE a.vacancy_id = \(vacancy.uuid) AND a.standing <> '{}'
          AND (a.received_at, a.id) < (\(filter.after.at), \(filter.after.id.uuid))
          AND (\(filter.stage?.rawValue)::text IS NULL OR a.stage = \(filter.stage?.rawValue))
          AND (\(filter.outcome?.rawValue)::text IS NULL OR EXISTS (SELECT FROM outcome w
            WHERE w.application_id = a.id AND w.superseded_at IS NULL
              AND w.kind = \(filter.outcome?.rawValue)))
        ORDER BY a.received_at DESC, a.id DESC LIMIT \(filter.limit))
      \(sql: opened)
      """, read)
  }

  /// The newest of one vacancy whose procedure runs.
  package static func undecided(
    of vacancy: VacancyID, limit: Int, in rows: borrowing Rows
  ) throws -> [ApplicationLineRow] {
    try planOnce(in: rows)
    return try rows.all(
      """
      WITH page AS MATERIALIZED (
        SELECT a.id, a.vacancy_id, a.stage, a.received_at FROM application a
        WHERE a.vacancy_id = \(vacancy.uuid) AND a.standing && '{procedure}'
        ORDER BY a.received_at DESC, a.id DESC LIMIT \(limit))
      \(sql: opened)
      """, read)
  }

  /// The newest of the vacancies a reviewer takes part in: the newest of each, then of those.
  package static func newestOfMyTeams(
    _ filter: LineFilter, in rows: borrowing Rows
  ) throws -> [ApplicationLineRow] {
    try planOnce(in: rows)
    return try rows.all(
      """
      WITH page AS MATERIALIZED (
        SELECT p.* FROM team t CROSS JOIN LATERAL (
          SELECT a.id, a.vacancy_id, a.stage, a.received_at FROM application a
          WHERE a.vacancy_id = t.vacancy_id
            AND (a.received_at, a.id) < (\(filter.after.at), \(filter.after.id.uuid))
            AND (\(filter.stage?.rawValue)::text IS NULL OR a.stage = \(filter.stage?.rawValue))
            AND \(filter.outcome?.rawValue)::text IS NULL
          ORDER BY a.received_at DESC, a.id DESC LIMIT \(filter.limit)) AS p
        ORDER BY p.received_at DESC, p.id DESC LIMIT \(filter.limit))
      \(sql: opened)
      """, read)
  }

  /// Those that carry all the tokens of one of `questions`, newest first; `standing` are kinds of
  /// which one must stand. Few carry a token, so each is tested by itself. The same question is
  /// asked once under each epoch that lives.
  package static func found(
    by questions: [[[UInt8]]], of vacancy: VacancyID?, standing: [GroundKind], _ filter: LineFilter,
    in rows: borrowing Rows
  ) throws -> [ApplicationLineRow] {
    let firsts = questions.compactMap(\.first)
    let rest = questions.flatMap { question in question.dropFirst().map { (question[0], $0) } }
    return try rows.all(
      """
      WITH page AS MATERIALIZED (
        SELECT a.id, a.vacancy_id, a.stage, a.received_at
        FROM search_token s JOIN application a ON a.id = s.application_id
        WHERE s.token = ANY(\(firsts))
          AND NOT EXISTS (SELECT FROM unnest(\(rest.map(\.0)), \(rest.map(\.1)))
              AS wanted (first, token)
            WHERE wanted.first = s.token AND NOT EXISTS (SELECT FROM search_token other
              WHERE other.application_id = a.id AND other.token = wanted.token))
          AND a.standing && \(standing.map(\.rawValue))
          AND (\(vacancy?.uuid) IS NULL OR a.vacancy_id = \(vacancy?.uuid))
          AND (a.received_at, a.id) < (\(filter.after.at), \(filter.after.id.uuid))
          AND (\(filter.stage?.rawValue)::text IS NULL OR a.stage = \(filter.stage?.rawValue))
          AND (\(filter.outcome?.rawValue)::text IS NULL OR EXISTS (SELECT FROM outcome w
            WHERE w.application_id = a.id AND w.superseded_at IS NULL
              AND w.kind = \(filter.outcome?.rawValue)))
        ORDER BY a.received_at DESC, a.id DESC LIMIT \(filter.limit))
      \(sql: opened)
      """, read)
  }

  /// The newest of the pool. An index of its own needs the kind as a literal.
  package static func inPool(
    _ filter: LineFilter, in rows: borrowing Rows
  ) throws -> [ApplicationLineRow] {
    try planOnce(in: rows)
    return try rows.all(
      """
      WITH page AS MATERIALIZED (
        SELECT a.id, a.vacancy_id, a.stage, a.received_at FROM application a
        WHERE a.standing && '{pool}'
          AND (a.received_at, a.id) < (\(filter.after.at), \(filter.after.id.uuid))
          AND (\(filter.stage?.rawValue)::text IS NULL OR a.stage = \(filter.stage?.rawValue))
          AND (\(filter.outcome?.rawValue)::text IS NULL OR EXISTS (SELECT FROM outcome w
            WHERE w.application_id = a.id AND w.superseded_at IS NULL
              AND w.kind = \(filter.outcome?.rawValue)))
        ORDER BY a.received_at DESC, a.id DESC LIMIT \(filter.limit))
      \(sql: opened)
      """, read)
  }

  /// The newest of what is kept for `legal`.
  package static func kept(
    _ filter: LineFilter, in rows: borrowing Rows
  ) throws -> [ApplicationLineRow] {
    try planOnce(in: rows)
    return try rows.all(
      """
      WITH page AS MATERIALIZED (
        SELECT a.id, a.vacancy_id, a.stage, a.received_at FROM application a
        WHERE a.standing && '{evidence,legalObligation,hold}'
          AND (a.received_at, a.id) < (\(filter.after.at), \(filter.after.id.uuid))
          AND (\(filter.stage?.rawValue)::text IS NULL OR a.stage = \(filter.stage?.rawValue))
          AND (\(filter.outcome?.rawValue)::text IS NULL OR EXISTS (SELECT FROM outcome w
            WHERE w.application_id = a.id AND w.superseded_at IS NULL
              AND w.kind = \(filter.outcome?.rawValue)))
        ORDER BY a.received_at DESC, a.id DESC LIMIT \(filter.limit))
      \(sql: opened)
      """, read)
  }

  /// The rest of the transaction runs plans made for any value. Making one takes longer than
  /// running it, and left alone the server makes one for each call, since it can't know that a
  /// limit is always small. Not where kinds or tokens decide which index is best.
  private static func planOnce(in rows: borrowing Rows) throws {
    try rows.later("SET LOCAL plan_cache_mode = force_generic_plan")
  }

  private static let opened: StaticString = """
    SELECT p.id, p.vacancy_id, p.stage, p.received_at, p.received_at AS placed_at,
      t.given_name, t.family_name, k.epoch, k.wrapped,
      o.id AS outcome, o.kind, o.ended_on, o.recorded_at, told.received_on,
      false AS awaits_notice, false AS awaits_invitation
    FROM page p
    JOIN applicant t ON t.application_id = p.id
    JOIN data_key k ON k.application_id = p.id
    LEFT JOIN LATERAL (SELECT o.id, o.kind, o.ended_on, o.recorded_at FROM outcome o
      WHERE o.application_id = p.id AND o.superseded_at IS NULL) AS o ON true
    LEFT JOIN LATERAL (SELECT min(n.received_on) AS received_on FROM notice n
      WHERE n.outcome_id = o.id AND n.application_id = p.id) AS told ON true
    ORDER BY p.received_at DESC, p.id DESC
    """

  static func read(_ row: borrowing Row) throws -> ApplicationLineRow {
    var outcome: RecordedOutcome?
    if let id: OutcomeID = try row.id("outcome") {
      outcome = RecordedOutcome(
        id: id, kind: try row.word("kind"), endedOn: try row.day("ended_on"),
        recordedAt: try row("recorded_at"), noticeReceivedOn: try row.day("received_on"))
    }
    let tasks: [EndingTask?] = [
      try row("awaits_notice") ? .notice : nil, try row("awaits_invitation") ? .invitation : nil,
    ]
    return ApplicationLineRow(
      id: try row.id("id"), vacancy: try row.id("vacancy_id"), stage: try row.word("stage"),
      receivedAt: try row("received_at"), givenName: try row("given_name"),
      familyName: try row("family_name"),
      key: KeyRow(epoch: try row("epoch"), wrapped: try row("wrapped")), outcome: outcome,
      placedAt: try row("placed_at"), tasks: tasks.compactMap { $0 })
  }
}
