import Domain
import Testing

/// No act leaves an application without a ground unless it erases it.
@Suite struct StateMachineTests {
  private let start: Day
  private let rules: RetentionRules

  init() throws {
    start = try #require(Day("2026-01-31"))
    rules = try Sample.rules()
  }

  @Test func noActLeavesAnApplicationWithoutAGround() throws {
    var seed = Seed(salt: 8)
    var erased = 0
    var refused = 0
    for life in 0..<3_000 {
      var model = ApplicationModel(
        receivedOn: start.adding(days: seed.number(0...1_500)), unsolicited: seed.chance(30),
        rules: rules)
      var history: [Act] = []
      for _ in 0..<40 where !model.isErased {
        let act = Act.random(&seed, today: model.today)
        let before = model
        history.append(act)
        do throws(Refusal) { try model.perform(act) } catch {
          refused += 1
          #expect(model.grounds == before.grounds && model.consents == before.consents)
        }
        check(model, after: act, from: before) {
          "life \(life), LETHE_TEST_SEED=\(Seed.ofThisRun): \(history)"
        }
      }
      if model.isErased { erased += 1 }
    }
    // A model that never erases, or refuses nothing, would prove nothing.
    #expect(erased > 500 && refused > 500)
  }

  private func check(
    _ model: ApplicationModel, after act: Act, from before: ApplicationModel,
    _ history: () -> Comment
  ) {
    let standing = model.retention.standing(on: model.today)
    if model.isRestricted {
      // Whatever ended or ran out meanwhile: it is kept, and no day is set.
      #expect(!model.isErased && model.retention.eraseOn(today: model.today) == nil, history())
      return
    }
    #expect(standing.isEmpty == model.isErased, history())
    if model.isErased {
      #expect(act.mayErase, history())
      #expect(!standing.contains { $0.kind.forbidsErasure }, history())
      return
    }
    #expect(model.stands(.procedure) == (model.outcome == nil), history())
    if let due = model.retention.eraseOn(today: model.today) {
      #expect(due > model.today, history())
    }
    for kind in [GroundKind.procedure, .pool, .employment] {
      #expect(standing.filter { $0.kind == kind }.count <= 1, history())
    }
    for pool in standing where pool.kind == .pool {
      #expect(model.today < pool.since.adding(months: 24), history())
    }
    // Nothing but time and the eraser's own bookkeeping ends a ground that has not expired,
    // except the acts whose meaning it is.
    if case .invite = act { #expect(standing == before.retention.standing(on: model.today)) }
  }

  @Test func whateverHappensNothingStaysForeverWithoutSomebodyWantingIt() throws {
    var seed = Seed(salt: 9)
    for _ in 0..<500 {
      var model = ApplicationModel(receivedOn: start, unsolicited: false, rules: rules)
      for _ in 0..<20 where !model.isErased {
        do throws(Refusal) { try model.perform(.random(&seed, today: model.today)) } catch {}
      }
      guard !model.isErased else { continue }
      let open =
        model.isRestricted
        || model.retention.standing(on: model.today).contains { $0.eraseFrom == nil }
      try model.perform(.pass(days: 800))
      #expect(model.isErased != open, "LETHE_TEST_SEED=\(Seed.ofThisRun)")
    }
  }

  @Test func aWithdrawalWhileEvidenceStandsLocksAndThenErases() throws {
    var model = ApplicationModel(receivedOn: start, unsolicited: false, rules: rules)
    try model.perform(.pass(days: 28))
    try model.perform(.recordOutcome(.rejected, endedOn: model.today, confirmed: false))
    try model.perform(.invite)
    try model.perform(.giveConsent(on: model.today))
    #expect(model.retention.eraseOn(today: model.today)?.description == "2028-02-27")
    try model.perform(.withdrawConsent)
    #expect(model.retention.standing(on: model.today).map(\.kind) == [.evidence])
    #expect(model.retention.eraseOn(today: model.today)?.description == "2026-08-29")
    try model.perform(.pass(days: 181))
    #expect(model.today.description == "2026-08-28" && !model.isErased)
    try model.perform(.pass(days: 1))
    #expect(model.isErased)
    #expect(throws: Refusal.unknown) { try model.perform(.invite) }
  }

  @Test func releasingTheLastHoldErasesAtOnce() throws {
    var model = ApplicationModel(receivedOn: start, unsolicited: false, rules: rules)
    try model.perform(.recordOutcome(.withdrawn, endedOn: start, confirmed: false))
    try model.perform(.placeHold)
    try model.perform(.placeHold)
    try model.perform(.pass(days: 400))
    #expect(throws: Refusal.forbidden(by: .hold)) { try model.perform(.requestErasure) }
    try model.perform(.releaseHold)
    #expect(!model.isErased)
    try model.perform(.releaseHold)
    #expect(model.isErased)
  }

  @Test func holdsOfTheApplicationAndOfItsVacancyEndEachForItself() throws {
    var model = ApplicationModel(receivedOn: start, unsolicited: false, rules: rules)
    try model.perform(.recordOutcome(.rejected, endedOn: start, confirmed: false))
    try model.perform(.holdVacancy)
    try model.perform(.placeHold)
    try model.perform(.oblige(days: 300))
    try model.perform(.pass(days: 301))
    #expect(model.retention.standing(on: model.today).map(\.kind) == [.hold, .hold])
    try model.perform(.releaseVacancy)
    #expect(throws: Refusal.alreadyReleased) { try model.perform(.releaseVacancy) }
    #expect(!model.isErased)
    try model.perform(.releaseHold)
    #expect(model.isErased)
  }

  @Test func aProvisionalHoldAndAnObligationRunOut() throws {
    var model = ApplicationModel(receivedOn: start, unsolicited: false, rules: rules)
    try model.perform(.recordOutcome(.rejected, endedOn: start, confirmed: false))
    try model.perform(.holdForAWeek)
    try model.perform(.pass(days: 7))
    #expect(model.retention.standing(on: model.today).map(\.kind) == [.evidence])
    try model.perform(.oblige(days: 365))
    #expect(throws: Refusal.forbidden(by: .legalObligation)) { try model.perform(.requestErasure) }
    try model.perform(.pass(days: 365))
    #expect(!model.isErased)
    try model.perform(.pass(days: 1))
    #expect(model.isErased)
  }

  @Test func anOutcomeDueWithinAWeekMustBeConfirmed() throws {
    var model = ApplicationModel(receivedOn: start, unsolicited: false, rules: rules)
    try model.perform(.pass(days: 300))
    let late = Act.recordOutcome(.rejected, endedOn: start, confirmed: false)
    let due = rules.evidenceEraseFrom(endedOn: start, outcome: .rejected)
    #expect(throws: Refusal.dueSoon(due)) { try model.perform(late) }
    #expect(model.stands(.procedure))
    try model.perform(.recordOutcome(.rejected, endedOn: start, confirmed: true))
    #expect(model.isErased)
  }
}
