import Casework
import Domain
import Records
import Support
import Testing

/// Random lives: whatever people do and in whichever order, no act leaves an application without a
/// ground unless it erases it, and what explains an erasure is what erases. `LETHE_TEST_SEED`
/// repeats a run.
@Suite(.office) struct RandomLifeTests {
  private static let lives = 100
  private static let acts = 80
  let here = TestOffice.current

  @Test func noActLeavesAnApplicationWithoutAGroundUnlessItErasesIt() async throws {
    var chance = Chance(salt: 7)
    var ends: [ErasureCause: Int] = [:]
    for _ in 0..<Self.lives {
      if let cause = try await live(&chance) { ends[cause, default: 0] += 1 }
    }
    print("random lives that ended: \(ends)")
    // Lives that all end alike would prove little.
    #expect(ends.count > 1)
  }

  /// One life; why it ended, if it did.
  private func live(_ chance: inout Chance) async throws -> ErasureCause? {
    let vacancy = try await here.openVacancy()
    var life = Life(id: try await here.receive(for: vacancy), vacancy: vacancy)
    for _ in 0..<Self.acts {
      let expected = try await promise(life.id)
      let act = Act.bag.randomElement(using: &chance) ?? .purge
      let passes = act == .timePasses ? Int.random(in: 1...120, using: &chance) : 0
      let outcome = OutcomeKind.allCases.randomElement(using: &chance) ?? .rejected
      do {
        try await perform(act, passes, outcome, on: &life)
      } catch is Refusal {
        // A "no" changes nothing that matters here; what stands is checked all the same.
      }
      let standing = try await here.standing(life.id)
      if let standing {
        #expect(!standing.isEmpty, "\(act) left nothing standing")
        if act == .purge { #expect(expected.map { $0 > here.clock.today } ?? true) }
      } else {
        #expect(try await here.isErased(life.id), "\(act) left something behind")
        if act == .purge { #expect(expected.map { $0 <= here.clock.today } ?? false) }
        return try await here.receipt(of: life.id)?.cause
      }
    }
    return nil
  }

  /// The day that the explanation names; `nil` while a ground has no end.
  private func promise(_ id: ApplicationID) async throws -> Day? {
    try await here.retention(of: id).eraseOn
  }

  private struct Life {
    let id: ApplicationID
    let vacancy: VacancyID
    var token: String?
    var holds: [HoldID] = []
    var obligations: [ObligationID] = []
  }

  private enum Act: CaseIterable {
    case decide, correct, reopen, notify, invite, give, decline, withdraw
    case consentOnPaper, withdrawOnPaper, holdByLegal, holdForAWeek, release, handOver, request
    case holdVacancy, holdVacancyForAWeek, oblige, endObligation
    case timePasses, purge

    /// How often each is drawn: time passes and the purge runs most, few are held or ask.
    static let bag = allCases.flatMap { act in
      let weight =
        switch act {
        case .timePasses, .purge: 10
        case .decide, .withdraw, .withdrawOnPaper, .release: 4
        case .request, .holdByLegal, .reopen, .holdVacancy, .oblige: 1
        default: 2
        }
      return [Act](repeating: act, count: weight)
    }
  }

  private func perform(
    _ act: Act, _ days: Int, _ outcome: OutcomeKind, on life: inout Life
  ) async throws {
    switch act {
    case .decide, .correct, .reopen, .notify, .handOver:
      try await decide(act, outcome, life.id)
    case .invite: life.token = try await here.invite(life.id)
    case .give: try await answer(life, .give)
    case .decline: try await answer(life, .decline)
    case .withdraw: try await answer(life, .withdraw)
    case .consentOnPaper:
      try await RecordConsent(here.office)(
        life.id, PaperConsent(channel: .post, givenOn: here.clock.today, textVersion: "1"),
        by: here.recruiter)
    case .withdrawOnPaper:
      try await RecordWithdrawal(here.office)(
        life.id, channel: .phone, receivedAt: here.clock.now, by: here.privacyOfficer)
    case .holdByLegal, .holdForAWeek, .holdVacancy, .holdVacancyForAWeek, .release, .oblige,
      .endObligation:
      try await hold(act, &life)
    case .request:
      try await EraseOnRequest(here.office)(
        life.id, confirm: life.id.text, reason: "asked", by: here.privacyOfficer)
    case .timePasses: here.clock.pass(days: days)
    case .purge: try await here.purge()
    }
  }

  private func hold(_ act: Act, _ life: inout Life) async throws {
    switch act {
    case .holdByLegal: life.holds.append(try await here.hold(life.id))
    case .holdVacancy: life.holds.append(try await here.hold(vacancy: life.vacancy))
    case .holdForAWeek: _ = try await here.hold(life.id, by: here.recruiter)
    case .holdVacancyForAWeek:
      _ = try await here.hold(vacancy: life.vacancy, by: here.recruiter)
    case .oblige:
      life.obligations.append(
        try await PlaceObligation(here.office)(
          life.id, law: "a law", until: here.clock.today.adding(days: 100), reason: nil,
          by: here.legal))
    case .endObligation:
      guard let obligation = life.obligations.popLast() else { return }
      try await EndObligation(here.office)(obligation, reason: "repealed", by: here.legal)
    default:
      guard let hold = life.holds.popLast() else { return }
      try await ReleaseHold(here.office)(hold, reason: "settled", by: here.legal)
    }
  }

  private func decide(
    _ act: Act, _ outcome: OutcomeKind, _ id: ApplicationID
  ) async throws {
    let today = here.clock.today
    switch act {
    case .correct:
      try await CorrectOutcome(here.office)(
        id, OutcomeDecision(outcome: outcome, endedOn: today), reason: "mistaken",
        by: here.privacyOfficer)
    case .reopen:
      try await ReopenApplication(here.office)(id, reason: "again", by: here.privacyOfficer)
    case .notify:
      try await RecordNotice(here.office)(
        id, NoticeRecord(channel: .post, sentOn: today), by: here.recruiter)
    case .handOver:
      try await HandOver(here.office)(id, reference: nil, documents: [], by: here.recruiter)
    default: try await here.decide(id, outcome)
    }
  }

  private func answer(_ life: Life, _ decision: LinkMatter.Decision) async throws {
    if let token = life.token { try await here.answer(token, decision) }
  }
}
