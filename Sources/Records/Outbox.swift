package import Domain
import Postgres
package import struct Foundation.Date

/// What a queued mail is about; its words and address are put in when it leaves.
package enum LetterKind: String, CaseIterable, Sendable {
  case acknowledgement, notice, invitation, confirmation, renewal, reminder, receipt
}

/// A mail that waits.
package struct OutboxRow: Sendable {
  package let id: MailID
  package let application: ApplicationID
  package let kind: LetterKind
  package let consent: ConsentID?
  package let link: LinkID?
  package let queuedAt: Date

  package init(
    id: MailID = .random(), application: ApplicationID, kind: LetterKind,
    consent: ConsentID? = nil, link: LinkID? = nil, queuedAt: Date
  ) {
    self.id = id
    self.application = application
    self.kind = kind
    self.consent = consent
    self.link = link
    self.queuedAt = queuedAt
  }
}

/// The queue of mails to applicants. It goes with the application.
package enum Outbox {
  /// Queues a mail; it commits with its act.
  package static func queue(_ mail: OutboxRow, in rows: borrowing Rows) throws {
    try rows.later(
      """
      INSERT INTO outbox (id, application_id, kind, consent_id, link_id, queued_at)
      VALUES (\(mail.id.uuid), \(mail.application.uuid), \(mail.kind.rawValue),
        \(mail.consent?.uuid), \(mail.link?.uuid), \(mail.queuedAt))
      """)
  }

  /// Mails that wait, oldest first, after the one given.
  package static func waiting(
    after last: OutboxRow?, limit: Int, in rows: borrowing Rows
  ) throws -> [OutboxRow] {
    let (queuedAt, id) = (last?.queuedAt ?? .distantPast, (last?.id ?? MailID.lowest).uuid)
    return try rows.all(
      """
      SELECT id, application_id, kind, consent_id, link_id, queued_at FROM outbox
      WHERE sent_at IS NULL AND (queued_at, id) > (\(queuedAt), \(id))
      ORDER BY queued_at, id LIMIT \(limit)
      """
    ) { row in
      OutboxRow(
        id: try row.id("id"), application: try row.id("application_id"),
        kind: try row.word("kind"), consent: try row.id("consent_id"),
        link: try row.id("link_id"), queuedAt: try row("queued_at"))
    }
  }

  /// How many wait, and since when the oldest.
  package static func backlog(
    in rows: borrowing Rows
  ) throws -> (count: Int, oldest: Date?) {
    try rows.first(
      "SELECT count(*) AS mails, min(queued_at) AS oldest FROM outbox WHERE sent_at IS NULL"
    ) { (try $0("mails"), try $0("oldest")) } ?? (0, nil)
  }

  /// The mail has left; `false` if somebody noted that before.
  package static func note(
    sent id: MailID, at now: Date, in rows: borrowing Rows
  ) throws -> Bool {
    try rows.run(
      "UPDATE outbox SET sent_at = \(now) WHERE id = \(id.uuid) AND sent_at IS NULL") == 1
  }
}

/// The receipt that follows an erasure: sealed under a key of its own, pointing at nobody.
package struct LastMailRow: Sendable {
  package let id: MailID
  package let key: KeyRow
  package let envelope: Sealed
  package let queuedAt: Date
  /// From here on it is discarded, delivered or not.
  package let discardAt: Date

  package init(id: MailID, key: KeyRow, envelope: Sealed, queuedAt: Date, discardAt: Date) {
    self.id = id
    self.key = key
    self.envelope = envelope
    self.queuedAt = queuedAt
    self.discardAt = discardAt
  }
}

/// Receipts on their way to people who are erased.
package enum LastMails {
  /// Queues one in the erasing transaction.
  package static func queue(_ mail: LastMailRow, in rows: borrowing Rows) throws {
    try rows.later(
      """
      INSERT INTO last_mail (id, epoch, wrapped, envelope, queued_at, discard_at)
      VALUES (\(mail.id.uuid), \(mail.key.epoch), \(mail.key.wrapped), \(mail.envelope),
        \(mail.queuedAt), \(mail.discardAt))
      """)
  }

  /// Those that wait, oldest first.
  package static func waiting(in rows: borrowing Rows) throws -> [LastMailRow] {
    try rows.all(
      """
      SELECT id, epoch, wrapped, envelope, queued_at, discard_at FROM last_mail
      ORDER BY queued_at LIMIT 1000
      """
    ) { row in
      LastMailRow(
        id: try row.id("id"), key: KeyRow(epoch: try row("epoch"), wrapped: try row("wrapped")),
        envelope: try row("envelope"), queuedAt: try row("queued_at"),
        discardAt: try row("discard_at"))
    }
  }

  /// Delivered.
  package static func delete(_ id: MailID, in rows: borrowing Rows) throws {
    try rows.run("DELETE FROM last_mail WHERE id = \(id.uuid)")
  }

  /// Discards those nobody could deliver in time.
  package static func discard(before now: Date, in rows: borrowing Rows) throws {
    try rows.run("DELETE FROM last_mail WHERE discard_at <= \(now)")
  }
}
