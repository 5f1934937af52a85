import Casework
import Domain
import Foundation
import Records
import Support
import Testing

/// Asking people in the pool, before their time there ends, whether they want to stay.
@Suite(.office) struct RenewalTests {
  let here = TestOffice.current
  /// The end of a consent given on the tests' first day.
  private let end: Day = "2028-03-01"

  private func day(before days: Int) { here.clock.set(to: end.adding(days: -days)) }

  private func run() async throws -> Int { try await AskRenewals(here.office)().queued }

  /// Somebody whom nothing but the pool keeps, and what was mailed to them since.
  private func member() async throws -> ApplicationID { try await here.onlyInPool().id }

  private func state(_ token: String) async throws -> LinkMatter.State? {
    try await ShowLink(here.office)(token: token)?.state
  }

  @Test func oneRequestAndTwoRemindersThenErasureOnTime() async throws {
    let id = try await member()
    var sent: [Int] = []
    for days in stride(from: 70, through: 1, by: -1) {
      day(before: days)
      for _ in 0..<2 { if try await run() > 0 { sent.append(days) } }
      try await here.purge()
    }
    #expect(sent == [60, 30, 7])
    #expect(here.post.kinds.suffix(3) == ["renewal", "reminder", "reminder"])
    #expect(Set(here.post.tokens.suffix(3)).count == 1)
    #expect(try await here.standing(id) == [.pool])
    here.clock.set(to: end, hours: 0)
    #expect(try await run() == 0)
    #expect(try await here.purge().erased == 1)
    #expect(try await here.isErased(id))
  }

  @Test func aYesIsANewConsentWhoseGroundBeginsBeforeTheOldOneEnds() async throws {
    let id = try await member()
    day(before: 60)
    #expect(try await run() == 1)
    let token = try #require(here.post.tokens.last)
    #expect(try await state(token) == .renewal(eraseOn: end, newEraseOn: "2029-12-31"))
    let after = try await here.answer(token, .give)
    #expect(after == .inPool(givenOn: "2028-01-01", eraseOn: "2029-12-31"))
    #expect(try await here.answer(token, .give) == after)
    let pools = try await here.grounds(of: id).filter { $0.kind == .pool }
    #expect(pools.map(\.since) == ["2026-03-02", "2028-01-01"])
    #expect(pools.map { $0.endedAt == nil } == [false, true])
    let consents = try await here.asSuperuser { try Consents.all(of: id, in: $0) }
    #expect(consents.map(\.state) == [.given, .given])
    #expect(consents.map(\.givenOn) == ["2026-03-02", "2028-01-01"])
    #expect(here.post.kinds.last == "confirmation")
    guard case .confirmation(_, let eraseOn, _)? = here.post.messages.last else { return }
    #expect(eraseOn == "2029-12-31")
    // Nothing of the old question is sent any more, and the old day passes.
    day(before: 7)
    #expect(try await run() == 0)
    here.clock.set(to: end)
    try await here.purge()
    #expect(try await here.standing(id) == [.pool])
    // Before the new end they are asked again; withdrawing takes both consents back.
    here.clock.set(to: "2029-11-01")
    #expect(try await run() == 1)
    try await here.answer(token, .withdraw)
    #expect(try await here.isErased(id))
  }

  @Test func aNoStaysUntilTheEndAndNobodyAsksAgain() async throws {
    let id = try await member()
    day(before: 60)
    _ = try await run()
    let token = try #require(here.post.tokens.last)
    #expect(try await here.answer(token, .decline) == .notRenewed(eraseOn: end))
    #expect(try await here.answer(token, .give) == .notRenewed(eraseOn: end))
    for days in [30, 7] {
      day(before: days)
      #expect(try await run() == 0)
    }
    #expect(try await here.standing(id) == [.pool])
    #expect(here.post.kinds.last == "renewal")
    here.clock.set(to: end, hours: 0)
    #expect(try await here.purge().erased == 1)
  }

  @Test func afterAWithdrawalNothingIsSent() async throws {
    let id = try await member()
    _ = try await here.hold(id)
    day(before: 60)
    _ = try await run()
    let token = try #require(here.post.tokens.last)
    #expect(try await here.answer(token, .withdraw) == .withdrawn(at: here.clock.now))
    day(before: 30)
    #expect(try await run() == 0)
    #expect(try await here.answer(token, .give) == .withdrawn(at: here.clock.now - 30 * 86_400))
    #expect(try await here.standing(id) == [.hold])
  }

