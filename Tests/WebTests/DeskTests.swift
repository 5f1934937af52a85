import Casework
import Domain
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Pages
import Support
import Testing

@testable import Web

/// The desk's door, with sessions held in memory and pages that only say that they were reached.
@Suite struct DeskTests {
  private func application(roles: Set<Role> = [.recruiter]) throws -> some ApplicationProtocol {
    let time = try #require(OfficeTime(zoneNamed: "Europe/Berlin"))
    let pages = try DeskPages(
      house: Pages.House(
        company: "Beispiel GmbH", contact: "jobs@beispiel.example",
        publicURL: "https://jobs.example.org", officeTime: time))
    var house = WebTests.House()
    house.deskDoor = DeskDoor(
      paper: DeskPaper(pages: { pages }),
      sameOrigin: SameOrigin(publicURL: "https://jobs.example.org"),
      resume: { token in
        guard token == "known", let first = roles.min(by: { $0.rawValue < $1.rawValue }) else {
          return nil
        }
        return Session(
          id: .random(), staff: .random(), name: Private("Lee"), roles: roles, role: first,
          language: .english, confirmedAt: nil, hasSecondFactor: false)
      },
      answer: { route, _ in Response(status: .ok, headers: [.server: route.path]) })
    return house.application
  }

  private let cookie = "__Host-lethe=known"

  @Test func whoeverIsNotSignedInIsAskedToAndComesBack() async throws {
    try await application().test(.router) { client in
      let answer = try await client.execute(uri: "/", method: .get)
      #expect(answer.status == .seeOther && answer.headers[.location] == "/sign-in")
      for headers: HTTPFields in [[.cookie: "__Host-lethe=other"], [.cookie: "lethe=known"]] {
        let answer = try await client.execute(uri: "/", method: .get, headers: headers)
        #expect(answer.status == .seeOther)
      }
    }
  }

  @Test func everyPageIsReachedByItsRolesAndNoOthers() async throws {
    for role in Role.allCases where role != .intake {
      try await application(roles: [role]).test(.router) { client in
        for route in DeskRoute.all {
          let path = route.path.replacing(/\{\w+\}/, with: "x")
          let answer = try await client.execute(
            uri: path, method: route.method,
            headers: [.cookie: cookie, .fetchSite: "same-origin"])
          #expect((answer.status == .ok) == route.roles.contains(role), "\(role) \(path)")
          if !route.roles.contains(role) { #expect(answer.status == .forbidden) }
        }
      }
    }
  }

  @Test func aFormActsOnlyWhenItWasSentFromHere() async throws {
    try await application(roles: Set(Role.allCases)).test(.router) { client in
      for route in DeskRoute.all where route.method != .get {
        let path = route.path.replacing(/\{\w+\}/, with: "x")
        for foreign: HTTPFields in [
          [:], [.fetchSite: "cross-site"], [.fetchSite: "same-site"], [.fetchSite: "none"],
          [.origin: "https://elsewhere.example"], [.origin: "null"],
        ] {
          var headers = foreign
          headers[.cookie] = cookie
          let answer = try await client.execute(
            uri: path, method: route.method, headers: headers)
          #expect(answer.status == .forbidden, "\(path) \(foreign)")
        }
        let own = try await client.execute(
          uri: path, method: route.method,
          headers: [.cookie: cookie, .origin: "https://jobs.example.org"])
        #expect(own.status != .forbidden || !route.roles.contains(.administrator))
      }
    }
  }

  @Test func aBrowserIsToldInWordsThatNothingIsThere() async throws {
    try await application().test(.router) { client in
      let page = try await client.execute(
        uri: "/nowhere", method: .get, headers: [.accept: "text/html,*/*"])
      #expect(page.status == .notFound)
      #expect(page.headers[.contentType] == "text/html; charset=utf-8")
      let api = try await client.execute(
        uri: "/api/v1/nowhere", method: .get, headers: [.accept: "text/html,*/*"])
      #expect(api.headers[.contentType] == "application/problem+json")
    }
  }

  @Test func nobodyIsSentToAnotherSiteAfterSigningIn() {
    for text in ["https://elsewhere.example", "//elsewhere.example", "/\\elsewhere", "", "x"] {
      #expect(Desk.ownPath(text) == "/")
    }
    #expect(Desk.ownPath("/vacancies?page=2") == "/vacancies?page=2")
  }
}
