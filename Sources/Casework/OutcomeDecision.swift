package import Domain
import Records
import Vault

/// What somebody decided about an application.
package struct OutcomeDecision: Sendable {
  package let outcome: OutcomeKind
  /// The day the procedure ended for this application.
  package let endedOn: Day
  /// Confirms an erasure that would come soon, by naming its day.
  package let confirmEraseOn: Day?

  package init(outcome: OutcomeKind, endedOn: Day, confirmEraseOn: Day? = nil) {
    self.outcome = outcome
    self.endedOn = endedOn
    self.confirmEraseOn = confirmEraseOn
  }

  /// The ground that keeps the application from now on.
  func ground(_ rules: RetentionRules) -> Ground {
    switch outcome.followingGround {
    case .employment: Ground(kind: .employment, since: endedOn)
    case let kind:
      Ground(
        kind: kind, since: endedOn,
        eraseFrom: rules.evidenceEraseFrom(endedOn: endedOn, outcome: outcome))
    }
  }

  /// Refuses an end that lies in the future or before the receipt.
  func check(receivedOn: Day, today: Day) throws(Refusal) {
    guard endedOn <= today else { throw .invalid(field: "endedOn", .inTheFuture) }
    guard endedOn >= receivedOn else { throw .invalid(field: "endedOn", .beforeReceipt) }
  }

  /// Refuses what would be erased within the coming week, unless its day was named.
  func check(eraseOn: Day?, today: Day) throws(Refusal) {
    guard let eraseOn, eraseOn <= today.adding(days: Window.dueSoonDays),
      eraseOn != confirmEraseOn
    else { return }
    throw .dueSoon(eraseOn)
  }
}

extension Office {
  /// Records a decision and lets its ground follow on what is open: the new ground first, the
  /// ended ones last, so that something stands at every moment.
  func decide(
    _ decision: OutcomeDecision, on id: ApplicationID, ending ended: Set<GroundKind>,
    cause: String, by staff: StaffID, at act: Act, in rows: borrowing Rows
  ) throws {
    let rules = try Installations.rules(in: rows)
    let open = try Grounds.all(of: id, in: rows).filter { $0.endedAt == nil }
    let new = decision.ground(rules)
    let kept = open.filter { !ended.contains($0.kind) }
    try decision.check(
      eraseOn: Retention.eraseOn(kept + [new], today: act.today), today: act.today)
    try Outcomes.record(
      .random(), decision.outcome, endedOn: decision.endedOn, of: id, by: staff, at: act.now,
      in: rows)
    try Grounds.add(new, to: id, rulesVersion: rules.version, in: rows)
    try Grounds.end(
      open.filter { ended.contains($0.kind) }.map(\.id), at: act.now, cause: cause, in: rows)
  }

  /// Takes the standing outcome back, with the reason sealed.
  func supersede(
    _ outcome: RecordedOutcome, of id: ApplicationID, because reason: Private<String>,
    by staff: StaffID, at act: Act, in rows: borrowing Rows
  ) throws {
    let sealed = try withKey(of: id, in: rows) {
      $0.seal(reason.reveal(), as: .supersededBecause(of: outcome.id))
    }
    try Outcomes.supersede(outcome.id, because: sealed, by: staff, at: act.now, in: rows)
  }
}
