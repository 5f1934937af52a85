import Casework
import Domain
import Support
import Testing

/// What waits for somebody today, and the vacancies it waits in.
@Suite(.office) struct TodayTests {
  let here = TestOffice.current

  private func today(_ caller: Caller? = nil) async throws -> TodayView {
    try await Today(here.office)(by: caller ?? here.recruiter)
  }

  private func interview(_ id: ApplicationID) async throws {
    try await ChangeStage(here.office)(id, to: .interview, by: here.recruiter)
  }

  @Test func withoutWorkNothingWaitsAndTheNextErasureIsNamed() async throws {
    #expect(try await today().isEmpty)
    #expect(try await today().nextErasure == nil)
    let id = try await here.rejected()
    try await RecordNotice(here.office)(
      id, NoticeRecord(channel: .phone, sentOn: here.clock.today), by: here.recruiter)
    try await here.answer(try await here.invite(id), .decline)
    let view = try await today()
    #expect(view.isEmpty, "\(view)")
    #expect(view.nextErasure == "2026-09-03")
  }

  @Test func theNextErasureIsTheLastGroundOfSomebodyNotTheFirst() async throws {
    let kept = try await here.rejected()
    try await here.answer(try await here.invite(kept), .give)
    #expect(try await today().nextErasure == "2028-03-01")
  }

  @Test func newApplicationsAreCountedPerVacancyUntilSomebodyLooksAtThem() async throws {
    let vacancy = try await here.openVacancy("Accountant")
    let first = try await here.receive(for: vacancy)
    _ = try await here.receive(.number(2), for: vacancy)
    let new = try #require(try await today().new.first)
    #expect(new.vacancy == vacancy && new.title == "Accountant" && new.applications == 2)
    try await interview(first)
    #expect(try await today().new.first?.applications == 1)
    let line = try #require(try await CountVacancies(here.office)(by: here.recruiter).first)
    #expect(line.new == 1 && line.running == 2 && line.openEnded == 0)
  }

  @Test func interviewsWaitForTheNotesOfThoseInTheTeam() async throws {
    let vacancy = try await here.openReviewedVacancy()
    let id = try await here.receive(for: vacancy)
    #expect(try await today().notesAwaited.isEmpty, "no interview yet")
    try await interview(id)
    let awaited = try #require(try await today().notesAwaited.first)
    #expect(awaited.of.vacancy == vacancy && awaited.of.applications == 1 && awaited.name != nil)
    try await here.note(on: id, by: here.reviewer)
    #expect(try await today().notesAwaited.isEmpty)
  }

  @Test func nobodyOwesNotesOnceTheirPartIsOver() async throws {
    let vacancy = try await here.openReviewedVacancy(until: here.clock.today)
    try await interview(try await here.receive(for: vacancy))
    #expect(try await today().notesAwaited.count == 1)
    here.clock.pass(days: 1)
    #expect(try await today().notesAwaited.isEmpty)
  }

  @Test func aReviewerIsToldWhatWaitsForTheirRecommendationAndNothingElse() async throws {
    let vacancy = try await here.openReviewedVacancy()
    let id = try await here.receive(for: vacancy)
    let elsewhere = try await here.receiveForVacancy(.number(3))
    try await interview(id)
    try await interview(elsewhere)
    let view = try await today(here.reviewer)
    #expect(view.recommendationsAwaited.map(\.vacancy) == [vacancy])
    #expect(view.new.isEmpty && view.alarms.isEmpty && view.nextErasure == nil)
    try await here.note(on: id, by: here.reviewer)
    #expect(try await today(here.reviewer).recommendationsAwaited.count == 1)
    _ = try await WriteNote(here.office)(
      id, kind: .recommendation, text: "hire", verdict: .yes, by: here.reviewer)
    #expect(try await today(here.reviewer).isEmpty)
  }

