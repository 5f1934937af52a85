package import Domain
import Postgres
package import struct Foundation.Date
package import struct Foundation.UUID

/// What a mail to the staff is about.
package enum StaffMailKind: String, CaseIterable, Sendable {
  case digest
}

/// A mail to somebody on the staff, on its way.
package struct StaffMailRow: Sendable {
  package let id: MailID
  package let staff: StaffID
  package let kind: StaffMailKind
}

/// The queue of mails to the staff.
package enum StaffMails {
  /// Queues the digests of a day, once; `false` if that day's have been queued before.
  package static func queueDigests(
    to staff: [StaffID], of day: Day, at now: Date, in rows: borrowing Rows
  ) throws -> Bool {
    let isFirst =
      try rows.run(
        """
        INSERT INTO digest_day (day, queued_at) VALUES (\(day.stored), \(now))
        ON CONFLICT (day) DO NOTHING
        """) == 1
    guard isFirst else { return false }
    for member in staff {
      try rows.later(
        """
        INSERT INTO staff_mail (id, staff_id, kind, day, queued_at)
        VALUES (\(MailID.random().uuid), \(member.uuid), \(StaffMailKind.digest.rawValue),
          \(day.stored), \(now))
        ON CONFLICT (staff_id, kind, day) DO NOTHING
        """)
    }
    return true
  }

  /// Whether that day's digests have been queued.
  package static func areQueued(of day: Day, in rows: borrowing Rows) throws -> Bool {
    try rows.first("SELECT 1 AS one FROM digest_day WHERE day = \(day.stored)") { _ in true }
      ?? false
  }

  /// Claims the oldest mail that is due and that nobody carries, after the one given.
  package static func claim(
    after last: MailClaim?, at moment: MailMoment, in rows: borrowing Rows
  ) throws -> (claim: MailClaim, mail: StaffMailRow)? {
    let (place, token) = (last?.place ?? .start, UUID())
    return try rows.first(
      """
      UPDATE staff_mail SET claim = \(token), claimed_until = \(moment.end),
        first_tried_at = coalesce(first_tried_at, \(moment.now))
      WHERE id = (SELECT id FROM staff_mail WHERE sent_at IS NULL AND given_up_at IS NULL
        AND (queued_at, id) > (\(place.queuedAt), \(place.id.uuid))
        AND (due_at IS NULL OR due_at <= \(moment.now))
        AND (claimed_until IS NULL OR claimed_until <= \(moment.now))
        ORDER BY queued_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
      RETURNING id, staff_id, kind, queued_at, attempts, first_tried_at
      """
    ) { row in
      (
        try row.claim(token),
        StaffMailRow(
          id: try row.id("id"), staff: try row.id("staff_id"), kind: try row.word("kind"))
      )
    }
  }

  /// Keeps a claim that hasn't been taken over.
  package static func renew(
    _ claim: MailClaim, until end: Date, in rows: borrowing Rows
  ) throws {
    try rows.run(
      """
      UPDATE staff_mail SET claimed_until = \(end)
      WHERE id = \(claim.mail.uuid) AND claim = \(claim.token)
      """)
  }

  /// Writes down what became of it; `false` if it has gone, or is somebody else's by now.
  package static func settle(
    _ claim: MailClaim, _ fate: MailFate, in rows: borrowing Rows
  ) throws -> Bool {
    let (id, token) = (claim.mail.uuid, claim.token)
    return switch fate {
    case .settled(let now):
      try rows.run(
        """
        UPDATE staff_mail SET sent_at = \(now), claim = NULL, claimed_until = NULL
        WHERE id = \(id) AND sent_at IS NULL
        """) == 1
    case .postponed(let problem, let due):
      try rows.run(
        """
        UPDATE staff_mail SET claim = NULL, claimed_until = NULL, attempts = attempts + 1,
          problem = \(problem.rawValue), due_at = \(due)
        WHERE id = \(id) AND claim = \(token)
        """) == 1
    case .givenUp(let problem, let now):
      try rows.run(
        """
        UPDATE staff_mail SET claim = NULL, claimed_until = NULL, attempts = attempts + 1,
          problem = \(problem.rawValue), given_up_at = \(now)
        WHERE id = \(id) AND claim = \(token)
        """) == 1
    case .returned:
      try rows.run(
        """
        UPDATE staff_mail SET claim = NULL, claimed_until = NULL
        WHERE id = \(id) AND claim = \(token)
        """) == 1
    }
  }

  /// Lets everything wait that would meet the same problem.
  package static func postponeAll(until due: Date, in rows: borrowing Rows) throws {
    try rows.run(
      """
      UPDATE staff_mail SET due_at = \(due)
      WHERE sent_at IS NULL AND given_up_at IS NULL AND claim IS NULL
        AND (due_at IS NULL OR due_at < \(due))
      """)
  }

  /// How many wait, and since when the oldest; and how many were given up.
  package static func backlog(in rows: borrowing Rows) throws -> MailBacklog {
    try rows.first(
      """
      SELECT count(*) FILTER (WHERE given_up_at IS NULL) AS waiting,
        min(queued_at) FILTER (WHERE given_up_at IS NULL) AS oldest,
        count(*) FILTER (WHERE given_up_at IS NOT NULL) AS given_up
      FROM staff_mail WHERE sent_at IS NULL
      """
    ) {
      MailBacklog(
        waiting: try $0("waiting"), oldest: try $0("oldest"), givenUp: try $0("given_up"))
    } ?? MailBacklog()
  }

  /// Forgets what was about days before this one.
  package static func forget(before day: Day, in rows: borrowing Rows) throws {
    try rows.run("DELETE FROM staff_mail WHERE day < \(day.stored)")
    try rows.run("DELETE FROM digest_day WHERE day < \(day.stored)")
  }
}
