import Casework
import Domain
import Records
import Support
import Testing

/// Keeping an application with consent until a day that is named.
@Suite(.office) struct LongerStorageTests {
  let here = TestOffice.current
  private let until: Day = "2027-12-31"

  private func ask(_ id: ApplicationID, until day: Day? = nil) async throws -> String {
    _ = try await InviteToLongerStorage(here.office)(
      id, until: day ?? until, language: .english, by: here.recruiter)
    guard let token = here.post.tokens.last else { preconditionFailure("no link was mailed") }
    return token
  }

  @Test func aYesThroughTheLinkKeepsItThroughTheDayThatWasNamed() async throws {
    let id = try await here.rejected()
    let token = try await ask(id)
    #expect(here.post.kinds.last == "storageInvitation")
    #expect(try await ShowLink(here.office)(token: token)?.state == .storageAsked(until: until))
    try await here.answer(token, .give)
    #expect(try await here.standing(id) == [.evidence, .longerStorage])
    #expect(try await here.retention(of: id).eraseOn == "2028-01-01")
    #expect(here.post.kinds.last == "storageConfirmation")
    #expect(try await here.whoOpens(id) == [.recruiter, .legal, .privacyOfficer])
    await #expect(throws: Refusal.alreadyThere) { _ = try await ask(id) }
    here.clock.set(to: "2027-12-31", hours: 23.9)
    #expect(try await here.purge().erased == 0)
    here.clock.set(to: "2028-01-01", hours: 0)
    #expect(try await here.purge().erased == 1)
    #expect(try await here.isErased(id))
  }

  @Test func theLinkLivesAsLongAsTheConsentThatItTakesBack() async throws {
    let id = try await here.rejected()
    let token = try await ask(id, until: "2036-03-02")
    try await here.answer(token, .give)
    here.clock.set(to: "2036-03-01")
    try await here.purge()
    #expect(try await here.standing(id) == [.longerStorage])
    guard case .erased? = try await here.answer(token, .withdraw) else {
      Issue.record("not taken back")
      return
    }
    #expect(try await here.isErased(id))
  }

  @Test func aCorrectedAddressGetsALinkThatTakesItBack() async throws {
    let id = try await here.rejected()
    try await here.answer(ask(id, until: "2036-03-02"), .give)
    try await CorrectApplicant(here.office)(
      id, ApplicantChange(email: .set("king@example.org")), by: here.recruiter)
    #expect(here.post.kinds.last == "storageConfirmation")
    let token = try #require(here.post.lastToken(to: "king@example.org"))
    here.clock.set(to: "2036-03-01")
    try await here.purge()
    try await here.answer(token, .withdraw)
    #expect(try await here.isErased(id))
  }

  @Test func takingItBackThroughTheLinkErasesAtOnceWhatNothingElseKeeps() async throws {
    let id = try await here.rejected()
    let token = try await ask(id)
    try await here.answer(token, .give)
    here.clock.set(to: "2026-10-01")
    try await here.purge()
    #expect(try await here.standing(id) == [.longerStorage])
    let state = try await here.answer(token, .withdraw)
    guard case .erased? = state else {
      Issue.record("\(String(describing: state))")
      return
    }
    #expect(try await here.receipt(of: id)?.cause == .consentWithdrawn)
  }

  @Test func itAndThePoolAreTakenBackEachForItself() async throws {
    let id = try await here.rejected()
    let pool = try await here.invite(id)
    try await here.answer(pool, .give)
    let storage = try await ask(id)
    try await here.answer(storage, .give)
    #expect(try await here.standing(id) == [.evidence, .longerStorage, .pool])
    let state = try await here.answer(storage, .withdraw)
    guard case .storageWithdrawn? = state else {
      Issue.record("\(String(describing: state))")
      return
    }
    #expect(here.post.kinds.last == "storageWithdrawalReceipt")
    #expect(try await here.standing(id) == [.evidence, .pool])
    try await here.answer(pool, .withdraw)
    #expect(try await here.standing(id) == [.evidence])
  }

  @Test func aNoIsNotAskedAgainAndChangesNothingForThePool() async throws {
    let id = try await here.rejected()
    let token = try await ask(id)
    #expect(try await here.answer(token, .decline) == .storageDeclined)
    await #expect(throws: Refusal.answeredNo) { _ = try await ask(id) }
    try await here.answer(here.invite(id), .give)
    #expect(try await here.standing(id) == [.evidence, .pool])
    #expect(try await here.standing(id)?.contains(.longerStorage) == false)
  }

  @Test func onPaperItHasTheSameEffect() async throws {
    let id = try await here.rejected(.karl)
    let paper = PaperConsent(channel: .post, givenOn: here.clock.today, textVersion: "1")
    try await RecordLongerStorage(here.office)(id, paper, until: until, by: here.recruiter)
    #expect(try await here.standing(id) == [.evidence, .longerStorage])
    await #expect(throws: Refusal.alreadyThere) {
      try await RecordLongerStorage(here.office)(id, paper, until: until, by: here.recruiter)
    }
    await #expect(throws: Refusal.notInPool) {
      try await RecordWithdrawal(here.office)(
        id, channel: .phone, receivedAt: here.clock.now, by: here.recruiter)
    }
    try await RecordWithdrawal(here.office)(
      id, for: .longerStorage, channel: .phone, receivedAt: here.clock.now, by: here.privacyOfficer)
    #expect(try await here.standing(id) == [.evidence])
    await #expect(throws: Refusal.notStoredLonger) {
      try await RecordWithdrawal(here.office)(
        id, for: .longerStorage, channel: .phone, receivedAt: here.clock.now,
        by: here.privacyOfficer)
    }
  }

  @Test func itIsNotAskedWhileTheProcedureRunsAndNotForImpossibleDays() async throws {
    let running = try await here.receiveForVacancy()
    await #expect(throws: Refusal.procedureRuns) { _ = try await ask(running) }
    let id = try await here.rejected(.number(1))
    for day in [here.clock.today, here.clock.today.adding(months: 121)] {
      await #expect(throws: Refusal.invalid(field: "until", .outOfRange)) {
        _ = try await ask(id, until: day)
      }
    }
    let mute = try await here.rejected(.karl)
    await #expect(throws: Refusal.noAddress) { _ = try await ask(mute) }
    let odd = PaperConsent(channel: .phone, givenOn: here.clock.today, textVersion: "1")
    await #expect(throws: Refusal.invalid(field: "channel", .notAllowed)) {
      try await RecordLongerStorage(here.office)(id, odd, until: until, by: here.recruiter)
    }
  }
}
