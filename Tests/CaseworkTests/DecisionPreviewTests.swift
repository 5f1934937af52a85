import Casework
import Domain
import Postgres
import Support
import Testing

/// What is shown before a decision is recorded.
@Suite(.office) struct DecisionPreviewTests {
  let here = TestOffice.current

  private func decision(
    _ targets: [GroupDecision.Target], _ outcome: OutcomeKind = .rejected, endedOn: Day? = nil,
    confirmed: Set<Day> = []
  ) -> GroupDecision {
    GroupDecision(
      id: .random(),
      OutcomeDecision(
        outcome: outcome, endedOn: endedOn ?? here.clock.today, confirmed: confirmed),
      targets: targets, tells: true)
  }

  private func preview(_ group: GroupDecision) async throws -> DecisionPreview {
    try await PreviewDecision(here.office)(group, by: here.recruiter)
  }

  @Test func aPreviewForetellsExactlyWhatIsThenRecordedAndMailed() async throws {
    let vacancy = try await here.openVacancy("Accountant")
    let ada = try await here.receive(.ada, for: vacancy)
    let karl = try await here.receive(.karl, for: vacancy)
    let no = try await here.receive(.number(1))
    try await here.answer(here.invite(no), .decline)
    let before = here.post.letters.count
    let group = decision([
      .init(ada, isInvited: true), .init(karl), .init(no, isInvited: true), .init(.random()),
    ])
    let shown = try await preview(group)
    #expect(here.post.letters.count == before)
    for id in [ada, karl, no] { #expect(try await here.standing(id) == [.procedure]) }
    let answers = try await DecideApplications(here.office)(group, by: here.recruiter)
    #expect(shown.lines.map(\.fate) == answers.map(\.fate))
    #expect(shown.lines.map(\.name) == answers.map(\.name))
    #expect(shown.lines.map(\.vacancyTitle) == ["Accountant", "Accountant", nil, nil])
    #expect(shown.recordable.count == 3)
    #expect(shown.totals == (mails: 2, letters: 1, questions: 1))
    // Of each person in turn; a rejection comes before a question.
    let sent = here.post.letters.dropFirst(before).enumerated().sorted {
      ($0.1.recipient.givenName.reveal(), $0.0) < ($1.1.recipient.givenName.reveal(), $1.0)
    }.map(\.1)
    let foreseen = shown.lines.flatMap { [$0.notice, $0.question] }.compactMap { $0 }
      .filter { $0.recipient.email.reveal() != "" }
    #expect(sent.count == foreseen.count)
    for (letter, draft) in zip(sent, foreseen) {
      #expect(letter.recipient == draft.recipient && letter.language == draft.language)
      #expect(letter.vacancyTitle == draft.vacancyTitle)
      #expect(letter.remaining.map(\.kind) == draft.remaining.map(\.kind))
      #expect(letter.remaining.map(\.eraseFrom) == draft.remaining.map(\.eraseFrom))
      switch (letter.message, draft.message) {
      case (.rejection, .rejection), (.invitation, .invitation): break
      default: Issue.record("another letter was sent than was shown")
      }
    }
  }

  @Test func aDecidedOneIsShownWithWhoDecided() async throws {
    let id = try await here.rejected()
    let line = try #require(try await preview(decision([.init(id)])).lines.first)
    guard case .not(.decided(by: .some, at: here.clock.now)) = line.fate else {
      Issue.record("shown as \(line.fate)")
      return
    }
    #expect(line.name?.reveal() == "Ada Lovelace" && line.vacancyTitle == "Baker")
    #expect(line.notice == nil && line.question == nil)
  }

  @Test func theDaysOfSoonErasuresAreNamed() async throws {
    let soon = try await here.receive(at: TestClock.zone.start(of: "2025-08-01"))
    let held = try await here.receive(at: TestClock.zone.start(of: "2025-08-01"))
    _ = try await here.hold(held)
    let shown = try await preview(
      decision([.init(soon), .init(held)], endedOn: "2025-09-08"))
    #expect(shown.mustConfirm == ["2026-03-09"])
    #expect(shown.lines.map(\.mustConfirm) == ["2026-03-09", nil])
  }

  @Test func lookingIsNotedAndOnlyRecruitersLook() async throws {
    let id = try await here.receive()
    _ = try await preview(decision([.init(id)]))
    #expect(try await here.everyEntry(of: nil).last == "recruiter applicationsListed 1")
    await #expect(throws: Refusal.roleNeverMay) {
      try await PreviewDecision(here.office)(decision([.init(id)]), by: here.legal)
    }
    await #expect(throws: Refusal.invalid(field: "endedOn", .inTheFuture)) {
      try await preview(decision([.init(id)], endedOn: here.clock.today.adding(days: 1)))
    }
    await #expect(throws: Refusal.invalid(field: "applications", .missing)) {
      try await preview(decision([]))
    }
  }

  @Test func aCorrectionIsForetoldWithItsNameAndDays() async throws {
    let id = try await here.rejected()
    let look = PreviewCorrection(here.office)
    let decided = try await look(id, by: here.recruiter)
    #expect(decided.name.reveal() == "Ada Lovelace" && decided.isEnding && decided.isMailable)
    #expect(decided.outcome.kind == .rejected && decided.recordedBy != nil)
    let shown = try await look(
      id, OutcomeDecision(outcome: .hired, endedOn: here.clock.today), by: here.recruiter)
    #expect(shown.through == nil && shown.eraseOn == nil && shown.mustConfirm == nil)
    let withdrawn = try await look(
      id, OutcomeDecision(outcome: .withdrawn, endedOn: here.clock.today), by: here.recruiter)
    #expect(withdrawn.through == "2026-09-02" && withdrawn.eraseOn == "2026-09-03")
    #expect(try await here.standing(id) == [.evidence])
  }

  @Test func aCorrectionIsRefusedWhereCorrectingWouldBe() async throws {
    let look = PreviewCorrection(here.office)
    let running = try await here.receive()
    await #expect(throws: Refusal.notDecided) { try await look(running, by: here.recruiter) }
    let id = try await here.rejected()
    await #expect(throws: Refusal.invalid(field: "endedOn", .beforeReceipt)) {
      try await look(
        id, OutcomeDecision(outcome: .rejected, endedOn: "2026-03-01"), by: here.recruiter)
    }
    await #expect(throws: Refusal.roleNeverMay) { try await look(id, by: here.reviewer) }
    here.clock.pass(days: 15)
    await #expect(throws: Refusal.unknown) { try await look(id, by: here.recruiter) }
  }

  @Test func paperThatCameByPostIsATaskUntilItsReturnIsRecorded() async throws {
    let id = try await ReceiveApplication(here.office)(
      NewApplication(vacancy: nil, channel: .post, applicant: .karl), by: here.recruiter)
    let confirm = ConfirmPaperGone(here.office)
    let back = { (id: ApplicationID, on: Day, caller: Caller) in
      try await confirm(id, how: .returned, on: on, by: caller)
    }
    let today = here.clock.today
    await #expect(throws: Refusal.notDecided) {
      try await back(id, today, here.recruiter)
    }
    try await here.decide(id, .withdrawn)
    let list = ListEndings(here.office)
    let line = try #require(try await list(limit: 9, cursor: nil, by: here.recruiter).items.first)
    #expect(line.tasks == [.paper])
    #expect(line.ending?.through == "2026-03-16" && line.ending?.isMailable == false)
    await #expect(throws: Refusal.invalid(field: "on", .inTheFuture)) {
      try await back(id, today.adding(days: 1), here.recruiter)
    }
    await #expect(throws: Refusal.invalid(field: "on", .beforeReceipt)) {
      try await back(id, today.adding(days: -1), here.recruiter)
    }
    await #expect(throws: Refusal.roleNeverMay) {
      try await back(id, today, here.legal)
    }
    for _ in 1...2 { try await back(id, today, here.recruiter) }
    #expect(try await list(limit: 9, cursor: nil, by: here.recruiter).items.map(\.tasks) == [[]])
    #expect(try await here.ledger(of: id).filter { $0.contains("paper") }.count == 1)
    await #expect(throws: Refusal.unknown) {
      try await back(.random(), today, here.recruiter)
    }
    here.clock.set(to: "2026-09-03", hours: 0)
    #expect(try await here.purge().erased == 1)
    #expect(try await here.isErased(id))
  }
}
