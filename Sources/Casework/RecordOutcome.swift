package import Domain
import Records

/// Records how the procedure ended for an application. What was open to the team is then locked.
package struct RecordOutcome: Sendable {
  package static let roles: Set<Role> = [.recruiter]
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// Refuses a second outcome, an impossible day, and an erasure within a week that wasn't
  /// confirmed by naming its day.
  package func callAsFunction(
    _ id: ApplicationID, _ decision: OutcomeDecision, by caller: Caller
  ) async throws {
    try await office.act(by: caller, Self.roles) { act, rows in
      try Locks.exclusive(id, in: rows)
      _ = try office.conclude(decision, on: id, by: caller.member.id, at: act, in: rows)
    }
  }
}

extension Office {
  /// Ends the procedure of an application, under its lock: what it was, and what was recorded.
  func conclude(
    _ decision: OutcomeDecision, on id: ApplicationID, by staff: StaffID, at act: Act,
    in rows: borrowing Rows
  ) throws -> (Workable, RecordedOutcome) {
    let found = try workable(id, on: act.today, in: rows)
    guard try Outcomes.standing(of: id, in: rows) == nil else { throw Refusal.alreadyDecided }
    guard !found.isEnding else { throw Refusal.unknown }
    try decision.check(receivedOn: time.day(of: found.receivedAt), today: act.today)
    if decision.outcome.followingGround == .evidence {
      try openEnding(of: id, at: act, in: rows)
    }
    try act.note(.outcomeRecorded, of: id, detail: decision.outcome.rawValue, in: rows)
    let outcome = try decide(
      decision, on: id, ending: [.procedure], cause: "outcomeRecorded", by: staff, at: act,
      in: rows)
    return (found, outcome)
  }
}
