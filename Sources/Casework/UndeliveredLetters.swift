package import Domain
import Records
package import struct Foundation.Date

/// A letter that could not be delivered.
package struct UndeliveredLetter: Sendable {
  package let id: MailID
  package let application: ApplicationID
  /// What it is about: the word of the queue, such as `notice`.
  package let kind: String
  package let problem: MailProblem
  /// When it was given up.
  package let since: Date
}

/// Letters that could not be delivered stay visible until somebody has them tried again, after
/// correcting the address for example, or takes them out because the person was told otherwise.
package struct UndeliveredLetters: Sendable {
  package static let roles: Set<Role> = [.recruiter]
  private static let most = 200
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// Of the applications the caller may see, newest first.
  package func callAsFunction(by caller: Caller) async throws -> [UndeliveredLetter] {
    try await office.act(by: caller, Self.roles) { _, rows in
      try Outbox.givenUp(limit: Self.most, in: rows).map { row in
        UndeliveredLetter(
          id: row.id, application: row.application, kind: row.kind.rawValue,
          problem: row.problem, since: row.since)
      }
    }
  }

  /// Has one tried again from the beginning, at the address that counts now.
  package func tryAgain(
    _ id: MailID, of application: ApplicationID, by caller: Caller
  ) async throws {
    try await office.act(by: caller, Self.roles) { act, rows in
      try Locks.exclusive(application, in: rows)
      guard try Outbox.retry(id, of: application, in: rows) else { throw Refusal.unknown }
      try act.note(.mailRetried, of: application, in: rows)
    }
    await office.deliverAtOnce()
  }

  /// Takes one out.
  package func takeOut(
    _ id: MailID, of application: ApplicationID, by caller: Caller
  ) async throws {
    try await office.act(by: caller, Self.roles) { act, rows in
      try Locks.exclusive(application, in: rows)
      guard try Outbox.drop(id, of: application, in: rows) else { throw Refusal.unknown }
      try act.note(.mailDropped, of: application, in: rows)
    }
  }
}
