package import Domain
import Postgres
package import struct Foundation.Date

/// One question for pool consent and everything that came of it, as rows.
package enum Consents {
  /// Asks: in which words, and in which language.
  package static func ask(
    _ id: ConsentID, of application: ApplicationID, textVersion: String, language: Language,
    by staff: StaffID, at now: Date, in rows: borrowing Rows
  ) throws {
    try rows.later(
      """
      INSERT INTO consent (id, application_id, text_version, language, asked_at, asked_by)
      VALUES (\(id.uuid), \(application.uuid), \(textVersion), \(language.rawValue), \(now),
        \(staff.uuid))
      """)
  }

  /// Asks whether the application may be kept through `until`.
  package static func ask(
    _ id: ConsentID, of application: ApplicationID, textVersion: String, language: Language,
    until: Day, by staff: StaffID, at now: Date, in rows: borrowing Rows
  ) throws {
    try rows.later(
      """
      INSERT INTO consent (id, application_id, text_version, language, asked_at, asked_by,
        purpose, until)
      VALUES (\(id.uuid), \(application.uuid), \(textVersion), \(language.rawValue), \(now),
        \(staff.uuid), 'longerStorage', \(until.stored))
      """)
  }

  /// Asks whether a consent is to be renewed; `staff` printed the letter, or it is the timer's.
  package static func ask(
    _ id: ConsentID, renewing consent: ConsentID, of application: ApplicationID,
    textVersion: String, language: Language, by staff: StaffID?, at now: Date,
    in rows: borrowing Rows
  ) throws {
    // The timer may not name anybody, not even nobody.
    guard let staff else {
      return try rows.later(
        """
        INSERT INTO consent (id, application_id, text_version, language, asked_at, renews)
        VALUES (\(id.uuid), \(application.uuid), \(textVersion), \(language.rawValue), \(now),
          \(consent.uuid))
        """)
    }
    try rows.later(
      """
      INSERT INTO consent (id, application_id, text_version, language, asked_at, asked_by, renews)
      VALUES (\(id.uuid), \(application.uuid), \(textVersion), \(language.rawValue), \(now),
        \(staff.uuid), \(consent.uuid))
      """)
  }

  /// All questions asked of one application, oldest first; about the pool, or for what is named.
  package static func all(
    of application: ApplicationID, for purpose: ConsentPurpose = .pool, in rows: borrowing Rows
  ) throws -> [Consent] {
    try rows.all(
      """
      SELECT id, asked_at, given_on, declined_at, withdrawn_at, renews, purpose, until
      FROM consent
      WHERE application_id = \(application.uuid) AND purpose = \(purpose.rawValue)
      ORDER BY coalesce(asked_at, given_at), id
      """, read)
  }

  /// One question.
  package static func find(_ id: ConsentID, in rows: borrowing Rows) throws -> Consent? {
    try rows.first(
      """
      SELECT id, asked_at, given_on, declined_at, withdrawn_at, renews, purpose, until
      FROM consent
      WHERE id = \(id.uuid)
      """, read)
  }

  /// A yes through the link.
  package static func give(
    _ id: ConsentID, on day: Day, at now: Date, in rows: borrowing Rows
  ) throws {
    try rows.later(
      """
      UPDATE consent SET given_at = \(now), given_on = \(day.stored), given_channel = 'link'
      WHERE id = \(id.uuid)
      """)
  }

  /// A no through the link.
  package static func decline(_ id: ConsentID, at now: Date, in rows: borrowing Rows) throws {
    try rows.later("UPDATE consent SET declined_at = \(now) WHERE id = \(id.uuid)")
  }

  /// A yes that came without the link: to the open question with this id, or to none.
  package static func record(
    _ paper: PaperConsentRow, id: ConsentID, of application: ApplicationID, by staff: StaffID,
    at now: Date, in rows: borrowing Rows
  ) throws {
    try rows.later(
      """
      INSERT INTO consent (id, application_id, text_version, language, given_at, given_on,
        given_channel, given_recorded_by, document_id, purpose, until)
      VALUES (\(id.uuid), \(application.uuid), \(paper.textVersion),
        \(paper.language.rawValue), \(now), \(paper.givenOn.stored),
        \(paper.channel.rawValue), \(staff.uuid), \(paper.document?.uuid),
        \(paper.purpose.rawValue), \(paper.until?.stored))
      ON CONFLICT (id) DO UPDATE SET text_version = excluded.text_version,
        given_at = excluded.given_at, given_on = excluded.given_on,
        given_channel = excluded.given_channel, given_recorded_by = excluded.given_recorded_by,
        document_id = excluded.document_id
      """)
  }

  /// A withdrawal. `staff` recorded one that came without the link.
  package static func withdraw(
    _ id: ConsentID, channel: ConsentChannel, receivedAt: Date, at now: Date,
    in rows: borrowing Rows
  ) throws {
    try rows.later(
      """
      UPDATE consent SET withdrawn_at = \(now), withdrawn_channel = \(channel.rawValue),
        withdrawal_received_at = \(receivedAt)
      WHERE id = \(id.uuid)
      """)
  }

  /// Who recorded a withdrawal that came without the link.
  package static func set(
    withdrawalRecordedBy staff: StaffID, of id: ConsentID, in rows: borrowing Rows
  ) throws {
    try rows.later(
      "UPDATE consent SET withdrawn_recorded_by = \(staff.uuid) WHERE id = \(id.uuid)")
  }

  /// Notes that the receipt of a withdrawal has been queued, so that it goes out once.
  package static func noteReceipt(
    of id: ConsentID, at now: Date, in rows: borrowing Rows
  ) throws {
    try rows.later("UPDATE consent SET receipt_at = \(now) WHERE id = \(id.uuid)")
  }

  /// What became of a question that the database has forgotten.
  package enum Forgotten: Sendable { case declined, withdrawn }

  /// Writes a forgotten question again, with what became of it: nobody is asked twice. Its words
  /// and language are lost. `renewed` is the consent it would have followed.
  package static func bringBack(
    _ id: ConsentID, of application: ApplicationID, _ end: Forgotten,
    renewing renewed: ConsentID? = nil, at now: Date, in rows: borrowing Rows
  ) throws {
    let declinedAt = end == .declined ? now : nil
    let withdrawnAt = end == .withdrawn ? now : nil
    let givenOn = withdrawnAt.map { Day(daysSince1970: Int($0.timeIntervalSince1970) / 86_400) }
    try rows.later(
      """
      INSERT INTO consent (id, application_id, text_version, language, asked_at, given_at,
        given_on, declined_at, withdrawn_at, receipt_at, renews)
      VALUES (\(id.uuid), \(application.uuid), 'lost', 'de', \(now), \(withdrawnAt),
        \(givenOn?.stored), \(declinedAt), \(withdrawnAt), \(withdrawnAt), \(renewed?.uuid))
      ON CONFLICT (id) DO NOTHING
      """)
  }

  private static func read(_ row: borrowing Row) throws -> Consent {
    Consent(
      id: try row.id("id"), askedAt: try row("asked_at"), givenOn: try row.day("given_on"),
      declinedAt: try row("declined_at"), withdrawnAt: try row("withdrawn_at"),
      renews: try row.id("renews"), purpose: try row.word("purpose"),
      until: try row.day("until"))
  }
}

/// A consent that came on paper, by mail or in person.
package struct PaperConsentRow: Sendable {
  package let channel: ConsentChannel
  package let givenOn: Day
  package let textVersion: String
  package let language: Language
  package let document: DocumentID?
  /// The last day consented to; `nil` for the pool.
  package let until: Day?

  package init(
    channel: ConsentChannel, givenOn: Day, textVersion: String, language: Language,
    document: DocumentID?, until: Day? = nil
  ) {
    self.channel = channel
    self.givenOn = givenOn
    self.textVersion = textVersion
    self.language = language
    self.document = document
    self.until = until
  }

  var purpose: ConsentPurpose { until == nil ? .pool : .longerStorage }
}
