import Casework
import Domain
import Records
import Support
import Testing

/// What applicants do on their page.
@Suite(.office) struct LinkTests {
  let here = TestOffice.current

  @Test func aYesPutsTheApplicationIntoThePoolForTwoYearsAndIsConfirmed() async throws {
    let id = try await here.rejected()
    let token = try await here.invite(id)
    #expect(
      try await here.answer(token, .give)
        == .inPool(givenOn: "2026-03-02", eraseOn: "2028-03-01"))
    #expect(try await here.standing(id) == [.evidence, .pool])
    #expect(try await here.whoOpens(id) == [.recruiter, .legal, .privacyOfficer])
    #expect(here.post.kinds == ["invitation", "confirmation"])
    guard case .confirmation(let givenOn, let eraseOn, let link)? = here.post.messages.last else {
      Issue.record("no confirmation")
      return
    }
    #expect(givenOn == "2026-03-02" && eraseOn == "2028-03-01")
    #expect(link.reveal() == token)
    #expect(
      try await here.ledger(of: id).suffix(2)
        == ["applicant consentGiven link", "timer mailSent confirmation"])
  }

  @Test func consentGivenOnALeapDayEndsBeforeTheTwentyEighth() async throws {
    here.clock.set(to: "2028-02-29")
    let id = try await here.rejected()
    #expect(
      try await here.answer(here.invite(id), .give)
        == .inPool(givenOn: "2028-02-29", eraseOn: "2030-02-27"))
    here.clock.set(to: "2030-02-26", hours: 23.9)
    try await here.purge()
    #expect(try await here.standing(id) == [.pool])
    here.clock.set(to: "2030-02-27", hours: 0)
    #expect(try await here.purge().erased == 1)
    #expect(try await here.isErased(id))
  }

  @Test func decidingTwiceChangesNothing() async throws {
    let id = try await here.rejected()
    let token = try await here.invite(id)
    let first = try await here.answer(token, .give)
    #expect(try await here.answer(token, .give) == first)
    #expect(try await here.answer(token, .decline) == first)
    #expect(here.post.kinds == ["invitation", "confirmation"])
    #expect(try await here.ledger(of: id).filter { $0.contains("consentGiven") }.count == 1)
  }

  @Test func aNoCannotBeTurnedIntoAYesByTheSameLink() async throws {
    let id = try await here.rejected()
    let token = try await here.invite(id)
    try await here.answer(token, .decline)
    #expect(try await here.answer(token, .give) == .declined)
    #expect(try await here.standing(id) == [.evidence])
  }

  @Test func withdrawingWhatWasNeverGivenIsANo() async throws {
    let id = try await here.rejected()
    #expect(try await here.answer(here.invite(id), .withdraw) == .declined)
    #expect(try await here.standing(id) == [.evidence])
  }

  @Test func showingChangesNothing() async throws {
    let id = try await here.rejected()
    let token = try await here.invite(id)
    let before = try await here.everyEntry(of: nil)
    for _ in 0..<3 { _ = try await ShowLink(here.office)(token: token) }
    #expect(try await here.everyEntry(of: nil) == before)
    #expect(try await here.standing(id) == [.evidence])
  }

  @Test func nobodyKnowsAnInventedToken() async throws {
    #expect(try await ShowLink(here.office)(token: "nonsense") == nil)
    for decision in LinkMatter.Decision.allCases {
      #expect(try await AnswerLink(here.office)(token: "", decision) == nil)
    }
  }

  @Test func whileEvidenceStandsAWithdrawalEndsThePoolOnlyAndSaysSo() async throws {
    let id = try await here.rejected()
    let token = try await here.invite(id)
    try await here.answer(token, .give)
    here.clock.pass(days: 3)
    let matter = try #require(try await AnswerLink(here.office)(token: token, .withdraw))
    #expect(matter.state == .withdrawn(at: here.clock.now))
    #expect(matter.remaining.map(\.kind) == [.evidence])
    #expect(matter.remaining.map(\.through) == ["2026-09-02"])
    #expect(try await here.standing(id) == [.evidence])
    #expect(try await here.whoOpens(id) == [.legal, .privacyOfficer])
    #expect(here.post.kinds == ["invitation", "confirmation", "withdrawalReceipt"])
    #expect(here.post.letters.last?.remaining.map(\.kind) == [.evidence])
    // When the evidence goes in its turn, nobody writes again.
    here.clock.set(to: "2026-09-03")
    #expect(try await here.purge().erased == 1)
    #expect(here.post.kinds.count == 3)
  }

  @Test func whenNothingElseStandsAWithdrawalErasesInTheSameCall() async throws {
    let (id, token) = try await here.onlyInPool()
    let now = here.clock.now
    let finalOn = here.clock.today.adding(days: 28)
    #expect(try await here.answer(token, .withdraw) == .erased(at: now, finalOn: finalOn))
    #expect(try await here.isErased(id))
    let receipt = try await here.receipt(of: id)
    #expect(receipt?.cause == .consentWithdrawn && receipt?.finalOn == finalOn)
    #expect(here.post.lastWords == .erasureReceipt(at: now, finalOn: finalOn))
    #expect(here.post.letters.last?.recipient.email == "ada@example.org")
    #expect(here.post.letters.last?.language == .english)
    #expect(try await here.count("last_mail") == 0)
    #expect(
      try await here.ledger(of: id).suffix(2)
        == [
          "applicant consentWithdrawn consent=# channel=link at=#",
          "timer applicationErased cause=consentWithdrawn final=#",
        ])
  }

  @Test func aSpentLinkShowsItsReceiptForThirtyDaysAndIsThenUnknown() async throws {
    let (_, token) = try await here.onlyInPool()
    let erased = try await here.answer(token, .withdraw)
    here.clock.pass(days: 30)
    try await here.purge()
    #expect(try await ShowLink(here.office)(token: token)?.state == erased)
    #expect(try await here.answer(token, .give) == erased)
    here.clock.pass(days: 1)
    #expect(try await ShowLink(here.office)(token: token) == nil)
    #expect(try await here.count("spent_link") == 1)
    try await here.purge()
    #expect(try await here.count("spent_link") == 0)
  }

  @Test func aReceiptNobodyCouldDeliverWaitsSealedAndIsDiscardedAfterThreeDays() async throws {
    let (id, token) = try await here.onlyInPool()
    here.post.be(ill: true)
    try await here.answer(token, .withdraw)
    #expect(try await here.isErased(id))
    #expect(try await here.count("last_mail") == 1)
    here.clock.pass(days: 2)
    try await here.purge()
    #expect(try await here.count("last_mail") == 1)
    here.clock.pass(days: 1)
    try await here.purge()
    #expect(try await here.count("last_mail") == 0)
  }

  @Test func aWaitingReceiptLeavesOnceThePostmanIsWell() async throws {
    let (_, token) = try await here.onlyInPool()
    here.post.be(ill: true)
    try await here.answer(token, .withdraw)
    await #expect(throws: TestPost.Ill.self) { try await DeliverMail(here.office)() }
    here.post.be(ill: false)
    #expect(try await DeliverMail(here.office)() == 1)
    #expect(here.post.kinds.last == "erasureReceipt")
    #expect(try await here.count("last_mail") == 0)
  }

  @Test func aHoldOutlivesAWithdrawalAndItsReleaseErases() async throws {
    let (id, token) = try await here.onlyInPool()
    let hold = try await here.hold(id)
    #expect(try await here.answer(token, .withdraw) == .withdrawn(at: here.clock.now))
    #expect(try await here.standing(id) == [.hold])
    here.clock.pass(hours: 1)
    try await ReleaseHold(here.office)(hold, reason: "settled", by: here.legal)
    #expect(try await here.isErased(id))
    #expect(try await here.receipt(of: id)?.cause == .holdReleased)
  }

  @Test func aLinkExpiresAfterThreeYears() async throws {
    let id = try await here.receive(.ada)
    let token = try await here.invite(id)
    here.clock.set(to: "2029-03-01", hours: 23.9)
    #expect(try await ShowLink(here.office)(token: token) != nil)
    here.clock.set(to: "2029-03-02", hours: 0)
    #expect(try await ShowLink(here.office)(token: token) == nil)
  }

  @Test func aPersonsLinkReachesNobodyElsesApplication() async throws {
    let (mine, theirs) = (try await here.rejected(), try await here.rejected(.number(2)))
    let (token, other) = (try await here.invite(mine), try await here.invite(theirs))
    try await here.answer(token, .give)
    #expect(try await here.standing(theirs) == [.evidence])
    try await here.answer(other, .give)
    try await here.answer(token, .withdraw)
    #expect(try await here.standing(theirs) == [.evidence, .pool])
  }
}