  @Test func aClosedVacancyWithUndecidedApplicationsIsAnAlarm() async throws {
    let vacancy = try await here.openVacancy("Driver")
    _ = try await here.receive(for: vacancy)
    try await CloseVacancy(here.office)(vacancy, by: here.recruiter)
    guard case .openEnded(let count) = try #require(try await today().alarms.first) else {
      Issue.record("another alarm")
      return
    }
    #expect(count.vacancy == vacancy && count.applications == 1 && count.title == "Driver")
  }

  @Test func aNoticeIsMissedUntilItIsRecorded() async throws {
    let id = try await here.rejected()
    guard case .noticeMissing(_, days: 0)? = try await today().alarms.first else {
      Issue.record("another alarm")
      return
    }
    #expect(try await today().endings.notice == 1)
    here.clock.pass(days: 5)
    guard case .noticeMissing(let who, let days) = try #require(try await today().alarms.first)
    else {
      Issue.record("another alarm")
      return
    }
    #expect(who.application == id && who.name == "Ada Lovelace" && days == 5)
    try await RecordNotice(here.office)(
      id, NoticeRecord(channel: .phone, sentOn: here.clock.today), by: here.recruiter)
    #expect(try await today().alarms.isEmpty)
    #expect(try await today().endings.notice == 0)
  }

  @Test func answersAreShownForAWeek() async throws {
    let id = try await here.rejected()
    try await here.answer(try await here.invite(id), .give)
    let vacancy = try await here.openVacancy("Driver")
    _ = try await ProposeVacancy(here.office)(id, vacancy: vacancy, by: here.recruiter)
    try await here.answer(try #require(here.post.tokens.last), .decline)
    let answers = try await today().answers
    #expect(answers.count == 2 && answers.allSatisfy { $0.name == "Ada Lovelace" })
    #expect(answers.contains { $0.proposedFor == nil && $0.answer == .yes })
    #expect(answers.contains { $0.proposedFor == "Driver" && $0.answer == .no })
    here.clock.pass(days: 8)
    #expect(try await today().answers.isEmpty)
  }

  @Test func aVacancyShowsItsTeamItsStagesAndWhoCouldJoin() async throws {
    let vacancy = try await here.openVacancy()
    _ = try await here.receive(for: vacancy)
    let before = try await ShowVacancy(here.office)(vacancy, by: here.recruiter)
    #expect(before.running == [.received: 1] && before.undecided == 1)
    #expect(before.colleagues.map(\.id) == [here.reviewer.member.id])
    try await SetTeamPart(here.office)(
      vacancy: vacancy, staff: here.reviewer.member.id, part: .interviewer, until: nil,
      by: here.recruiter)
    let after = try await ShowVacancy(here.office)(vacancy, by: here.recruiter)
    #expect(after.colleagues.isEmpty && after.vacancy.team.first?.name != nil)
    let theirs = try await ShowVacancy(here.office)(vacancy, by: here.reviewer)
    #expect(theirs.colleagues.isEmpty && theirs.running == [.received: 1])
  }

  @Test func aReviewerSeesNoVacancyOfOthers() async throws {
    let vacancy = try await here.openVacancy()
    await #expect(throws: Refusal.unknown) {
      _ = try await ShowVacancy(here.office)(vacancy, by: here.reviewer)
    }
    #expect(try await CountVacancies(here.office)(by: here.reviewer).isEmpty)
  }

  @Test func onlyRecruitersAndReviewersHaveWorkHere() async throws {
    for role in [Role.legal, .privacyOfficer, .auditor, .administrator] {
      await #expect(throws: Refusal.roleNeverMay) { _ = try await today(here.caller(role)) }
    }
  }

  @Test func aProposalIsShownWordForWordBeforeItIsSentAndNothingIsStored() async throws {
    let (entry, _) = try await here.onlyInPool()
    let vacancy = try await here.openVacancy("Driver")
    let person = try await PreviewProposal(here.office)(entry, by: here.recruiter)
    #expect(person.name.reveal() == "Ada Lovelace" && person.poolEraseOn == "2028-03-01")
    #expect(person.vacancies.contains { $0.id == vacancy })
    let letter = try await PreviewProposal(here.office).letter(
      to: entry, for: vacancy, by: here.recruiter)
    #expect(
      letter.message == .proposal(title: "Driver", eraseOn: "2028-03-01", link: Private("…")))
    #expect(try await here.count("proposal") == 0)
    _ = try await ProposeVacancy(here.office)(entry, vacancy: vacancy, by: here.recruiter)
    let sent = try #require(here.post.letters.last)
    #expect(sent.recipient == letter.recipient && sent.language == letter.language)
  }
}
