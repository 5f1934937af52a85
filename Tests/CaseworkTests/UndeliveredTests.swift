import Casework
import Domain
import Foundation
import Postgres
import Records
import Support
import Testing

/// What servers refuse: put off, tried again, given up, and seen by those who can help.
@Suite(.office) struct UndeliveredTests {
  let here = TestOffice.current

  /// What the queue says about its one letter.
  struct Queued: Equatable {
    let attempts: Int
    let problem: String?
    let isDue: Bool
    let isGivenUp: Bool
  }

  private func notify(_ id: ApplicationID) async throws {
    try await RecordNotice(here.office)(
      id, NoticeRecord(channel: .email, sentOn: here.clock.today, send: true),
      by: here.recruiter)
  }

  private func queued() async throws -> [Queued] {
    try await here.asSuperuser { rows in
      try rows.all(
        """
        SELECT attempts, problem, coalesce(due_at <= now(), true) AS due,
          given_up_at IS NOT NULL AS given_up
        FROM outbox WHERE sent_at IS NULL ORDER BY queued_at, id
        """
      ) { row in
        Queued(
          attempts: try row("attempts"), problem: try row("problem"), isDue: try row("due"),
          isGivenUp: try row("given_up"))
      }
    }
  }

  private func timePasses() async throws {
    try await here.asSuperuser { rows in try rows.run("UPDATE outbox SET due_at = now()") }
  }

  @Test func whatIsPutOffWaitsForItsTimeAndLeavesThen() async throws {
    let id = try await here.rejected()
    here.post.answer(.deferred)
    try await notify(id)
    let waiting = Queued(attempts: 1, problem: "deferred", isDue: false, isGivenUp: false)
    #expect(try await queued() == [waiting])
    here.post.answer(nil)
    #expect(try await DeliverMail(here.office)() == 0, "it isn't time yet")
    try await timePasses()
    #expect(try await DeliverMail(here.office)() == 1)
    #expect(here.post.kinds == ["rejection"])
    #expect(try await here.ledger(of: id).last == "timer mailSent notice")
  }

  @Test func eachAttemptThatFailsIsCounted() async throws {
    let id = try await here.rejected()
    here.post.answer(.deferred)
    try await notify(id)
    for _ in 1...3 {
      try await timePasses()
      let report = try await DeliverMail(here.office).round()
      #expect(report.sent == 0 && report.postponed == [.deferred: 1] && report.givenUp.isEmpty)
    }
    #expect(try await queued().map(\.attempts) == [4])
  }

