package import Domain
import Postgres
package import struct Foundation.Date

/// What an applicant objected to, as stored; its words stay sealed.
package struct ObjectionRow: Sendable {
  package let id: ObjectionID
  package let application: ApplicationID
  package let against: ObjectionTarget
  package let receivedOn: Day
  package let channel: NoticeChannel
  package let text: Sealed?
  /// The last day on which an answer is in time; `nil` where nothing is decided.
  package let answerBy: Day?
  package let decision: ObjectionDecision?

  package init(
    id: ObjectionID, application: ApplicationID, against: ObjectionTarget, receivedOn: Day,
    channel: NoticeChannel, text: Sealed?, answerBy: Day?, decision: ObjectionDecision? = nil
  ) {
    self.id = id
    self.application = application
    self.against = against
    self.receivedOn = receivedOn
    self.channel = channel
    self.text = text
    self.answerBy = answerBy
    self.decision = decision
  }
}

/// Objections (Art. 21 GDPR).
package enum Objections {
  /// Records one; `staff` is nobody where it came with another application's.
  package static func receive(
    _ new: ObjectionRow, by staff: StaffID?, at now: Date, in rows: borrowing Rows
  ) throws {
    try rows.later(
      """
      INSERT INTO objection (id, application_id, against, received_on, channel, text, answer_by,
        recorded_at, recorded_by)
      VALUES (\(new.id.uuid), \(new.application.uuid), \(new.against.rawValue),
        \(new.receivedOn.stored), \(new.channel.rawValue), \(new.text),
        \(new.answerBy?.stored), \(now), \(staff?.uuid))
      """)
  }

  /// One of them.
  package static func find(
    _ id: ObjectionID, in rows: borrowing Rows
  ) throws -> ObjectionRow? {
    try rows.first(
      """
      SELECT id, application_id, against, received_on, channel, text, answer_by, decision
      FROM objection WHERE id = \(id.uuid)
      """, read)
  }

  /// All of an application, oldest first.
  package static func all(
    of application: ApplicationID, in rows: borrowing Rows
  ) throws -> [ObjectionRow] {
    try rows.all(
      """
      SELECT id, application_id, against, received_on, channel, text, answer_by, decision
      FROM objection WHERE application_id = \(application.uuid) ORDER BY received_on, id
      """, read)
  }

  /// Those that wait for a decision, the first to be answered first.
  package static func waiting(
    limit: Int, in rows: borrowing Rows
  ) throws -> [(objection: ObjectionRow, vacancyTitle: String?)] {
    try rows.all(
      """
      SELECT o.id, o.application_id, o.against, o.received_on, o.channel, o.text, o.answer_by,
        o.decision, v.title
      FROM objection o JOIN application a ON a.id = o.application_id
      LEFT JOIN vacancy v ON v.id = a.vacancy_id
      WHERE o.against = 'evidence' AND o.decided_at IS NULL
      ORDER BY o.answer_by, o.id LIMIT \(limit)
      """
    ) { (try read($0), try $0("title")) }
  }

  /// Whether the applicant may not be contacted.
  package static func forbidContact(
    of application: ApplicationID, in rows: borrowing Rows
  ) throws -> Bool {
    try rows.first(
      """
      SELECT 1 AS one FROM objection
      WHERE application_id = \(application.uuid) AND against = 'contact' LIMIT 1
      """
    ) { _ in true } ?? false
  }

  /// A decision, as its letter tells it; of a letter that names none, the newest.
  package static func decided(
    _ id: ObjectionID?, of application: ApplicationID, in rows: borrowing Rows
  ) throws -> (id: ObjectionID, decision: ObjectionDecision, receivedOn: Day, reason: Sealed)? {
    try rows.first(
      """
      SELECT id, decision, received_on, reason FROM objection
      WHERE application_id = \(application.uuid) AND decided_at IS NOT NULL
        AND (\(id?.uuid)::uuid IS NULL OR id = \(id?.uuid))
      ORDER BY decided_at DESC, received_on DESC, id LIMIT 1
      """
    ) {
      (
        try $0.id("id"), try $0.word("decision"), try $0.day("received_on"), try $0("reason")
      )
    }
  }

  /// Decides one.
  package static func decide(
    _ id: ObjectionID, _ decision: ObjectionDecision, because reason: Sealed?, by staff: StaffID?,
    at now: Date, in rows: borrowing Rows
  ) throws {
    try rows.later(
      """
      UPDATE objection SET decided_at = \(now), decision = \(decision.rawValue),
        decided_by = \(staff?.uuid), reason = \(reason)
      WHERE id = \(id.uuid) AND decided_at IS NULL
      """)
  }

  private static func read(_ row: borrowing Row) throws -> ObjectionRow {
    ObjectionRow(
      id: try row.id("id"), application: try row.id("application_id"),
      against: try row.word("against"), receivedOn: try row.day("received_on"),
      channel: try row.word("channel"), text: try row("text"),
      answerBy: try row.day("answer_by"),
      decision: (try row("decision") as String?).flatMap(ObjectionDecision.init(rawValue:)))
  }
}

/// A person objects, not an application.
extension Objections {
  /// The applications that carry one of these keyed hashes of an address;
  /// ``PoolEntries/see(address:in:)`` first.
  package static func applications(
    carrying tokens: [[UInt8]], in rows: borrowing Rows
  ) throws -> [ApplicationID] {
    try rows.all(
      """
      SELECT DISTINCT application_id FROM search_token WHERE token = ANY(\(tokens))
      ORDER BY application_id
      """
    ) { try $0.id("application_id") }
  }

  /// When and how somebody of this address objected to being contacted; after the same.
  package static func contactForbidden(
    in rows: borrowing Rows
  ) throws -> (receivedOn: Day, channel: NoticeChannel)? {
    try rows.first(
      """
      SELECT received_on, channel FROM objection WHERE against = 'contact'
      ORDER BY received_on, id LIMIT 1
      """
    ) { (try $0.day("received_on"), try $0.word("channel")) }
  }
}
