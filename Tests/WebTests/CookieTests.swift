import Casework
import Domain
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Support
import Testing

@testable import Web

/// The API in the hands of somebody signed in: whose page asks, in which role.
@Suite struct CookieTests {
  private func application(_ chosen: Role = .recruiter) -> some ApplicationProtocol {
    var house = House()
    house.resume = { token in
      guard token == "known" else { return nil }
      return Session(
        id: .random(), staff: .random(), name: Private("Lee"), roles: [.recruiter, .legal],
        role: chosen, language: .english, confirmedAt: nil, hasSecondFactor: true)
    }
    return house.application
  }

  private let path = "/api/v1/vacancies"
  private let cookie = "__Host-lethe=known"

  private func ask(
    _ application: some ApplicationProtocol, _ method: HTTPRequest.Method,
    _ fields: [HTTPField.Name: String]
  ) async throws -> TestResponse {
    try await application.test(.router) { client in
      var headers: HTTPFields = [:]
      for (name, value) in fields { headers[name] = value }
      return try await client.execute(uri: path, method: method, headers: headers)
    }
  }

  @Test func whatChangesSomethingComesFromAPageOfOurs() async throws {
    let foreign: [[HTTPField.Name: String]] = [
      [:], [.fetchSite: "cross-site"], [.fetchSite: "same-site"], [.fetchSite: "none"],
      [.origin: "https://elsewhere.example"], [.origin: "null"],
      [.fetchSite: "cross-site", .origin: "https://jobs.example.org"],
    ]
    for fields in foreign {
      let answer = try await ask(
        application(), .post, fields.merging([.cookie: cookie]) { first, _ in first })
      #expect(answer.status == .forbidden && answer.code == "cross-site", "\(fields)")
    }
    for fields: [HTTPField.Name: String] in [
      [.fetchSite: "same-origin"], [.origin: "https://jobs.example.org"],
    ] {
      let answer = try await ask(
        application(), .post, fields.merging([.cookie: cookie]) { first, _ in first })
      #expect(answer.status == .ok, "\(fields)")
    }
  }

  @Test func readingIsForPagesOfOursAndForWhoeverTypesTheAddress() async throws {
    for (site, status): (String?, HTTPResponse.Status) in [
      (nil, .ok), ("none", .ok), ("same-origin", .ok), ("cross-site", .forbidden),
    ] {
      var fields: [HTTPField.Name: String] = [.cookie: cookie]
      fields[.fetchSite] = site
      #expect(try await ask(application(), .get, fields).status == status)
    }
  }

  @Test func theChosenRoleCountsUnlessAnotherIsNamed() async throws {
    let here: [HTTPField.Name: String] = [.cookie: cookie, .fetchSite: "same-origin"]
    #expect(try await ask(application(.legal), .post, here).code == "role-never-may")
    var named = here
    named[.letheRole] = "recruiter"
    #expect(try await ask(application(.legal), .post, named).status == .ok)
    named[.letheRole] = "administrator"
    #expect(try await ask(application(.legal), .post, named).code == "role-unclear")
  }

  @Test func aCookieThatIsNobodysOpensNothingAndATokenGoesFirst() async throws {
    let other: [HTTPField.Name: String] = [
      .cookie: "__Host-lethe=other", .fetchSite: "same-origin",
    ]
    #expect(try await ask(application(), .get, other).status == .unauthorized)
    // Whoever sends a token asks as a program, wherever the request comes from.
    let both: [HTTPField.Name: String] = [
      .cookie: cookie, .authorization: "Bearer recruiter", .fetchSite: "cross-site",
    ]
    #expect(try await ask(application(), .post, both).status == .ok)
    let wrong: [HTTPField.Name: String] = [.cookie: cookie, .authorization: "Bearer wrong"]
    #expect(try await ask(application(), .get, wrong).status == .unauthorized)
  }

  @Test func theCookieIsSentToNobodyElse() {
    #expect(
      SessionCookie.set("abc").value
        == "__Host-lethe=abc; Path=/; Secure; HttpOnly; SameSite=Lax")
    #expect(SessionCookie.removal.value.contains("Max-Age=0"))
  }
}
