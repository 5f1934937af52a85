import Domain
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Synchronization
import Testing

@testable import Web

@Suite struct LinkTests {
  /// One link that is known, and what was decided through it.
  final class Desk: Sendable {
    let decisions = Mutex<[LinkMatter.Decision]>([])
    let scopes = Mutex<[LinkMatter.Scope]>([])
    let refusal: Refusal?

    init(refusal: Refusal? = nil) { self.refusal = refusal }

    var made: [LinkMatter.Decision] { decisions.withLock { $0 } }

    var house: House {
      var house = House()
      house.desk = LinkDesk(
        show: { $0 == "known" ? LinkMatter(state: .declined, language: .english) : nil },
        answer: { [self] token, decision, scope in
          guard token == "known" else { return nil }
          if let refusal { throw refusal }
          decisions.withLock { $0.append(decision) }
          scopes.withLock { $0.append(scope) }
          return LinkMatter(state: .declined, language: .english)
        })
      return house
    }
  }

  private static let form: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]

  @Test func lookingChangesNothing() async throws {
    let desk = Desk()
    try await desk.house.application.test(.router) { client in
      for path in ["/c/known", "/c/known/withdraw", "/c/known?decision=withdraw"] {
        for method in [HTTPRequest.Method.get, .head] {
          let answer = try await client.execute(uri: path, method: method)
          #expect(answer.status == .ok)
          #expect(answer.headers[.robotsTag] == "noindex, nofollow")
          #expect(answer.headers[.cacheControl] == "no-store")
          #expect(answer.headers[.contentSecurityPolicy] == House.pages.contentSecurityPolicy)
        }
      }
      let page = try await client.execute(uri: "/c/known/withdraw", method: .get).text
      #expect(page == "<p>en /c/known declined</p>")
    }
    #expect(desk.made.isEmpty)
  }

  @Test func anUnknownLinkIsAPageInTheVisitorsLanguage() async throws {
    try await Desk().house.application.test(.router) { client in
      for token in ["unknown", "%00", "a.b", String(repeating: "x", count: 129)] {
        let answer = try await client.execute(uri: "/c/\(token)", method: .get)
        #expect(answer.status == .notFound)
        #expect(answer.headers[.contentType] == "text/html; charset=utf-8")
      }
      let english = try await client.execute(
        uri: "/c/unknown", method: .get, headers: [.acceptLanguage: "fr, en-GB;q=0.8, de"])
      #expect(english.text.hasPrefix("<p>en"))
      let german = try await client.execute(uri: "/c/known?language=de", method: .get)
      #expect(german.text == "<p>de /c/known declined</p>")
    }
  }

  @Test func aDecisionActsAndShowsItsReceipt() async throws {
    let desk = Desk()
    try await desk.house.application.test(.router) { client in
      for decision in LinkMatter.Decision.allCases {
        let answer = try await client.execute(
          uri: "/c/known", method: .post, headers: Self.form,
          body: ByteBuffer(string: "decision=\(decision.rawValue)"))
        #expect(answer.status == .ok && answer.text.contains("declined"))
      }
      for body in ["decision=sell", "decision=", "", "decision=give&decision=give", "x=give"] {
        let answer = try await client.execute(
          uri: "/c/known", method: .post, headers: Self.form, body: ByteBuffer(string: body))
        #expect(answer.status == .unprocessableContent)
      }
      let unknown = try await client.execute(
        uri: "/c/unknown", method: .post, headers: Self.form,
        body: ByteBuffer(string: "decision=give"))
      #expect(unknown.status == .notFound)
      let large = try await client.execute(
        uri: "/c/known", method: .post, headers: Self.form,
        body: ByteBuffer(string: "decision=give&x=" + String(repeating: "x", count: 5000)))
      #expect(large.status == .contentTooLarge)
    }
    #expect(desk.made == LinkMatter.Decision.allCases)
  }

  @Test func aWithdrawalIsOfThisEntryUnlessTheFormSaysAll() async throws {
    let desk = Desk()
    try await desk.house.application.test(.router) { client in
      for more in ["", "&scope=this", "&scope=all"] {
        let answer = try await client.execute(
          uri: "/c/known", method: .post, headers: Self.form,
          body: ByteBuffer(string: "decision=withdraw\(more)"))
        #expect(answer.status == .ok)
      }
      for scope in ["scope=", "scope=none", "scope=all&scope=this"] {
        let answer = try await client.execute(
          uri: "/c/known", method: .post, headers: Self.form,
          body: ByteBuffer(string: "decision=withdraw&\(scope)"))
        #expect(answer.status == .unprocessableContent)
      }
      let button = try await client.execute(
        uri: "/c/known/withdraw", method: .post, headers: Self.form,
        body: ByteBuffer(string: "List-Unsubscribe=One-Click&scope=all"))
      #expect(button.status == .ok)
    }
    #expect(desk.scopes.withLock { $0 } == [.this, .this, .all, .this])
  }

  @Test func theNoticeIsShownToAnybodyInTheirLanguage() async throws {
    var house = House()
    let notice = PrivacyNotice(
      version: "2", texts: [.english: "# Notice"], usedSince: Date(timeIntervalSince1970: 0))
    house.desk = LinkDesk(
      show: { _ in nil }, answer: { _, _, _ in nil },
      notice: { $0 == nil || $0 == "2" ? notice : nil })
    house.pages = ApplicantPages(
      contentSecurityPolicy: "default-src 'none'", stylesheet: House.pages.stylesheet,
      privacy: { "\($0?.version ?? "none") \($1.rawValue)" }, page: { _, _, _ in "" })
    try await house.application.test(.router) { client in
      for (path, status, text) in [
        ("/privacy", HTTPResponse.Status.ok, "2 de"), ("/privacy/2?language=en", .ok, "2 en"),
        ("/privacy/3", .notFound, "none de"),
      ] {
        let answer = try await client.execute(uri: path, method: .get)
        #expect(answer.status == status && answer.text == text)
        #expect(answer.headers[.contentType] == "text/html; charset=utf-8")
        #expect(answer.headers[.contentSecurityPolicy] == "default-src 'none'")
      }
    }
  }

  @Test func aRefusedDecisionShowsHowTheMatterStands() async throws {
    try await Desk(refusal: .alreadyAnswered).house.application.test(.router) { client in
      let answer = try await client.execute(
        uri: "/c/known", method: .post, headers: Self.form,
        body: ByteBuffer(string: "decision=give"))
      #expect(answer.status == .conflict && answer.text.contains("declined"))
    }
  }

  @Test func anotherSitesFormIsRefused() async throws {
    let desk = Desk()
    try await desk.house.application.test(.router) { client in
      let cases: [(HTTPField.Name, String, Int)] = [
        (.fetchSite, "cross-site", 403), (.fetchSite, "same-site", 403),
        (.origin, "https://evil.example", 403),
        (.origin, "https://jobs.example.org.evil.example", 403),
        (.fetchSite, "same-origin", 200), (.fetchSite, "none", 200),
        (.origin, "https://jobs.example.org", 200), (.origin, "http://localhost", 200),
        (.origin, "null", 200),
      ]
      for (name, value, status) in cases {
        var headers = Self.form
        headers[name] = value
        let answer = try await client.execute(
          uri: "/c/known", method: .post, headers: headers,
          body: ByteBuffer(string: "decision=give"))
        #expect(answer.status.code == status, "\(name): \(value)")
      }
      #expect(desk.made.count == 5)
    }
  }

  @Test func aMailProgramUnsubscribesWithOneClick() async throws {
    let desk = Desk()
    try await desk.house.application.test(.router) { client in
      var headers = Self.form
      headers[.fetchSite] = "cross-site"
      let answer = try await client.execute(
        uri: "/c/known/withdraw", method: .post, headers: headers,
        body: ByteBuffer(string: "List-Unsubscribe=One-Click"))
      #expect(answer.status == .ok)
      let parts = try await client.execute(
        uri: "/c/known/withdraw", method: .post,
        headers: [.contentType: "multipart/form-data; boundary=x"],
        body: ByteBuffer(
          string: "--x\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\n"
            + "One-Click\r\n--x--\r\n"))
      #expect(parts.status == .ok)
      #expect(desk.made == [.withdraw, .withdraw])
      for body in ["", "List-Unsubscribe=Two", "decision=withdraw"] {
        let refused = try await client.execute(
          uri: "/c/known/withdraw", method: .post, headers: Self.form,
          body: ByteBuffer(string: body))
        #expect(refused.status == .unprocessableContent)
      }
      #expect(desk.made.count == 2)
    }
  }
}
