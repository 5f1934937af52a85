import Casework
import Domain
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Pages
import Support
import Testing
import Viewing

@testable import Web

/// A browser of somebody signed in, before the desk of a test's own office.
struct DeskVisitor {
  let here: TestOffice
  var role: Role = .recruiter
  var language: Language = .english
  /// When they last proved a second factor.
  var confirmedAt: Date?
  /// The same session with every request.
  let session = SessionID.random()

  /// The whole router; what the desk remembers lasts as long as this.
  func browsing(_ body: @escaping @Sendable (Browser) async throws -> Void) async throws {
    try await DeskVisitor.browsing([self]) { try await body($0[0]) }
  }

  /// Several people at one desk.
  static func browsing(
    _ visitors: [DeskVisitor], _ body: @escaping @Sendable ([Browser]) async throws -> Void
  ) async throws {
    let here = visitors[0].here
    let pages = try DeskPages(
      house: Pages.House(
        company: "Beispiel GmbH", contact: "jobs@beispiel.example",
        publicURL: "https://jobs.example.org", officeTime: here.office.time))
    let paper = DeskPaper(pages: { pages })
    // Without programs: a document's images are tested where they are made.
    let viewer = DocumentViewer(
      limits: ViewingLimits(atOnce: 1), programs: .installed(below: "/nowhere"))
    let desk = Desk(office: here.office, paper: paper, viewer: viewer)
    let sessions = visitors.map(\.signedIn)
    var house = WebTests.House()
    house.deskDoor = DeskDoor(
      paper: paper, sameOrigin: SameOrigin(publicURL: "https://jobs.example.org"),
      resume: { token in sessions.first { $0.id.text == token } },
      answer: { route, visit in try await desk.answer(route, visit) })
    try await house.application.test(.router) { client in
      try await body(sessions.map { Browser(client: client, cookie: $0.id.text) })
    }
  }

  private var signedIn: Session {
    Session(
      id: session, staff: here.caller(role).member.id, name: Private("Lee"), roles: [role],
      role: role, language: language, confirmedAt: confirmedAt, hasSecondFactor: false)
  }
}

/// One browser.
struct Browser: Sendable {
  let client: any TestClientProtocol
  let cookie: String

  func get(_ path: String) async throws -> TestResponse {
    try await client.execute(
      uri: path, method: .get, headers: [.cookie: "\(SessionCookie.name)=\(cookie)"])
  }

  /// Sends a form that a page of ours had.
  func send(_ path: String, _ fields: [String: String]) async throws -> TestResponse {
    let pairs = fields.map {
      "\(PercentText.encoded($0.key))=\(PercentText.encoded($0.value))"
    }
    return try await post(
      path, Array(pairs.joined(separator: "&").utf8), "application/x-www-form-urlencoded")
  }

  func post(_ path: String, _ body: [UInt8], _ type: String) async throws -> TestResponse {
    try await client.execute(
      uri: path, method: .post,
      headers: [
        .cookie: "\(SessionCookie.name)=\(cookie)", .contentType: type,
        .fetchSite: "same-origin",
      ], body: ByteBuffer(bytes: body))
  }

  /// Follows a 303 to the page after a form.
  func follow(_ answer: TestResponse) async throws -> TestResponse {
    #expect(answer.status == .seeOther)
    return try await get(try #require(answer.headers[.location]))
  }
}
