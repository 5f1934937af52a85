package import Domain
import Postgres
package import struct Foundation.Date

/// What is stored about how an application's procedure stands.
package struct ProcedureRow: Sendable {
  package let vacancyTitle: String?
  package let isVacancyClosed: Bool
  package let receivedAt: Date
  package let outcome: RecordedOutcome?
  /// Whether processing is restricted (Art. 18 GDPR).
  package let isRestricted: Bool
}

/// How procedures stand, told from application, vacancy, outcome and notices.
package enum Procedures {
  /// Of one application that the actor may see.
  package static func find(
    _ id: ApplicationID, in rows: borrowing Rows
  ) throws -> ProcedureRow? {
    try rows.first(
      """
      SELECT v.title, v.closed_at IS NOT NULL AS vacancy_closed, a.received_at,
        a.standing && '{restriction}' AS restricted, o.id, o.kind, o.ended_on, o.recorded_at,
        told.sent_on, told.received_on
      FROM application a
      LEFT JOIN vacancy v ON v.id = a.vacancy_id
      LEFT JOIN outcome o ON o.application_id = a.id AND o.superseded_at IS NULL
      LEFT JOIN LATERAL (
        SELECT min(n.sent_on) AS sent_on, min(n.received_on) AS received_on
        FROM notice n JOIN outcome decided ON decided.id = n.outcome_id
        WHERE n.application_id = a.id AND decided.kind = o.kind) AS told ON true
      WHERE a.id = \(id.uuid)
      """
    ) { row in
      ProcedureRow(
        vacancyTitle: try row("title"), isVacancyClosed: try row("vacancy_closed"),
        receivedAt: try row("received_at"), outcome: try outcome(row),
        isRestricted: try row("restricted", as: Bool?.self) ?? false)
    }
  }

  /// Applications that nobody decided although their vacancy is closed.
  package static func openEndedCount(in rows: borrowing Rows) throws -> Int {
    try rows.first(
      """
      SELECT count(*) AS applications FROM vacancy v JOIN application a ON a.vacancy_id = v.id
      WHERE v.closed_at IS NOT NULL AND a.standing && '{procedure}'
      """
    ) { try $0("applications") } ?? 0
  }

  private static func outcome(_ row: borrowing Row) throws -> RecordedOutcome? {
    guard let id: OutcomeID = try row.id("id") else { return nil }
    return RecordedOutcome(
      id: id, kind: try row.word("kind"), endedOn: try row.day("ended_on"),
      recordedAt: try row("recorded_at"), noticeSentOn: try row.day("sent_on"),
      noticeReceivedOn: try row.day("received_on"))
  }
}

/// Outcomes as they were recorded; a correction supersedes, nothing is overwritten.
package enum Outcomes {
  /// Records one.
  package static func record(
    _ id: OutcomeID, _ kind: OutcomeKind, endedOn: Day, of application: ApplicationID,
    by staff: StaffID, at now: Date, in rows: borrowing Rows
  ) throws {
    try rows.later(
      """
      INSERT INTO outcome (id, application_id, kind, ended_on, recorded_at, recorded_by)
      VALUES (\(id.uuid), \(application.uuid), \(kind.rawValue), \(endedOn.stored), \(now),
        \(staff.uuid))
      """)
  }

  /// The outcome that stands, for whoever may see the application or its ending.
  package static func standing(
    of application: ApplicationID, in rows: borrowing Rows
  ) throws -> RecordedOutcome? {
    try rows.first(
      """
      SELECT id, kind, ended_on, recorded_at FROM outcome
      WHERE application_id = \(application.uuid) AND superseded_at IS NULL
      """
    ) { row in
      RecordedOutcome(
        id: try row.id("id"), kind: try row.word("kind"), endedOn: try row.day("ended_on"),
        recordedAt: try row("recorded_at"))
    }
  }

  /// The same with whoever recorded it.
  package static func decided(
    of application: ApplicationID, in rows: borrowing Rows
  ) throws -> (outcome: RecordedOutcome, by: StaffID)? {
    try rows.first(
      """
      SELECT id, kind, ended_on, recorded_at, recorded_by FROM outcome
      WHERE application_id = \(application.uuid) AND superseded_at IS NULL
      """
    ) { row in
      let outcome = RecordedOutcome(
        id: try row.id("id"), kind: try row.word("kind"), endedOn: try row.day("ended_on"),
        recordedAt: try row("recorded_at"))
      return (outcome, try row.id("recorded_by"))
    }
  }

  /// Takes the standing outcome back.
  package static func supersede(
    _ id: OutcomeID, because reason: Sealed, by staff: StaffID, at now: Date,
    in rows: borrowing Rows
  ) throws {
    try rows.later(
      """
      UPDATE outcome SET superseded_at = \(now), superseded_by = \(staff.uuid),
        superseded_because = \(reason)
      WHERE id = \(id.uuid)
      """)
  }
}

/// That, when and how applicants were told.
package struct NoticeRow: Sendable {
  package let outcome: OutcomeID
  package let channel: NoticeChannel
  package let sentOn: Day
  package let receivedOn: Day?
  package let proof: Sealed?

  package init(
    outcome: OutcomeID, channel: NoticeChannel, sentOn: Day, receivedOn: Day?, proof: Sealed?
  ) {
    self.outcome = outcome
    self.channel = channel
    self.sentOn = sentOn
    self.receivedOn = receivedOn
    self.proof = proof
  }
}

/// Notices of outcomes.
package enum Notices {
  /// Records one; its id binds the proof.
  package static func record(
    _ notice: NoticeRow, id: NoticeID, of application: ApplicationID, by staff: StaffID,
    at now: Date, in rows: borrowing Rows
  ) throws {
    try rows.later(
      """
      INSERT INTO notice (id, application_id, outcome_id, channel, sent_on, received_on, proof,
        recorded_at, recorded_by)
      VALUES (\(id.uuid), \(application.uuid), \(notice.outcome.uuid),
        \(notice.channel.rawValue), \(notice.sentOn.stored), \(notice.receivedOn?.stored),
        \(notice.proof), \(now), \(staff.uuid))
      """)
  }
}
