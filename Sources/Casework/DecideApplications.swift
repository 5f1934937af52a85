package import Domain
import Records

/// Records one decision for one or several applications, tells the applicants and asks them about
/// the pool. Each is decided in a transaction of its own, so that one doesn't keep the others.
package struct DecideApplications: Sendable {
  package static let roles: Set<Role> = [.recruiter]
  private static let call = "decisions"
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// What became of each, in their order. A decision that comes again answers as before and does
  /// nothing twice; after a fault that is how it is finished.
  package func callAsFunction(
    _ group: GroupDecision, by caller: Caller
  ) async throws -> [DecisionAnswer] {
    try caller.mustBe(Self.roles)
    try group.check(today: office.today())
    try group.checkCount()
    var answers: [DecisionAnswer] = []
    for target in group.targets {
      answers.append(try await answer(target, of: group, by: caller))
    }
    await office.deliverAtOnce()
    return answers
  }

  private func answer(
    _ target: GroupDecision.Target, of group: GroupDecision, by caller: Caller
  ) async throws -> DecisionAnswer {
    let id = target.application
    let once = Caller(
      member: caller.member, reason: caller.reason, idempotencyKey: "\(group.id) \(id)")
    if group.isAsked(target) { try await office.inheritObjection(id) }
    do {
      return try await office.act(by: once, Self.roles) { act, rows in
        let earlier = try office.earlierAnswer(to: Self.call, by: once, in: rows)
        try Locks.exclusive(id, in: rows)
        let candidate = try office.candidate(id, at: act, in: rows)
        let recorded =
          try earlier.map { try repeated($0, candidate, group.decision, at: act, in: rows) }
          ?? record(target, candidate, of: group, by: once, at: act, in: rows)
        return DecisionAnswer(application: id, name: candidate?.name, fate: .recorded(recorded))
      }
    } catch let refusal as Refusal {
      return try await office.act(by: caller, Self.roles) { act, rows in
        let candidate = try office.candidate(id, at: act, in: rows)
        if candidate != nil { try act.note(.applicationsListed, detail: "1", in: rows) }
        let why = candidate?.obstacle(after: refusal) ?? .refused(.unknown)
        return DecisionAnswer(application: id, name: candidate?.name, fate: .not(why))
      }
    }
  }

  private func record(
    _ target: GroupDecision.Target, _ candidate: Candidate?, of group: GroupDecision,
    by caller: Caller, at act: Act, in rows: borrowing Rows
  ) throws -> DecisionAnswer.Recorded {
    guard let candidate else { throw Refusal.unknown }
    let (id, staff) = (target.application, caller.member.id)
    let (found, outcome) = try office.conclude(
      group.decision, on: id, by: staff, at: act, in: rows)
    var (telling, asking) = (Telling.nothing, Asking.nothing)
    if group.isTold {
      telling = found.isMailable ? .mail : .letter
      if found.isMailable {
        try office.tell(
          .mailed(on: act.today), of: outcome, id, found, by: staff, at: act, in: rows)
      }
    }
    if group.isAsked(target) {
      let language = target.language ?? candidate.language
      asking = try Asking(from: {
        try office.ask(id, found, language: language, by: staff, at: act, in: rows).leaves
      })
    }
    try office.keepAnswer(
      outcome.id.uuid, number: telling.rawValue * 10 + asking.rawValue, to: Self.call, by: caller,
      at: act, in: rows)
    return try consequence(of: id, group.decision, telling, asking, at: act, in: rows)
  }

  private func repeated(
    _ answer: FirstAnswers.Answer, _ candidate: Candidate?, _ decision: OutcomeDecision,
    at act: Act, in rows: borrowing Rows
  ) throws -> DecisionAnswer.Recorded {
    let number = answer.number ?? 0
    return try consequence(
      of: candidate?.id, decision, Telling(rawValue: number / 10) ?? .nothing,
      Asking(rawValue: number % 10) ?? .nothing, at: act, in: rows)
  }

  /// What stands once it is recorded.
  private func consequence(
    of id: ApplicationID?, _ decision: OutcomeDecision, _ telling: Telling, _ asking: Asking,
    at act: Act, in rows: borrowing Rows
  ) throws -> DecisionAnswer.Recorded {
    let grounds = try id.map { try Grounds.all(of: $0, in: rows) } ?? []
    return DecisionAnswer.Recorded(
      through: decision.ground(try Installations.rules(in: rows)).through,
      eraseOn: grounds.isEmpty ? nil : Retention.eraseOn(grounds, today: act.today),
      telling: telling, asking: asking)
  }
}

extension Asking {
  /// How asking went; `leaves` says whether a letter does.
  init(from leaves: () throws -> Bool) throws {
    do { self = try leaves() ? .mail : .alreadyAsked } catch let refusal as Refusal {
      switch refusal {
      case .noAddress: self = .letter
      case .alreadyInPool: self = .alreadyInPool
      case .answeredNo, .objected: self = .answeredNo
      default: throw refusal
      }
    }
  }
}
