package import Domain
import Postgres
package import struct Foundation.Date
package import struct Foundation.UUID

/// What a queued mail is about; its words and address are put in when it leaves.
package enum LetterKind: String, CaseIterable, Sendable {
  case acknowledgement, notice, invitation, confirmation, renewal, reminder, receipt, proposal
  case liftingAnnounced, objectionDecided, storageInvitation, storageConfirmation
}

/// A mail that waits.
package struct OutboxRow: Sendable {
  package let id: MailID
  package let application: ApplicationID
  package let kind: LetterKind
  package let consent: ConsentID?
  package let link: LinkID?
  /// The objection whose decision it tells.
  package let objection: ObjectionID?
  package let queuedAt: Date

  package init(
    id: MailID = .random(), application: ApplicationID, kind: LetterKind,
    consent: ConsentID? = nil, link: LinkID? = nil, objection: ObjectionID? = nil, queuedAt: Date
  ) {
    self.id = id
    self.application = application
    self.kind = kind
    self.consent = consent
    self.link = link
    self.objection = objection
    self.queuedAt = queuedAt
  }
}

/// The queue of mails to applicants. It goes with the application.
package enum Outbox {
  /// Queues a mail; it commits with its act.
  package static func queue(_ mail: OutboxRow, in rows: borrowing Rows) throws {
    try rows.later(
      """
      INSERT INTO outbox (id, application_id, kind, consent_id, link_id, objection_id, queued_at)
      VALUES (\(mail.id.uuid), \(mail.application.uuid), \(mail.kind.rawValue),
        \(mail.consent?.uuid), \(mail.link?.uuid), \(mail.objection?.uuid), \(mail.queuedAt))
      """)
  }

  /// Claims the oldest mail that is due and that nobody carries, after the one given.
  package static func claim(
    after last: MailClaim?, at moment: MailMoment, in rows: borrowing Rows
  ) throws -> (claim: MailClaim, mail: OutboxRow)? {
    let (place, token) = (last?.place ?? .start, UUID())
    return try rows.first(
      """
      UPDATE outbox SET claim = \(token), claimed_until = \(moment.end),
        first_tried_at = coalesce(first_tried_at, \(moment.now))
      WHERE id = (SELECT id FROM outbox WHERE sent_at IS NULL AND given_up_at IS NULL
        AND (queued_at, id) > (\(place.queuedAt), \(place.id.uuid))
        AND (due_at IS NULL OR due_at <= \(moment.now))
        AND (claimed_until IS NULL OR claimed_until <= \(moment.now))
        AND \(sql: isFree)
        ORDER BY queued_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
      RETURNING id, application_id, kind, consent_id, link_id, objection_id, queued_at, attempts,
        first_tried_at
      """
    ) { (try $0.claim(token), try read($0)) }
  }

  /// Whether the claim still holds: the mail wasn't erased with its application meanwhile.
  package static func holds(_ claim: MailClaim, in rows: borrowing Rows) throws -> Bool {
    try rows.first(
      "SELECT 1 AS one FROM outbox WHERE id = \(claim.mail.uuid) AND claim = \(claim.token)"
    ) { _ in true } ?? false
  }

  /// Keeps a claim that hasn't been taken over.
  package static func renew(
    _ claim: MailClaim, until end: Date, in rows: borrowing Rows
  ) throws {
    try rows.run(
      """
      UPDATE outbox SET claimed_until = \(end)
      WHERE id = \(claim.mail.uuid) AND claim = \(claim.token)
      """)
  }

  /// Writes down what became of it; `false` if it was erased, or is somebody else's by now.
  package static func settle(
    _ claim: MailClaim, _ fate: MailFate, in rows: borrowing Rows
  ) throws -> Bool {
    let (id, token) = (claim.mail.uuid, claim.token)
    return switch fate {
    case .settled(let now):
      // Whoever claimed it meanwhile carries the same mail: it has left all the same.
      try rows.run(
        """
        UPDATE outbox SET sent_at = \(now), claim = NULL, claimed_until = NULL
        WHERE id = \(id) AND sent_at IS NULL
        """) == 1
    case .postponed(let problem, let due):
      try rows.run(
        """
        UPDATE outbox SET claim = NULL, claimed_until = NULL, attempts = attempts + 1,
          problem = \(problem.rawValue), due_at = \(due)
        WHERE id = \(id) AND claim = \(token)
        """) == 1
    case .givenUp(let problem, let now):
      try rows.run(
        """
        UPDATE outbox SET claim = NULL, claimed_until = NULL, attempts = attempts + 1,
          problem = \(problem.rawValue), given_up_at = \(now)
        WHERE id = \(id) AND claim = \(token)
        """) == 1
    case .returned:
      try rows.run(
        """
        UPDATE outbox SET claim = NULL, claimed_until = NULL
        WHERE id = \(id) AND claim = \(token)
        """) == 1
    }
  }

  /// Lets everything wait that would meet the same problem.
  package static func postponeAll(until due: Date, in rows: borrowing Rows) throws {
    try rows.run(
      """
      UPDATE outbox SET due_at = \(due)
      WHERE sent_at IS NULL AND given_up_at IS NULL AND claim IS NULL
        AND (due_at IS NULL OR due_at < \(due))
      """)
  }

  /// While processing is restricted nothing leaves but what tells of it, and what answers a
  /// withdrawal; the rest waits.
  private static let isFree: StaticString = """
    (kind IN ('liftingAnnounced', 'objectionDecided', 'receipt')
      OR NOT EXISTS (SELECT FROM application a
        WHERE a.id = outbox.application_id AND a.standing && '{restriction}'))
    """

  private static func read(_ row: borrowing Row) throws -> OutboxRow {
    OutboxRow(
      id: try row.id("id"), application: try row.id("application_id"),
      kind: try row.word("kind"), consent: try row.id("consent_id"),
      link: try row.id("link_id"), objection: try row.id("objection_id"),
      queuedAt: try row("queued_at"))
  }

  /// How many wait, and since when the oldest; and how many were given up.
  package static func backlog(in rows: borrowing Rows) throws -> MailBacklog {
    try rows.first(
      """
      SELECT count(*) FILTER (WHERE given_up_at IS NULL) AS waiting,
        min(queued_at) FILTER (WHERE given_up_at IS NULL) AS oldest,
        count(*) FILTER (WHERE given_up_at IS NOT NULL) AS given_up
      FROM outbox WHERE sent_at IS NULL AND \(sql: isFree)
      """
    ) {
      MailBacklog(waiting: try $0("waiting"), oldest: try $0("oldest"), givenUp: try $0("given_up"))
    }
      ?? MailBacklog()
  }
}

