package import Domain
import Records
import Vault

/// What somebody decided about an application.
package struct OutcomeDecision: Sendable {
  package let outcome: OutcomeKind
  /// The day the procedure ended for this application.
  package let endedOn: Day
  /// Confirms erasures that would come soon, by naming their days.
  let confirmed: Set<Day>

  package init(outcome: OutcomeKind, endedOn: Day, confirmEraseOn: Day? = nil) {
    self.init(
      outcome: outcome, endedOn: endedOn, confirmed: confirmEraseOn.map { [$0] } ?? [])
  }

  /// For several applications, whose days may differ.
  package init(outcome: OutcomeKind, endedOn: Day, confirmed: Set<Day>) {
    self.outcome = outcome
    self.endedOn = endedOn
    self.confirmed = confirmed
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
    try check(today: today)
    guard endedOn >= receivedOn else { throw .invalid(field: "endedOn", .beforeReceipt) }
  }

  /// Refuses an end that lies in the future.
  func check(today: Day) throws(Refusal) {
    guard endedOn <= today else { throw .invalid(field: "endedOn", .inTheFuture) }
  }
}

/// What a decision brings about for one application.
struct Consequence: Sendable {
  /// The ground that keeps it from now on.
  let ground: Ground
  /// What keeps it besides.
  let kept: [Ground]
  /// What the decision ends.
  let ended: [Ground]
  let eraseOn: Day?

  /// Everything that stands afterwards.
  var standing: [Ground] { kept + [ground] }

  init(
    of decision: OutcomeDecision, open: [Ground], ending kinds: Set<GroundKind>,
    rules: RetentionRules, today: Day
  ) {
    ground = decision.ground(rules)
    kept = open.filter { !kinds.contains($0.kind) }
    ended = open.filter { kinds.contains($0.kind) }
    eraseOn = Retention.eraseOn(kept + [ground], today: today)
  }

  /// The day that has to be confirmed, because it comes within a week.
  func dueSoon(today: Day) -> Day? {
    eraseOn.flatMap { $0 <= today.adding(days: Window.dueSoonDays) ? $0 : nil }
  }
}

extension Office {
  /// Records a decision and lets its ground follow on what is open: the new ground first, the
  /// ended ones last, so that something stands at every moment. What was recorded. Refuses what
  /// would be erased within the coming week, unless its day was named.
  @discardableResult
  func decide(
    _ decision: OutcomeDecision, on id: ApplicationID, ending ended: Set<GroundKind>,
    cause: String, by staff: StaffID, at act: Act, in rows: borrowing Rows
  ) throws -> RecordedOutcome {
    try Locks.sharedRules(in: rows)
    let rules = try Installations.rules(in: rows)
    let open = try Grounds.all(of: id, in: rows).filter { $0.endedAt == nil }
    let consequence = Consequence(
      of: decision, open: open, ending: ended, rules: rules, today: act.today)
    if let day = consequence.dueSoon(today: act.today), !decision.confirmed.contains(day) {
      throw Refusal.dueSoon(day)
    }
    let outcome = RecordedOutcome(
      id: .random(), kind: decision.outcome, endedOn: decision.endedOn, recordedAt: act.now)
    try Outcomes.record(
      outcome.id, outcome.kind, endedOn: outcome.endedOn, of: id, by: staff, at: act.now, in: rows)
    try Grounds.add(consequence.ground, to: id, rulesVersion: rules.version, in: rows)
    try Grounds.end(consequence.ended.map(\.id), at: act.now, cause: cause, in: rows)
    return outcome
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
