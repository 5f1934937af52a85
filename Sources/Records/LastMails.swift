package import Domain
import Postgres
package import struct Foundation.Date
package import struct Foundation.UUID

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

  /// Claims the oldest that is due and that nobody carries, after the one given.
  package static func claim(
    after last: MailClaim?, at moment: MailMoment, in rows: borrowing Rows
  ) throws -> (claim: MailClaim, mail: LastMailRow)? {
    let (place, token) = (last?.place ?? .start, UUID())
    return try rows.first(
      """
      UPDATE last_mail SET claim = \(token), claimed_until = \(moment.end),
        first_tried_at = coalesce(first_tried_at, \(moment.now))
      WHERE id = (SELECT id FROM last_mail
        WHERE (queued_at, id) > (\(place.queuedAt), \(place.id.uuid))
        AND (due_at IS NULL OR due_at <= \(moment.now))
        AND (claimed_until IS NULL OR claimed_until <= \(moment.now))
        ORDER BY queued_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
      RETURNING id, epoch, wrapped, envelope, queued_at, discard_at, attempts, first_tried_at
      """
    ) { row in
      (
        try row.claim(token),
        LastMailRow(
          id: try row.id("id"),
          key: KeyRow(epoch: try row("epoch"), wrapped: try row("wrapped")),
          envelope: try row("envelope"), queuedAt: try row("queued_at"),
          discardAt: try row("discard_at"))
      )
    }
  }

  /// Keeps a claim that hasn't been taken over.
  package static func renew(
    _ claim: MailClaim, until end: Date, in rows: borrowing Rows
  ) throws {
    try rows.run(
      """
      UPDATE last_mail SET claimed_until = \(end)
      WHERE id = \(claim.mail.uuid) AND claim = \(claim.token)
      """)
  }

  /// Writes down what became of it: delivered or given up, nothing of it stays. `false` if it has
  /// gone already, or is somebody else's by now.
  package static func settle(
    _ claim: MailClaim, _ fate: MailFate, in rows: borrowing Rows
  ) throws -> Bool {
    let (id, token) = (claim.mail.uuid, claim.token)
    return switch fate {
    case .settled: try rows.run("DELETE FROM last_mail WHERE id = \(id)") == 1
    case .givenUp:
      try rows.run("DELETE FROM last_mail WHERE id = \(id) AND claim = \(token)") == 1
    case .postponed(let problem, let due):
      try rows.run(
        """
        UPDATE last_mail SET claim = NULL, claimed_until = NULL, attempts = attempts + 1,
          problem = \(problem.rawValue), due_at = \(due)
        WHERE id = \(id) AND claim = \(token)
        """) == 1
    case .returned:
      try rows.run(
        """
        UPDATE last_mail SET claim = NULL, claimed_until = NULL
        WHERE id = \(id) AND claim = \(token)
        """) == 1
    }
  }

  /// Lets everything wait that would meet the same problem.
  package static func postponeAll(until due: Date, in rows: borrowing Rows) throws {
    try rows.run(
      """
      UPDATE last_mail SET due_at = \(due)
      WHERE claim IS NULL AND (due_at IS NULL OR due_at < \(due))
      """)
  }

  /// How many wait, and since when the oldest.
  package static func backlog(in rows: borrowing Rows) throws -> MailBacklog {
    try rows.first("SELECT count(*) AS waiting, min(queued_at) AS oldest FROM last_mail") {
      MailBacklog(waiting: try $0("waiting"), oldest: try $0("oldest"))
    } ?? MailBacklog()
  }

  /// Discards those nobody could deliver in time.
  package static func discard(before now: Date, in rows: borrowing Rows) throws {
    try rows.run("DELETE FROM last_mail WHERE discard_at <= \(now)")
  }
}
