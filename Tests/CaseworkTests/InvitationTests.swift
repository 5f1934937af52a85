import Casework
import Domain
import Records
import Support
import Testing

/// Asking about the pool, once.
@Suite(.office) struct InvitationTests {
  let here = TestOffice.current

  private func invite(_ id: ApplicationID, by caller: Caller? = nil) async throws -> ConsentID {
    try await InviteToPool(here.office)(id, language: .german, by: caller ?? here.recruiter)
  }

  @Test func whoIsAskedGetsALinkAndNothingChangesForTheApplication() async throws {
    let id = try await here.rejected()
    let token = try await here.invite(id)
    #expect(here.post.kinds == ["invitation"])
    #expect(here.post.letters.first?.remaining.map(\.kind) == [.evidence])
    #expect(try await here.standing(id) == [.evidence])
    let matter = try #require(try await ShowLink(here.office)(token: token))
    #expect(matter.state == .asked(poolEraseOn: "2028-03-01"))
    #expect(matter.language == .english && matter.vacancyTitle == "Baker")
    #expect(matter.remaining.map(\.kind) == [.evidence])
    #expect(
      try await here.ledger(of: id).suffix(2)
        == ["recruiter consentAsked #", "timer mailSent invitation"])
  }

  @Test func theInvitationSpeaksTheLanguageThatWasChosen() async throws {
    let id = try await here.rejected()
    _ = try await invite(id)
    #expect(here.post.letters.map(\.language) == [.german])
    let token = try #require(here.post.tokens.last)
    #expect(try await ShowLink(here.office)(token: token)?.language == .german)
  }

  @Test func askedAgainTheOpenQuestionIsTheAnswerAndNothingIsMailed() async throws {
    let id = try await here.rejected()
    let first = try await invite(id)
    #expect(try await invite(id) == first)
    #expect(here.post.kinds == ["invitation"])
    #expect(try await here.count("consent") == 1)
  }

  @Test func nobodyIsAskedWhileTheProcedureRuns() async throws {
    let id = try await here.receiveForVacancy()
    await #expect(throws: Refusal.procedureRuns) { try await invite(id) }
    try await here.decide(id, .rejected)
    _ = try await invite(id)
  }

  @Test func anUnsolicitedApplicantMayBeAskedAtAnyTime() async throws {
    let id = try await here.receive(.ada)
    let token = try await here.invite(id)
    #expect(try await ShowLink(here.office)(token: token)?.vacancyTitle == nil)
    try await here.answer(token, .give)
    #expect(try await here.standing(id) == [.pool, .procedure])
  }

  @Test func afterANoNobodyIsAskedAgain() async throws {
    let id = try await here.rejected()
    let token = try await here.invite(id)
    #expect(try await here.answer(token, .decline) == .declined)
    await #expect(throws: Refusal.answeredNo) { try await invite(id) }
    #expect(try await here.ledger(of: id).last == "applicant consentDeclined consent=#")
  }

  @Test func afterAWithdrawalNobodyIsAskedAgain() async throws {
    let id = try await here.rejected()
    let token = try await here.invite(id)
    try await here.answer(token, .give)
    try await here.answer(token, .withdraw)
    await #expect(throws: Refusal.answeredNo) { try await invite(id) }
  }

  @Test func whoIsInThePoolIsNotAskedAgain() async throws {
    let id = try await here.rejected()
    try await here.answer(here.invite(id), .give)
    await #expect(throws: Refusal.alreadyInPool) { try await invite(id) }
  }

  @Test func whoHasNoAddressCannotBeAsked() async throws {
    let id = try await here.rejected(.karl)
    await #expect(throws: Refusal.noAddress) { try await invite(id) }
    #expect(try await here.count("consent") == 0)
  }

  @Test func anInvitationTellsTheRecruiterNothingAboutTheLockedPerson() async throws {
    let id = try await here.rejected()
    _ = try await invite(id)
    #expect(try await here.whoOpens(id) == [.legal, .privacyOfficer])
  }

  @Test func afterTheFortnightTheApplicationIsOutOfReach() async throws {
    let id = try await here.rejected()
    here.clock.pass(days: 15)
    await #expect(throws: Refusal.unknown) { try await invite(id) }
    await #expect(throws: Refusal.unknown) { try await invite(.random()) }
  }

  @Test func aChangedAddressVoidsTheLinkAndANewInvitationMakesANewOne() async throws {
    let id = try await here.receive(.ada)
    let old = try await here.invite(id)
    try await CorrectApplicant(here.office)(
      id, ApplicantChange(email: .set("ada@example.net")), by: here.recruiter)
    #expect(try await ShowLink(here.office)(token: old) == nil)
    #expect(try await here.answer(old, .give) == nil)
    #expect(try await here.standing(id) == [.procedure])
    let new = try await here.invite(id)
    #expect(new != old)
    #expect(here.post.letters.last?.recipient.email == "ada@example.net")
    try await here.answer(new, .give)
    #expect(try await here.standing(id) == [.pool, .procedure])
    #expect(try await here.count("consent") == 1)
  }

  @Test func anUnchangedAddressKeepsTheLink() async throws {
    let id = try await here.receive(.ada)
    let token = try await here.invite(id)
    try await CorrectApplicant(here.office)(
      id, ApplicantChange(givenName: "Augusta Ada", email: .set("ada@example.org")),
      by: here.recruiter)
    #expect(try await ShowLink(here.office)(token: token) != nil)
  }

  @Test func whoseAddressChangesInThePoolGetsANewLinkToWithdrawBy() async throws {
    let id = try await here.receive(.ada)
    let old = try await here.invite(id)
    try await here.answer(old, .give)
    try await CorrectApplicant(here.office)(
      id, ApplicantChange(email: .set("ada@example.net")), by: here.recruiter)
    #expect(here.post.kinds == ["invitation", "confirmation", "confirmation"])
    #expect(here.post.letters.last?.recipient.email == "ada@example.net")
    let new = try #require(here.post.tokens.last)
    #expect(try await here.answer(old, .withdraw) == nil)
    #expect(try await here.answer(new, .withdraw) != nil)
    #expect(try await here.standing(id) == [.procedure])
  }

  @Test(arguments: [Role.reviewer, .legal, .privacyOfficer, .auditor, .administrator])
  func onlyRecruitersAsk(role: Role) async throws {
    let id = try await here.rejected()
    await #expect(throws: Refusal.roleNeverMay) { try await invite(id, by: here.caller(role)) }
  }
}