  @Test(arguments: [MailProblem.refused, .badAddress])
  func whatIsRefusedForGoodStaysVisibleUntilItIsTriedAgain(problem: MailProblem) async throws {
    let id = try await here.rejected()
    here.post.answer(problem)
    try await notify(id)
    let given = try #require(try await UndeliveredLetters(here.office)(by: here.recruiter).first)
    #expect(given.application == id && given.kind == "notice" && given.problem == problem)
    #expect(given.since == here.clock.now)
    #expect(try await here.ledger(of: id).last == "timer mailGivenUp notice \(problem.rawValue)")
    let metrics = try await Health(here.office).metrics()
    #expect(metrics.mailsFailed == 1 && metrics.mailsWaiting == 0)
    let finding = try await Checkup(here.office)(isPrivate: true).first {
      $0.name == "undelivered mail"
    }
    #expect(finding?.isFine == false)

    here.post.answer(nil)
    #expect(try await DeliverMail(here.office)() == 0, "nobody tries it by themselves")
    try await UndeliveredLetters(here.office).tryAgain(given.id, of: id, by: here.recruiter)
    #expect(here.post.letters.map(\.id) == [given.id])
    #expect(try await UndeliveredLetters(here.office)(by: here.recruiter).isEmpty)
    #expect(try await Health(here.office).metrics().mailsFailed == 0)
    await #expect(throws: Refusal.unknown, "it has left") {
      try await UndeliveredLetters(here.office).tryAgain(given.id, of: id, by: here.recruiter)
    }
  }

  @Test func whatNeedsNoLetterAnyMoreIsTakenOut() async throws {
    let (id, other) = (try await here.rejected(), try await here.rejected(.number(1)))
    here.post.answer(.refused)
    try await notify(id)
    let letters = UndeliveredLetters(here.office)
    let given = try #require(try await letters(by: here.recruiter).first)
    await #expect(throws: Refusal.unknown, "it isn't of that application") {
      try await letters.takeOut(given.id, of: other, by: here.recruiter)
    }
    await #expect(throws: Refusal.roleNeverMay) {
      try await letters.takeOut(given.id, of: id, by: here.reviewer)
    }
    try await letters.takeOut(given.id, of: id, by: here.recruiter)
    #expect(try await queued().isEmpty)
    #expect(try await here.ledger(of: id).last == "recruiter mailDropped")
  }

  @Test func aLetterOnItsWayCanNeitherBeTakenOutNorBegunAnew() async throws {
    let id = try await here.rejected()
    here.post.answer(.deferred)
    try await notify(id)
    let mail = try await here.asSuperuser { rows in
      try rows.first("SELECT id FROM outbox WHERE sent_at IS NULL") { MailID(try $0("id")) }
    }
    let letters = UndeliveredLetters(here.office)
    await #expect(throws: Refusal.unknown) {
      try await letters.takeOut(#require(mail), of: id, by: here.recruiter)
    }
    await #expect(throws: Refusal.unknown) {
      try await letters.tryAgain(#require(mail), of: id, by: here.recruiter)
    }
  }

  @Test(arguments: [MailProblem.unreachable, .misconfigured])
  func whatConcernsAllIsTriedWithOneLetterOnly(problem: MailProblem) async throws {
    var ids: [ApplicationID] = []
    for number in 0..<3 { ids.append(try await here.rejected(.number(number))) }
    here.post.be(ill: true)
    for id in ids { try await notify(id) }
    here.post.be(ill: false)
    here.post.answer(problem)
    let report = try await DeliverMail(here.office).round()
    #expect(report.postponed == [problem: 1])
    let found = try await queued()
    #expect(found.map(\.attempts).reduce(0, +) == 1)
    #expect(found.allSatisfy { !$0.isDue && !$0.isGivenUp })
    #expect(try await DeliverMail(here.office).round().postponed.isEmpty)
  }

  @Test(arguments: [(MailProblem.unreachable, true), (.deferred, true), (.misconfigured, false)])
  func afterFiveDaysItIsGivenUpUnlessAPersonMustHelp(
    problem: MailProblem, givenUp: Bool
  ) async throws {
    let id = try await here.rejected()
    here.post.answer(problem)
    try await notify(id)
    try await here.asSuperuser { rows in
      try rows.run(
        "UPDATE outbox SET due_at = now(), first_tried_at = now() - interval '5 days 1 minute'")
    }
    _ = try await DeliverMail(here.office).round()
    #expect(try await queued().map(\.isGivenUp) == [givenUp])
  }

  @Test func theReceiptOfAnErasureWaitsLikeAnyLetterAndNothingOfItStaysOnceRefused() async throws {
    let (id, token) = try await here.onlyInPool()
    here.post.answer(.deferred)
    try await RecordWithdrawal(here.office)(
      id, channel: .post, receivedAt: here.clock.now, by: here.recruiter)
    _ = token
    #expect(try await here.isErased(id))
    #expect(try await here.count("last_mail") == 1)
    #expect(try await Health(here.office).metrics().mailsWaiting == 1)
    #expect(try await DeliverMail(here.office).round().postponed.isEmpty, "it isn't time yet")
    here.post.answer(.refused)
    try await here.asSuperuser { rows in try rows.run("UPDATE last_mail SET due_at = now()") }
    #expect(try await DeliverMail(here.office).round().givenUp == [.refused: 1])
    #expect(try await here.count("last_mail") == 0)
    #expect(
      try await here.everyEntry(of: nil).last == "timer mailGivenUp erasureReceipt refused")
  }

  @Test func whoeverIsErasedIsWrittenToNoMore() async throws {
    let id = try await here.rejected()
    here.post.answer(.deferred)
    try await notify(id)
    here.clock.pass(days: 200)
    _ = try await here.purge()
    #expect(try await here.isErased(id))
    here.post.answer(nil)
    try await DeliverMail(here.office)()
    #expect(here.post.letters.isEmpty)
  }

  @Test func aGivenUpLetterOpensNobodyToTheMailLogin() async throws {
    let id = try await here.rejected()
    here.post.answer(.refused)
    try await notify(id)
    #expect(try await here.as(.mail) { try DataKeys.find(id, in: $0) == nil })
  }
}
