package import Domain
import Records

/// Corrects a recorded outcome: recruiters within 14 days, the privacy officer at any time.
package struct CorrectOutcome: Sendable {
  package static let roles: Set<Role> = [.recruiter, .privacyOfficer]
  /// What the outcome that stood, or the procedure before it, had brought about.
  static let endedKinds: Set<GroundKind> = [.procedure, .evidence, .employment]
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// The outcome that stood is superseded, not overwritten; the periods are counted anew.
  package func callAsFunction(
    _ id: ApplicationID, _ decision: OutcomeDecision, reason: Private<String>,
    by caller: Caller
  ) async throws {
    try await office.act(by: caller, Self.roles) { act, rows in
      let (found, outcome) = try office.correctable(id, by: caller, at: act, in: rows)
      try decision.check(
        receivedOn: office.time.day(of: found.receivedAt), today: act.today)
      let locks = decision.outcome.followingGround == .evidence
      if locks && !found.isEnding && outcome.kind.followingGround == .employment {
        try office.openEnding(of: id, at: act, in: rows)
      }
      try office.supersede(
        outcome, of: id, because: reason, by: caller.member.id, at: act, in: rows)
      try act.note(.outcomeCorrected, of: id, detail: decision.outcome.rawValue, in: rows)
      try office.decide(
        decision, on: id, ending: Self.endedKinds,
        cause: "outcomeCorrected", by: caller.member.id, at: act, in: rows)
      if !locks { try Endings.close(id, in: rows) }
    }
  }
}

extension Office {
  /// The decided application whose outcome the caller may still change, under its lock.
  func correctable(
    _ id: ApplicationID, by caller: Caller, at act: Act, in rows: borrowing Rows
  ) throws -> (Workable, RecordedOutcome) {
    try Locks.exclusive(id, in: rows)
    let found = try workable(id, on: act.today, in: rows)
    guard let outcome = try Outcomes.standing(of: id, in: rows) else { throw Refusal.notDecided }
    if caller.member.role == .recruiter && !found.isEnding {
      let last = time.day(of: outcome.recordedAt).adding(days: Window.endingDays)
      guard act.today <= last else { throw Refusal.correctionTooLate }
    }
    guard try !HandOvers.exists(id, in: rows) else { throw Refusal.handedOver }
    return (found, outcome)
  }
}
