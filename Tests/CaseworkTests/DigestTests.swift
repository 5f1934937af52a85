import Casework
import Domain
import Foundation
import Postgres
import Support
import Testing

/// Reviewers are told by mail what waits, once a working day, and nobody else is.
@Suite(.office) struct DigestTests {
  let here = TestOffice.current

  private func waiting(
    _ vacancy: VacancyID, _ applicant: Applicant = .ada, stage: Stage = .interview
  ) async throws -> ApplicationID {
    let id = try await here.receive(applicant, for: vacancy)
    try await ChangeStage(here.office)(id, to: stage, by: here.recruiter)
    return id
  }

  private func recommend(_ id: ApplicationID, by caller: Caller) async throws {
    _ = try await WriteNote(here.office)(
      id, kind: .recommendation, text: "yes", verdict: .yes, by: caller)
  }

  /// Queues and sends; what arrived.
  private func digests() async throws -> [StaffLetter] {
    try await SendDigests(here.office)()
    try await DeliverMail(here.office)()
    return here.post.staffLetters
  }

  @Test func aReviewerIsToldHowManyWaitForEachVacancyAndNobodysName() async throws {
    let baker = try await here.openReviewedVacancy()
    for number in 0..<2 { _ = try await waiting(baker, .number(number)) }
    _ = try await waiting(baker, .number(2), stage: .screening)
    _ = try await here.receive(.number(3), for: baker)
    _ = try await waiting(try await here.openVacancy("Cook"), .number(4))
    let letter = try #require(try await digests().first)
    #expect(letter.message == .digest([.init(vacancyTitle: "Baker", applications: 3)]))
    #expect(letter.language == .german)
    #expect(letter.address.reveal().contains("@"))
    #expect(here.post.staffLetters.count == 1)
    #expect(try await here.everyEntry(of: nil).last == "timer mailSent digest")
  }

  @Test func onceADayAndWhatComesLaterWaitsForTheNextWorkingDay() async throws {
    let baker = try await here.openReviewedVacancy()
    _ = try await waiting(baker)
    #expect(try await digests().count == 1)
    _ = try await waiting(baker, .number(1))
    here.clock.pass(hours: 5)
    #expect(try await digests().count == 1)
    here.clock.pass(days: 1)
    #expect(try await digests().count == 2)
  }

  @Test func notBeforeSevenAndNotAtTheWeekend() async throws {
    _ = try await waiting(try await here.openReviewedVacancy())
    here.clock.set(to: "2026-03-03", hours: 6.99)
    #expect(try await digests().isEmpty)
    for weekend: Day in ["2026-03-07", "2026-03-08"] {
      here.clock.set(to: weekend)
      #expect(try await digests().isEmpty)
    }
    here.clock.set(to: "2026-03-09", hours: 7)
    #expect(try await digests().count == 1)
  }

  @Test func whoHasRecommendedIsntAskedAgain() async throws {
    let id = try await waiting(try await here.openReviewedVacancy())
    try await recommend(id, by: here.reviewer)
    #expect(try await digests().isEmpty)
  }

  @Test func anothersRecommendationIsNotOnes() async throws {
    let id = try await waiting(try await here.openReviewedVacancy())
    try await recommend(id, by: here.recruiter)
    #expect(try await digests().count == 1)
  }

  @Test func whatWasDoneBeforeItLeavesIsNotAskedFor() async throws {
    let id = try await waiting(try await here.openReviewedVacancy())
    #expect(try await SendDigests(here.office)() == 1)
    try await recommend(id, by: here.reviewer)
    #expect(try await DeliverMail(here.office)() == 0)
    #expect(here.post.staffLetters.isEmpty)
    #expect(try await Health(here.office).metrics().mailsWaiting == 0)
  }

  @Test func whoIsDecidedAboutOrNoLongerOnesTaskIsNotInIt() async throws {
    let baker = try await here.openReviewedVacancy()
    try await here.decide(try await waiting(baker), .rejected)
    let ended = try await here.openReviewedVacancy(until: here.clock.today)
    _ = try await waiting(ended, .number(1))
    here.clock.pass(days: 1)
    #expect(try await digests().isEmpty)
  }

  @Test func whoIsDisabledOrNoReviewerAnyMoreGetsNone() async throws {
    _ = try await waiting(try await here.openReviewedVacancy())
    #expect(try await SendDigests(here.office)() == 1)
    let reviewer = here.reviewer.member.id.uuid
    try await here.asSuperuser { rows in
      try rows.run("UPDATE staff SET disabled_at = now() WHERE id = \(reviewer)")
    }
    #expect(try await DeliverMail(here.office)() == 0)
    try await here.asSuperuser { rows in
      try rows.run("UPDATE staff SET disabled_at = NULL WHERE id = \(reviewer)")
      try rows.run("DELETE FROM staff_role WHERE staff_id = \(reviewer) AND role = 'reviewer'")
    }
    here.clock.pass(days: 1)
    #expect(try await digests().isEmpty)
  }

  @Test func itIsInTheColleaguesLanguage() async throws {
    _ = try await waiting(try await here.openReviewedVacancy())
    let reviewer = here.reviewer.member.id.uuid
    try await here.asSuperuser { rows in
      try rows.run("UPDATE staff SET language = 'en' WHERE id = \(reviewer)")
    }
    #expect(try await digests().map(\.language) == [.english])
  }

  @Test func whatCouldNotBeDeliveredIsCounted() async throws {
    _ = try await waiting(try await here.openReviewedVacancy())
    here.post.answer(.refused)
    #expect(try await digests().isEmpty)
    #expect(try await Health(here.office).metrics().mailsFailed == 1)
    #expect(try await here.everyEntry(of: nil).last == "timer mailGivenUp digest refused")
  }

  @Test func theDatabaseKnowsOneDigestADayAndPerson() async throws {
    _ = try await waiting(try await here.openReviewedVacancy())
    async let one = SendDigests(here.office)()
    async let other = SendDigests(here.office)()
    let (first, second) = try await (one, other)
    #expect([first, second].sorted() == [0, 1])
    #expect(try await here.count("staff_mail") == 1)
    here.clock.pass(days: 31)
    try await SendDigests(here.office)()
    #expect(try await here.count("digest_day") == 1, "the old ones are forgotten")
  }
}
