import Domain
import Foundation
import HTTPTypes
import HummingbirdCore
import HummingbirdTesting
import Logging
import Support
import Testing

@testable import Web

@Suite struct ProblemTests {
  /// Every refusal there is, with the status and code that scripts rely on.
  static let every: [(Refusal, Int, String)] = [
    (.unknown, 404, "unknown"), (.roleNeverMay, 403, "role-never-may"),
    (.roleUnclear, 403, "role-unclear"), (.reasonMissing, 428, "reason-missing"),
    (.alreadyDecided, 409, "already-decided"), (.notDecided, 409, "not-decided"),
    (.procedureRuns, 409, "procedure-runs"), (.answeredNo, 409, "answered-no"),
    (.alreadyInPool, 409, "already-in-pool"), (.notInPool, 409, "not-in-pool"),
    (.noAddress, 422, "no-address"), (.alreadyAnswered, 409, "already-answered"),
    (.correctionTooLate, 409, "correction-too-late"), (.vacancyClosed, 409, "vacancy-closed"),
    (.handedOver, 409, "handed-over"), (.forbidden(by: .hold), 409, "forbidden-by-ground"),
    (.createdTooLongAgo, 409, "created-too-long-ago"),
    (.alreadyReleased, 409, "already-released"), (.alreadyThere, 409, "already-there"),
    (.invalid(field: "a.b", .tooLong), 422, "invalid"), (.notOffered("x"), 422, "not-offered"),
    (.tooLarge(limitBytes: 5), 413, "too-large"), (.empty, 422, "empty"),
    (.typeNotAllowed, 415, "type-not-allowed"), (.typeMismatch, 415, "type-mismatch"),
    (.keyReused, 409, "key-reused"), (.incomplete, 400, "incomplete"),
    (.noSpace, 507, "no-space"), (.secondFactorNeeded, 403, "second-factor-needed"),
    (.journalUnavailable, 503, "journal-unavailable"), (.notReconciled, 503, "not-reconciled"),
    (.busy, 503, "busy"), (.lastAdministrator, 409, "last-administrator"),
  ]

  @Test func everyRefusalHasItsStatusAndCode() {
    for (refusal, status, code) in Self.every {
      let problem = Problem(refusal)
      #expect(problem.status.code == status && problem.code == code, "\(refusal)")
      #expect(!problem.title.isEmpty && problem.title != "This can't be done now", "\(refusal)")
    }
    #expect(Set(Self.every.map(\.2)).count == Self.every.count)
  }

  @Test func whatIsDueSoonNamesTheDay() throws {
    let day: Day = "2026-03-20"
    let problem = Problem(.dueSoon(day))
    #expect(problem.status.code == 409 && problem.code == "due-soon")
    let text = problem.response.headers[.contentType]
    #expect(text == "application/problem+json")
    #expect(problem.eraseOn == day)
    #expect(Problem(.forbidden(by: .legalObligation)).ground == .legalObligation)
  }

  @Test func anInputProblemNamesItsFieldAndWhatIsWrong() {
    let problem = Problem(.invalid(field: "applicant.email", .notAnAddress))
    #expect(problem.field == "applicant.email" && problem.wrong == "not-an-address")
    #expect(problem.detail == "applicant.email: is not an e-mail address")
    #expect(Problem.kebab("notAnID") == "not-an-id" && Problem.kebab("notADay") == "not-a-day")
  }

  @Test func aFaultShowsANumberAndTheLogHoldsOnlyItsKind() async throws {
    struct Leaky: Error { let name = "Kim Beispiel" }
    enum Coded: Error { case plain }
    let log = LogSink()
    var house = House()
    house.logger = Logger(label: "test") { _ in log }
    house.answer = { _, _ in throw Leaky() }
    house.isOutage = { $0 is Coded }
    try await house.application.test(.router) { client in
      let answer = try await client.execute(
        uri: "/api/v1/applications/secret?q=secret", method: .get, headers: .bearer("recruiter"))
      #expect(answer.status == .internalServerError && answer.code == "fault")
      let line = try #require(log.lines.first { $0.contains("fault") })
      #expect(line.contains("Leaky") && !line.contains("Kim"))
      let number = try #require(answer.text.firstMatch(of: /"incident":"(\d{6})"/)?.1)
      #expect(line.contains(number))
    }
    house.answer = { _, _ in throw Coded.plain }
    try await house.application.test(.router) { client in
      let answer = try await client.execute(
        uri: "/api/v1/vacancies", method: .get, headers: .bearer("recruiter"))
      #expect(answer.status == .serviceUnavailable && answer.headers[.retryAfter] != nil)
    }
    let requests = log.lines.filter { $0.contains("request") }
    #expect(requests.count == 2)
    #expect(requests[0].contains("/api/v1/applications/{id}") && requests[0].contains("500"))
    #expect(log.lines.allSatisfy { !$0.contains("secret") })
  }

  @Test func anApplicantReadsWordsInsteadOfAProblem() async throws {
    struct Broken: Error {}
    var house = House()
    house.desk = LinkDesk(show: { _ in throw Broken() }, answer: { _, _, _ in throw Broken() })
    try await house.application.test(.router) { client in
      let answer = try await client.execute(uri: "/c/abc", method: .get)
      #expect(answer.status == .internalServerError)
      #expect(answer.headers[.contentType] == "text/plain; charset=utf-8")
      #expect(answer.text.contains("Bitte versuchen Sie es"))
    }
    house.pages = ApplicantPages(
      contentSecurityPolicy: "default-src 'none'", stylesheet: House.pages.stylesheet,
      fault: { "<p>\($1.rawValue) \($0)</p>" }, page: House.pages.page)
    house.isOutage = { _ in true }
    try await house.application.test(.router) { client in
      let answer = try await client.execute(uri: "/c/abc?language=en", method: .get)
      #expect(answer.status == .serviceUnavailable && answer.headers[.retryAfter] == "5")
      #expect(answer.text.contains(/<p>en \d{6}<\/p>/))
      #expect(answer.headers[.contentType] == "text/html; charset=utf-8")
    }
  }
}
