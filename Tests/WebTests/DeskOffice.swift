import Casework
import Domain
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Pages
import Support
import Testing
import Viewing

@testable import Web

/// The desk with a real office behind it, and one person of each role signed in.
struct DeskOffice {
  let here = TestOffice.current
  var language = Language.english
  /// Whether whoever visits has just proven a second factor.
  var hasConfirmed = false

  private var application: Application<RouterResponder<RequestScope>> {
    get throws {
      let pages = try DeskPages(
        house: Pages.House(
          company: "Beispiel GmbH", contact: "jobs@beispiel.example",
          publicURL: "https://jobs.example.org", officeTime: TestClock.zone))
      let paper = DeskPaper(pages: { pages })
      // Without programs: a document's images are tested where they are made.
      let viewer = DocumentViewer(
        limits: ViewingLimits(atOnce: 1), programs: .installed(below: "/nowhere"))
      let desk = Desk(office: here.office, paper: paper, viewer: viewer)
      let (here, language) = (here, language)
      let confirmedAt = hasConfirmed ? here.watch.now : nil
      var house = WebTests.House()
      house.deskDoor = DeskDoor(
        paper: paper, sameOrigin: SameOrigin(publicURL: "https://jobs.example.org"),
        resume: { token in
          guard let role = Role(rawValue: token) else { return nil }
          return Session(
            id: .random(), staff: here.member(role).id, name: "Lee Example", roles: [role],
            role: role, language: language, confirmedAt: confirmedAt, hasSecondFactor: true)
        },
        answer: { route, visit in try await route.handle(desk, visit) })
      return house.application
    }
  }

  /// What a role is shown at a path.
  func get(_ path: String, as role: Role = .recruiter) async throws -> Answer {
    try await send(.get, path, nil, as: role)
  }

  /// What comes of a form that a role sends.
  func post(
    _ path: String, _ fields: KeyValuePairs<String, String> = [:], as role: Role = .recruiter
  ) async throws -> Answer {
    try await post(path, sent: fields.map { (name: $0.key, value: $0.value) }, as: role)
  }

  /// The same, for fields put together.
  func post(
    _ path: String, sent fields: [(name: String, value: String)], as role: Role = .recruiter
  ) async throws -> Answer {
    let body = fields.map { "\(Self.encoded($0.name))=\(Self.encoded($0.value))" }
    return try await send(.post, path, body.joined(separator: "&"), as: role)
  }

  private func send(
    _ method: HTTPRequest.Method, _ path: String, _ body: String?, as role: Role
  ) async throws -> Answer {
    try await application.test(.router) { client in
      var headers: HTTPFields = [
        .cookie: "__Host-lethe=\(role.rawValue)", .fetchSite: "same-origin",
      ]
      if body != nil { headers[.contentType] = "application/x-www-form-urlencoded" }
      let answer = try await client.execute(
        uri: path, method: method, headers: headers, body: body.map { ByteBuffer(string: $0) })
      return Answer(
        status: answer.status.code, location: answer.headers[.location],
        html: String(buffer: answer.body))
    }
  }

  private static func encoded(_ text: String) -> String {
    text.utf8.map { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
        String(decoding: [byte], as: UTF8.self)
      default: "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
      }
    }.joined()
  }

  /// A page, or where it leads.
  struct Answer {
    let status: Int
    let location: String?
    let html: String

    /// The main part's words in one line, without tags.
    var text: String {
      let main = html.split(separator: "<main").last.map(String.init) ?? html
      return main.replacing(/<[^>]*>/, with: " ").split(whereSeparator: \.isWhitespace)
        .joined(separator: " ")
    }

    /// Where its main part's links and forms lead.
    var ways: [String] {
      let main = html.split(separator: "<main").last.map(String.init) ?? ""
      return main.matches(of: /(?:href|action)="([^"]*)"/).map { String($0.1) }
    }
  }
}