/// What a queue of mails holds.
package struct MailBacklog: Sendable {
  package let waiting: Int
  package let oldest: Date?
  package let givenUp: Int

  package init(waiting: Int = 0, oldest: Date? = nil, givenUp: Int = 0) {
    self.waiting = waiting
    self.oldest = oldest
    self.givenUp = givenUp
  }
}

/// A letter that could not be delivered, as recruiters see it.
package struct UndeliveredRow: Sendable {
  package let id: MailID
  package let application: ApplicationID
  package let kind: LetterKind
  package let problem: MailProblem
  package let since: Date
}

extension Outbox {
  /// What was given up, of applications the actor may see, newest first.
  package static func givenUp(limit: Int, in rows: borrowing Rows) throws -> [UndeliveredRow] {
    try rows.all(
      """
      SELECT id, application_id, kind, problem, given_up_at FROM outbox
      WHERE sent_at IS NULL AND given_up_at IS NOT NULL
      ORDER BY given_up_at DESC, id DESC LIMIT \(limit)
      """
    ) { row in
      UndeliveredRow(
        id: try row.id("id"), application: try row.id("application_id"),
        kind: try row.word("kind"), problem: try row.word("problem"),
        since: try row("given_up_at"))
    }
  }

  /// Has it tried again from the beginning; `false` if it isn't one that was given up.
  package static func retry(
    _ id: MailID, of application: ApplicationID, in rows: borrowing Rows
  ) throws -> Bool {
    try rows.run(
      """
      UPDATE outbox SET given_up_at = NULL, problem = NULL, attempts = 0, first_tried_at = NULL,
        due_at = NULL
      WHERE id = \(id.uuid) AND application_id = \(application.uuid)
        AND sent_at IS NULL AND given_up_at IS NOT NULL
      """) == 1
  }

  /// Takes one out that was given up; `false` if it isn't one.
  package static func drop(
    _ id: MailID, of application: ApplicationID, in rows: borrowing Rows
  ) throws -> Bool {
    try rows.run(
      """
      DELETE FROM outbox WHERE id = \(id.uuid) AND application_id = \(application.uuid)
        AND sent_at IS NULL AND given_up_at IS NOT NULL
      """) == 1
  }
}
