package import Domain
import Records
import struct Foundation.Date
import struct Foundation.TimeInterval

/// What became of the mails of one round.
package struct MailReport: Sendable {
  package fileprivate(set) var sent = 0
  /// Those that wait for another attempt, by what came between.
  package fileprivate(set) var postponed: [MailProblem: Int] = [:]
  /// Those that can't be delivered.
  package fileprivate(set) var givenUp: [MailProblem: Int] = [:]
}

/// A queue of mails of one sort.
protocol MailQueue: Sendable {
  associatedtype Mail: Sendable
  associatedtype Sent: Sendable

  /// The next mail, which nobody else carries until the claim runs out.
  func claim(
    after last: MailClaim?, at moment: MailMoment
  ) async throws -> (claim: MailClaim, mail: Mail)?
  /// Keeps the claim while the mail is on its way.
  func renew(_ claim: MailClaim, until end: Date) async throws
  /// Writes the mail as it must read now and hands it over; `nil` if nothing true is left to say.
  func carry(_ mail: Mail, under claim: MailClaim, by postman: Postman) async throws -> Sent?
  /// Writes down what became of it, and what left.
  func settle(_ mail: Mail, _ claim: MailClaim, _ fate: MailFate, sent: Sent?) async throws
  /// Lets everything else wait.
  func postponeAll(until due: Date) async throws
}

/// One pass through a queue: each mail once, one after the other. Claims, attempts and pauses live
/// in real time, whatever a sandbox's clock says.
struct MailRound<Queue: MailQueue>: Sendable {
  private static var patienceWithDatabase: Int { 20 }

  let queue: Queue
  let postman: Postman
  let clock: LegalClock

  /// After a crash somebody else goes on this soon.
  private var claimSeconds: TimeInterval { postman.isAtHand ? 6 : 30 }

  /// One mail that fails doesn't keep the others; the first fault of ours is thrown in the end.
  func run(into report: inout MailReport) async throws {
    var last: MailClaim?
    var fault: (any Error)?
    while !Task.isCancelled {
      guard let (claim, mail) = try await queue.claim(after: last, at: moment()) else { break }
      last = claim
      do {
        guard try await carry(mail, claim, into: &report) else { break }
      } catch {
        fault = fault ?? error
      }
    }
    if let fault { throw fault }
  }

  private func moment() -> MailMoment {
    let now = Date()
    return MailMoment(now: now, end: now.addingTimeInterval(claimSeconds))
  }

  /// False if the mails behind this one would meet the same.
  private func carry(
    _ mail: Queue.Mail, _ claim: MailClaim, into report: inout MailReport
  ) async throws -> Bool {
    let now = try clock.now()
    let sent: Queue.Sent?
    do {
      sent = try await keeping(claim) {
        try await queue.carry(mail, under: claim, by: postman)
      }
    } catch let problem as MailProblem {
      return try await note(problem, mail, claim, into: &report)
    } catch {
      try await settle(mail, claim, .returned)
      throw error
    }
    report.sent += sent == nil ? 0 : 1
    do {
      try await settle(mail, claim, .settled(at: now), sent: sent)
    } catch {
      // Whatever can't be noted about it: what has left must not leave again.
      try await settle(mail, claim, .settled(at: now))
      throw error
    }
    return true
  }

  private func note(
    _ problem: MailProblem, _ mail: Queue.Mail, _ claim: MailClaim,
    into report: inout MailReport
  ) async throws -> Bool {
    let now = Date()
    if postman.patience.isOver(problem, since: claim.firstTriedAt, at: now) {
      try await settle(mail, claim, .givenUp(problem, at: try clock.now()))
      report.givenUp[problem, default: 0] += 1
      return !problem.concernsAll
    }
    let due = now.addingTimeInterval(postman.patience.pause(after: claim.attempts + 1))
    try await settle(mail, claim, .postponed(problem, until: due))
    report.postponed[problem, default: 0] += 1
    if problem.concernsAll { try await queue.postponeAll(until: due) }
    return !problem.concernsAll
  }

  /// Keeps the claim for as long as `body` takes. What counts is how `body` ends, also where the
  /// round is told to stop meanwhile.
  private func keeping(
    _ claim: MailClaim, _ body: @escaping @Sendable () async throws -> Queue.Sent?
  ) async throws -> Queue.Sent? {
    try await withThrowingTaskGroup(of: Turn.self) { group in
      defer { group.cancelAll() }
      group.addTask { .carried(try await body()) }
      group.addTask {
        while true {
          do { try await Task.sleep(for: .seconds(claimSeconds / 3)) } catch { return .ended }
          // Should the database be away, the mail is on its way all the same.
          do { try await queue.renew(claim, until: moment().end) } catch { continue }
        }
      }
      for try await turn in group {
        if case .carried(let sent) = turn { return sent }
      }
      return nil
    }
  }

  /// How a task beside the mail ended.
  private enum Turn: Sendable {
    case carried(Queue.Sent?)
    case ended
  }

  /// What has left is written down even where the round is told to stop, and tried again where the
  /// database is away: only what isn't written down is ever sent twice.
  private func settle(
    _ mail: Queue.Mail, _ claim: MailClaim, _ fate: MailFate, sent: Queue.Sent? = nil
  ) async throws {
    try await Task {
      for turn in 1...Self.patienceWithDatabase {
        do {
          return try await queue.settle(mail, claim, fate, sent: sent)
        } catch {
          guard Fault.isOutage(error), turn < Self.patienceWithDatabase else { throw error }
          try await Task.sleep(for: .milliseconds(250))
        }
      }
    }.value
  }
}