  @Test func whoWasMissedForAWhileGetsOneLetter() async throws {
    _ = try await member()
    day(before: 5)
    #expect(try await run() == 1)
    #expect(here.post.kinds.last == "renewal")
    day(before: 4)
    #expect(try await run() == 0)
  }

  @Test func manyTimersSendOneLetter() async throws {
    _ = try await member()
    day(before: 60)
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<4 { group.addTask { [here] in _ = try? await AskRenewals(here.office)() } }
    }
    _ = try await run()
    try await DeliverMail(here.office)()
    #expect(here.post.kinds.filter { $0 == "renewal" }.count == 1)
  }

  @Test func theTimerRunsOnceAnIntervalHoweverManyProcessesThereAre() async throws {
    #expect(try await AskRenewals(here.office).ifDue(every: 900) != nil)
    #expect(try await AskRenewals(here.office).ifDue(every: 900) == nil)
    #expect(try await AskRenewals(here.office).ifDue(every: 0) != nil)
  }

  @Test func anUnansweredQuestionCountsAsANoWhereSomethingElseKeepsTheApplication() async throws {
    let id = try await member()
    _ = try await here.hold(id)
    day(before: 60)
    _ = try await run()
    let token = try #require(here.post.tokens.last)
    here.clock.set(to: end)
    try await here.purge()
    #expect(try await state(token) == .lapsed)
    #expect(try await here.answer(token, .give) == .lapsed)
    #expect(try await here.standing(id) == [.hold])
  }

  @Test func aPersonWithoutAnAddressIsAskedOnPaper() async throws {
    let id = try await here.receive(.karl)
    try await RecordConsent(here.office)(
      id, PaperConsent(channel: .post, givenOn: here.clock.today, textVersion: "2026-1"),
      by: here.recruiter)
    await #expect(throws: Refusal.alreadyInPool) {
      try await PrintLetter(here.office)(id, .renewal, by: here.recruiter)
    }
    #expect(try await RenewalsByPost(here.office)(by: here.recruiter).isEmpty)
    day(before: 60)
    #expect(try await run() == 0)
    let line = try #require(try await RenewalsByPost(here.office)(by: here.recruiter).first)
    #expect(line.application == id && line.familyName == "Weierstraß")
    #expect(line.eraseOn == end && line.askedAt == nil)
    let letter = try await PrintLetter(here.office)(id, .renewal, by: here.recruiter)
    guard case .renewal(let eraseOn, let link) = letter.message else {
      Issue.record("no question")
      return
    }
    #expect(eraseOn == end && here.post.letters.isEmpty)
    let asked = try await RenewalsByPost(here.office)(by: here.recruiter)
    #expect(asked.map(\.askedAt) == [here.clock.now])
    #expect(
      try await here.answer(link.reveal(), .give)
        == .inPool(givenOn: "2028-01-01", eraseOn: "2029-12-31"))
    #expect(try await RenewalsByPost(here.office)(by: here.recruiter).isEmpty)
  }

  @Test func aYesOnPaperRenewsWhileTheQuestionIsOpen() async throws {
    let id = try await member()
    let paper = { [here] in
      PaperConsent(channel: .post, givenOn: here.clock.today, textVersion: "2026-1")
    }
    day(before: 61)
    await #expect(throws: Refusal.alreadyInPool) {
      try await RecordConsent(here.office)(id, paper(), by: here.recruiter)
    }
    day(before: 60)
    _ = try await run()
    try await RecordConsent(here.office)(id, paper(), by: here.recruiter)
    #expect(try await here.retention(of: id).eraseOn == "2029-12-31")
    await #expect(throws: Refusal.alreadyInPool) {
      try await RecordConsent(here.office)(id, paper(), by: here.recruiter)
    }
    #expect(here.post.kinds.last == "confirmation")
  }

  @Test func theDatabaseKeepsTwoOpenEntriesFromBeingCommitted() async throws {
    let (id, _) = try await here.onlyInPool()
    let today = here.clock.today
    let state = try await here.refusal(to: .link, .applicant(id)) { rows in
      try Grounds.add(
        Ground(kind: .pool, since: today, eraseFrom: today.adding(days: 30)), to: id, in: rows)
    }
    #expect(state == "23P01")
  }
}
