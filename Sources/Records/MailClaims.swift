package import Domain
import Postgres
package import struct Foundation.Date
package import struct Foundation.UUID

/// Somebody's right to carry one mail away, until it runs out: two never carry the same one.
package struct MailClaim: Sendable {
  package let mail: MailID
  /// Who holds it. Whoever claims the mail next has another one.
  package let token: UUID
  /// How often it was tried and failed.
  package let attempts: Int
  package let firstTriedAt: Date
  /// Where the mail stands in its queue.
  let place: MailPlace
}

/// A place in a queue of mails: oldest first.
struct MailPlace: Sendable {
  let queuedAt: Date
  let id: MailID

  /// Before all others.
  static let start = MailPlace(queuedAt: .distantPast, id: .lowest)
}

/// When a mail is claimed, in real time.
package struct MailMoment: Sendable {
  package let now: Date
  /// When the claim runs out.
  package let end: Date

  package init(now: Date, end: Date) {
    self.now = now
    self.end = end
  }
}

/// What became of a claimed mail.
package enum MailFate: Sendable {
  /// The server has it, or it has become untrue and is struck.
  case settled(at: Date)
  /// To be tried again.
  case postponed(MailProblem, until: Date)
  /// Never to be tried again.
  case givenUp(MailProblem, at: Date)
  /// Something went wrong here, not with the mail: it waits as before.
  case returned
}

extension Row {
  /// The claim that a claiming statement returns.
  func claim(_ token: UUID) throws -> MailClaim {
    let id: MailID = try self.id("id")
    return MailClaim(
      mail: id, token: token, attempts: try self("attempts"),
      firstTriedAt: try self("first_tried_at"),
      place: MailPlace(queuedAt: try self("queued_at"), id: id))
  }
}
