import Casework
import Domain
import Foundation
import Postgres
import Records
import Support
import Testing

/// Somebody of the pool is proposed for a vacancy, is asked, and a yes makes an application of its
/// own.
@Suite(.office) struct ProposalTests {
  let here = TestOffice.current

  private func propose(
    _ id: ApplicationID, for vacancy: VacancyID, by caller: Caller? = nil
  ) async throws -> (id: ProposalID, token: String) {
    let proposal = try await ProposeVacancy(here.office)(
      id, vacancy: vacancy, by: caller ?? here.recruiter)
    return (proposal, try #require(here.post.tokens.last))
  }

  private func matter(_ token: String) async throws -> LinkMatter {
    try #require(try await ShowLink(here.office)(token: token))
  }

  private func made(from proposal: ProposalID) async throws -> ApplicationID? {
    try await here.asSuperuser { rows in
      try rows.first(
        """
        SELECT new_application_id FROM proposal
        WHERE id = \(proposal.uuid) AND carried_out_at IS NOT NULL
        """
      ) { ApplicationID(try $0("new_application_id")) }
    }
  }

  @Test func aYesMakesAnApplicationWithCopiesUnderItsOwnKeyAndThePoolEntryStays() async throws {
    let entry = try await here.receiveForVacancy()
    let bytes = SampleDocument.pdf(bytes: 700_000)
    let original = try await here.store(bytes, in: entry)
    try await here.decide(entry, .rejected)
    try await here.answer(try await here.invite(entry), .give)
    let vacancy = try await here.openVacancy("Driver")
    let (proposal, token) = try await propose(entry, for: vacancy)
    #expect(here.post.kinds.last == "proposal")
    #expect(try await matter(token).proposed?.state == .open)
    #expect(try await here.count("application") == 1, "nothing is copied before a yes")

    try await here.answer(token, .give)
    let new = try #require(try await made(from: proposal))
    let view = try await OpenApplication(here.office)(new, by: here.recruiter)
    #expect(view.vacancy == vacancy && view.applicant == .ada && view.source == .applicant)
    #expect(view.externalID == nil && view.notes.isEmpty && view.stage == .received)
    #expect(try await here.standing(new) == [.procedure])
    #expect(try await here.standing(entry) == [.evidence, .pool])
    let copy = try #require(view.documents.first)
    #expect(copy.id != original && copy.name == "Lebenslauf.pdf")
    #expect(try await here.read(copy.id, of: new) == bytes)
    #expect(try here.files().count == 2)
    #expect(
      try await matter(token).proposed?.state == .accepted(isCarriedOut: true))
    #expect(
      try await here.ledger(of: new) == [
        "applicant applicationReceived proposal", "applicant documentStored #",
        "recruiter documentOpened #",
      ])
  }

  @Test func theNewApplicationOutlivesTheWithdrawalFromThePool() async throws {
    let (entry, _) = try await here.onlyInPool()
    let (proposal, token) = try await propose(entry, for: here.openVacancy())
    try await here.answer(token, .give)
    let new = try #require(try await made(from: proposal))
    try await here.answer(token, .withdraw)
    #expect(try await here.isErased(entry))
    #expect(try await here.standing(new) == [.procedure])
    let state = try await matter(token).state
    guard case .erased = state else {
      Issue.record("the link shows \(state)")
      return
    }
  }

  @Test func aYesIsCarriedOutOnceHoweverOftenAndByWhomeverItIsTried() async throws {
    let (entry, _) = try await here.onlyInPool()
    let (_, token) = try await propose(entry, for: here.openVacancy())
    let office = here.office
    try await withThrowingTaskGroup { group in
      for turn in 0..<6 {
        group.addTask {
          if turn % 2 == 0 {
            _ = try await AnswerLink(office)(token: token, .give)
          } else {
            try await CarryOutProposal(office).all()
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(try await CarryOutProposal(office).all() == 0)
    #expect(try await here.count("application") == 2)
    #expect(
      try await here.ledger(of: entry).filter { $0.contains("proposalCarriedOut") }.count == 1)
  }

  @Test func aYesThatACrashLeftBehindIsCarriedOutByTheTimerAndBeforeAWithdrawal() async throws {
    for (number, finishing) in ["timer", "withdrawal", "all entries", "purge"].enumerated() {
      let (_, another) = try await here.onlyInPool(.number(number))
      let (entry, _) = try await here.onlyInPool(.number(number))
      let (proposal, token) = try await propose(entry, for: here.openVacancy())
      // The process died after the yes had committed.
      let new = ApplicationID.random()
      let now = try here.clock.legal.now()
      try await here.as(.link, .applicant(entry)) { rows in
        try Proposals.accept(proposal, as: new, at: now, in: rows)
      }
      #expect(
        try await matter(token).proposed?.state == .accepted(isCarriedOut: false))
      switch finishing {
      case "timer": #expect(try await CarryOutProposal(here.office).all() == 1)
      case "withdrawal": try await here.answer(token, .withdraw)
      case "all entries":
        // Through the link of another entry of the same address.
        _ = try await AnswerLink(here.office)(token: another, .withdraw, scope: .all)
        #expect(try await here.isErased(entry))
      default: try await here.purge()
      }
      #expect(try await here.standing(new) == [.procedure], "\(finishing)")
    }
  }

  @Test func whatCannotBeCopiedIsTriedAgainAndKeepsNobodyElse() async throws {
    let broken = try await here.receiveForVacancy()
    try await here.store(in: broken)
    try await here.decide(broken, .rejected)
    try await here.answer(try await here.invite(broken), .give)
    let (entry, _) = try await here.onlyInPool(.number(1))
    let vacancy = try await here.openVacancy()
    let first = try await propose(broken, for: vacancy)
    let second = try await propose(entry, for: vacancy)
    let name = try #require(try here.files().first)
    try FileManager.default.moveItem(
      atPath: here.folder.path("documents/\(name)"), toPath: here.folder.path("away"))
    try await here.answer(first.token, .give)
    try await here.answer(second.token, .give)
    #expect(try await made(from: first.id) == nil)
    #expect(try await made(from: second.id) != nil)
    await #expect(throws: (any Error).self) { try await CarryOutProposal(here.office).all() }
    #expect(try here.files() == [], "of a copy that failed nothing stays")
    try FileManager.default.moveItem(
      atPath: here.folder.path("away"), toPath: here.folder.path("documents/\(name)"))
    #expect(try await CarryOutProposal(here.office).all() == 1)
    #expect(try await made(from: first.id) != nil)
  }

  @Test func aNoIsRecordedAndIsTheLastWordAboutThatVacancy() async throws {
    let (entry, _) = try await here.onlyInPool()
    let vacancy = try await here.openVacancy()
    let (_, token) = try await propose(entry, for: vacancy)
    try await here.answer(token, .decline)
    try await here.answer(token, .give)
    #expect(try await matter(token).proposed?.state == .declined)
    #expect(try await here.standing(entry) == [.pool])
    #expect(try await here.count("application") == 1)
    await #expect(throws: Refusal.answeredNo) { _ = try await propose(entry, for: vacancy) }
    // Another vacancy is another question.
    _ = try await propose(entry, for: here.openVacancy())
  }

  @Test func proposingAgainWhileTheAnswerIsAwaitedSendsNothing() async throws {
    let (entry, _) = try await here.onlyInPool()
    let vacancy = try await here.openVacancy()
    let first = try await propose(entry, for: vacancy)
    let letters = here.post.letters.count
    #expect(try await propose(entry, for: vacancy).id == first.id)
    #expect(here.post.letters.count == letters)
    // Unless the link became useless with the address it was sent to.
    try await CorrectApplicant(here.office)(
      entry, ApplicantChange(email: .set("new@example.org")), by: here.recruiter)
    let again = try await propose(entry, for: vacancy)
    #expect(again.id == first.id && again.token != first.token)
    #expect(try await ShowLink(here.office)(token: first.token) == nil)
  }

  @Test func whoIsNotInThePoolIsNotProposed() async throws {
    let vacancy = try await here.openVacancy()
    let running = try await here.receiveForVacancy()
    await #expect(throws: Refusal.notInPool) { _ = try await propose(running, for: vacancy) }
    let locked = try await here.rejected()
    await #expect(throws: Refusal.unknown) { _ = try await propose(locked, for: vacancy) }
  }

  @Test func onlyAnOpenVacancyThatIsThereIsProposed() async throws {
    let (entry, _) = try await here.onlyInPool()
    await #expect(throws: Refusal.invalid(field: "vacancyId", .notAllowed)) {
      _ = try await propose(entry, for: .random())
    }
    let vacancy = try await here.openVacancy()
    try await CloseVacancy(here.office)(vacancy, by: here.recruiter)
    await #expect(throws: Refusal.vacancyClosed) { _ = try await propose(entry, for: vacancy) }
  }

  @Test func nobodyIsProposedWhereTheyAppliedAlready() async throws {
    let vacancy = try await here.openVacancy()
    let (entry, _) = try await here.onlyInPool()
    _ = try await here.receive(.ada, for: vacancy)
    await #expect(throws: Refusal.alreadyApplied) { _ = try await propose(entry, for: vacancy) }
    let other = try await here.openVacancy()
    let (_, token) = try await propose(entry, for: other)
    try await here.answer(token, .give)
    await #expect(throws: Refusal.alreadyApplied) { _ = try await propose(entry, for: other) }
  }

  @Test func whoHasNoAddressCannotBeAsked() async throws {
    var applicant = Applicant.ada
    applicant.email = nil
    let entry = try await here.receiveForVacancy(applicant)
    try await here.decide(entry, .rejected)
    try await RecordConsent(here.office)(
      entry, PaperConsent(channel: .post, givenOn: here.clock.today, textVersion: "1"),
      by: here.recruiter)
    let vacancy = try await here.openVacancy()
    await #expect(throws: Refusal.noAddress) {
      _ = try await ProposeVacancy(here.office)(entry, vacancy: vacancy, by: here.recruiter)
    }
  }

  @Test func onlyRecruitersPropose() async throws {
    let (entry, _) = try await here.onlyInPool()
    let vacancy = try await here.openVacancy()
    for role in Role.allCases where role != .recruiter && role != .intake {
      await #expect(throws: Refusal.roleNeverMay) {
        _ = try await ProposeVacancy(here.office)(entry, vacancy: vacancy, by: here.caller(role))
      }
    }
  }

  @Test func aProposalEndsWithItsVacancyAndWithThePool() async throws {
    let (entry, _) = try await here.onlyInPool()
    let vacancy = try await here.openVacancy()
    let closed = try await propose(entry, for: vacancy)
    let late = try await propose(entry, for: here.openVacancy())
    try await CloseVacancy(here.office)(vacancy, by: here.recruiter)
    try await here.answer(closed.token, .give)
    #expect(try await matter(closed.token).proposed?.state == .over)
    here.clock.pass(days: 800)
    try await here.answer(late.token, .give)
    let over = try await matter(late.token).proposed
    #expect(over?.state == .over && over?.poolEraseOn == nil)
    #expect(try await here.count("application") == 1)
  }

  @Test func aMailThatWaitsIsStruckOnceTheVacancyIsClosed() async throws {
    let (entry, _) = try await here.onlyInPool()
    let vacancy = try await here.openVacancy()
    here.post.be(ill: true)
    _ = try await ProposeVacancy(here.office)(entry, vacancy: vacancy, by: here.recruiter)
    try await CloseVacancy(here.office)(vacancy, by: here.recruiter)
    here.post.be(ill: false)
    #expect(try await DeliverMail(here.office)() == 0)
    #expect(!here.post.kinds.contains("proposal"))
  }

  @Test func thePoolTellsWhatWasProposedAndAnswered() async throws {
    let (entry, _) = try await here.onlyInPool()
    let vacancy = try await here.openVacancy()
    let (proposal, token) = try await propose(entry, for: vacancy)
    let lines = try await ListPool(here.office)(
      question: nil, limit: 10, cursor: nil, by: here.recruiter)
    let waiting = try #require(lines.items.first?.proposals?.first)
    #expect(waiting.id == proposal && waiting.vacancy == vacancy && waiting.answer == nil)
    try await here.answer(token, .decline)
    let after = try await ListPool(here.office)(
      question: nil, limit: 10, cursor: nil, by: here.recruiter)
    #expect(after.items.first?.proposals?.first?.answer == .no)
  }

  @Test func theLinkLoginAnswersItsOwnProposalsAndOnce() async throws {
    let (entry, _) = try await here.onlyInPool()
    let (other, _) = try await here.onlyInPool(.number(1))
    let (proposal, token) = try await propose(entry, for: here.openVacancy())
    let now = try here.clock.legal.now()
    try await here.as(.link, .applicant(other)) { rows in
      #expect(try Proposals.find(proposal, in: rows) == nil)
      try Proposals.accept(proposal, as: .random(), at: now, in: rows)
    }
    #expect(try await matter(token).proposed?.state == .open)
  }
}
