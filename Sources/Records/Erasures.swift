package import Domain
import Postgres
package import struct Foundation.Date

/// Why an application was erased.
package enum ErasureCause: String, CaseIterable, Sendable {
  case timeRanOut, consentWithdrawn, request, holdReleased, handedOver, objection
}

/// What of an application decides how it is erased.
package struct Erasable: Sendable {
  package let id: ApplicationID
  package let vacancy: VacancyID?
  package let documents: Int
  /// Whether processing is restricted (Art. 18 GDPR).
  package let isRestricted: Bool
  /// Whether the letter that tells of the end of a restriction still waits to leave.
  package let announcementWaits: Bool
  /// Whether a consent was taken back whose receipt nobody has queued yet.
  package let withdrawalIsUnconfirmed: Bool
  /// By what its last ground ended, if none is open or somebody asked for the erasure. Where
  /// several ended at the same instant, as under a clock that stands still, it was the act that
  /// erases.
  package let lastEnd: ErasureCause?
  /// When its last ground ended that has ended.
  package let lastEndedAt: Date?
  /// How many days after its day it goes; whoever decides says so.
  package var lateDays = 0
}

/// Erasing, as the one login that may.
package enum Erasures {
  private static let tellingFirst =
    [ErasureCause.request, .objection, .consentWithdrawn, .holdReleased, .handedOver, .timeRanOut]
    .map(\.rawValue)

  /// Applications that a purge on `today` has to look at, in the order of their ids: those on
  /// which nothing stands, and those with a ground whose end has come.
  package static func candidates(
    after last: ApplicationID?, on today: Day, limit: Int, in rows: borrowing Rows
  ) throws -> [ApplicationID] {
    let last = (last ?? .lowest).uuid
    return try rows.all(
      """
      SELECT id FROM (
        (SELECT a.id FROM application a WHERE a.standing = '{}' AND a.id > \(last)
         ORDER BY a.id LIMIT \(limit))
        UNION
        (SELECT g.application_id FROM ground g
         WHERE g.ended_at IS NULL AND g.erase_from <= \(today.stored)
           AND NOT EXISTS (SELECT FROM restriction r
             WHERE r.application_id = g.application_id AND r.ended_at IS NULL)
           AND g.application_id > \(last)
         ORDER BY g.application_id LIMIT \(limit))) AS due
      ORDER BY id LIMIT \(limit)
      """
    ) { try $0.id("id") }
  }

  /// For which vacancy each of `ids` is.
  package static func vacancies(
    of ids: [ApplicationID], in rows: borrowing Rows
  ) throws -> [ApplicationID: VacancyID] {
    let found = try rows.all(
      """
      SELECT id, vacancy_id FROM application
      WHERE id = ANY(\(ids.map(\.uuid))) AND vacancy_id IS NOT NULL
      """
    ) { (try $0.id("id") as ApplicationID, try $0.id("vacancy_id") as VacancyID) }
    return Dictionary(uniqueKeysWithValues: found)
  }

  /// What is still there of `ids`, once their locks are held. Grounds that ended at one instant
  /// are told apart by the order of the causes: a request has to be answered.
  package static func find(
    _ ids: [ApplicationID], in rows: borrowing Rows
  ) throws -> [Erasable] {
    try rows.all(
      """
      SELECT a.id, a.vacancy_id,
        (SELECT count(*) FROM document d WHERE d.application_id = a.id) AS documents,
        EXISTS (SELECT FROM restriction r
          WHERE r.application_id = a.id AND r.ended_at IS NULL) AS restricted,
        EXISTS (SELECT FROM outbox o WHERE o.application_id = a.id AND o.sent_at IS NULL
          AND o.kind = \(LetterKind.liftingAnnounced.rawValue)) AS announcement_waits,
        EXISTS (SELECT FROM consent c WHERE c.application_id = a.id
          AND c.withdrawn_at IS NOT NULL AND c.receipt_at IS NULL) AS unconfirmed,
        (SELECT g.ended_by FROM ground g WHERE g.application_id = a.id
            AND (a.standing = '{}' OR g.ended_by = \(ErasureCause.request.rawValue))
          ORDER BY g.ended_at DESC NULLS LAST, array_position(\(Self.tellingFirst), g.ended_by)
          LIMIT 1) AS ended_by,
        (SELECT max(g.ended_at) FROM ground g WHERE g.application_id = a.id) AS ended_at
      FROM application a WHERE a.id = ANY(\(ids.map(\.uuid)))
      """
    ) { row in
      Erasable(
        id: try row.id("id"), vacancy: try row.id("vacancy_id"),
        documents: try row("documents"), isRestricted: try row("restricted"),
        announcementWaits: try row("announcement_waits"),
        withdrawalIsUnconfirmed: try row("unconfirmed"),
        lastEnd: (try row("ended_by") as String?).flatMap(ErasureCause.init(rawValue:)),
        lastEndedAt: try row("ended_at"))
    }
  }

  /// What is written of the erasures of one transaction.
  package struct Record: Sendable {
    package let at: Date
    package let cause: ErasureCause
    /// From this day no backup can open what was erased.
    package let finalOn: Day
    /// The last day on which a link that was used to withdraw shows its receipt.
    package let receiptsThrough: Day
    /// The ledger's entry of the erasures.
    package let entry: LedgerEntryID

    package init(
      at: Date, cause: ErasureCause, finalOn: Day, receiptsThrough: Day, entry: LedgerEntryID
    ) {
      self.at = at
      self.cause = cause
      self.finalOn = finalOn
      self.receiptsThrough = receiptsThrough
      self.entry = entry
    }
  }

  /// Erases applications: their files are doomed, receipts are written, and with the rows goes
  /// the only key. The database refuses if a ground still stands; the number that went.
  package static func erase(
    _ applications: [Erasable], _ record: Record, in rows: borrowing Rows
  ) throws -> Int {
    let ids = applications.map(\.id.uuid)
    if applications.contains(where: { $0.documents > 0 }) {
      try rows.later(
        """
        INSERT INTO doomed_file (file, doomed_at)
        SELECT d.file, \(record.at) FROM document d WHERE d.application_id = ANY(\(ids))
        """)
    }
    try rows.later(
      """
      INSERT INTO spent_link
        (hash, withdrawn_at, erased_at, final_on, language, shown_through, application_id)
      SELECT l.hash, c.withdrawn_at, \(record.at), \(record.finalOn.stored), l.language,
        \(record.receiptsThrough.stored), l.application_id
      FROM link l CROSS JOIN LATERAL (SELECT max(c.withdrawn_at) AS withdrawn_at FROM consent c
        WHERE c.application_id = l.application_id) AS c
      WHERE l.application_id = ANY(\(ids)) AND c.withdrawn_at IS NOT NULL
        AND l.voided_at IS NULL
      ON CONFLICT (hash) DO NOTHING
      """)
    try rows.later(
      """
      UPDATE joint_receipt SET application_id = NULL, erased_at = \(record.at),
        final_on = \(record.finalOn.stored)
      WHERE application_id = ANY(\(ids))
      """)
    try rows.later(
      """
      INSERT INTO erasure
        (application_id, erased_at, cause, documents, final_on, late_days, entry_id)
      SELECT e.id, \(record.at), \(record.cause.rawValue), e.documents,
        \(record.finalOn.stored), e.late, \(record.entry.uuid)
      FROM unnest(\(ids), \(applications.map(\.documents)), \(applications.map(\.lateDays)))
        AS e (id, documents, late)
      """)
    try rows.later(
      """
      UPDATE paper SET erased_at = \(record.at)
      WHERE application_id = ANY(\(ids)) AND erased_at IS NULL
      """)
    return try rows.run("DELETE FROM application WHERE id = ANY(\(ids))")
  }

  /// Writes the receipts again that a restore took away.
  package static func certify(
    _ ids: [ApplicationID], _ record: Record, in rows: borrowing Rows
  ) throws {
    try rows.later(
      """
      INSERT INTO erasure (application_id, erased_at, cause, documents, final_on, entry_id)
      SELECT e.id, \(record.at), \(record.cause.rawValue), 0, \(record.finalOn.stored),
        \(record.entry.uuid)
      FROM unnest(\(ids.map(\.uuid))) AS e (id) ON CONFLICT (application_id) DO NOTHING
      """)
  }

  /// Why what is stored may be kept: open grounds by kind, and restrictions.
  package static func keptByGround(
    in rows: borrowing Rows
  ) throws -> [(ground: String, count: Int)] {
    try rows.all(
      """
      SELECT kind, count(DISTINCT application_id) AS applications FROM ground
      WHERE ended_at IS NULL GROUP BY kind
      UNION ALL SELECT 'restriction', count(*) FROM restriction
      WHERE ended_at IS NULL HAVING count(*) > 0
      ORDER BY kind
      """
    ) { (try $0("kind"), try $0("applications")) }
  }

  /// Whether a receipt shows that this application was erased.
  package static func receipt(
    of id: ApplicationID, in rows: borrowing Rows
  ) throws -> (erasedAt: Date, cause: ErasureCause)? {
    try rows.first(
      "SELECT erased_at, cause FROM erasure WHERE application_id = \(id.uuid)"
    ) { (try $0("erased_at"), try $0.word("cause")) }
  }
}
