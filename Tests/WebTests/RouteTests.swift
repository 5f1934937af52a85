import Domain
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Pages
import Testing

@testable import Web

@Suite struct RouteTests {
  static let open = ["/healthz", "/readyz", "/metrics", "/api/v1/openapi.yaml"]

  /// Every route the router holds is in the table with its roles, or is one of the few that
  /// anybody may ask.
  @Test func everyRouteIsGuardedOrListedAsOpen() {
    let router = House().routing.router()
    let guarded = Set(Route.all.map { "\($0.method) \($0.template)" })
    #expect(guarded.count == Route.all.count)
    let links = Set((LinkRoutes.all + PrivacyRoutes.all).map { "\($0.method) \($0.path)" })
    let open = Set((Self.open + [House.pages.stylesheet.path, Script.path]).map { "GET \($0)" })
    _ = router.buildResponder()
    for route in router.routes where route.method != .head {
      let name = "\(route.method) \(route.path)"
      #expect(
        guarded.contains(name) || links.contains(name) || open.contains(name),
        "\(name) has no guard")
    }
    for route in Route.all { #expect(!route.roles.isEmpty, "\(route.template)") }
  }

  @Test func nobodyGetsInWithoutATokenOfTheRightRole() async throws {
    try await House().application.test(.router) { client in
      for route in Route.all {
        let path = route.template.replacing("{id}", with: "x").replacing("{staffId}", with: "y")
          .replacing("{documentId}", with: "z")
        for headers in [HTTPFields(), .bearer("wrong"), [.authorization: "Basic eDp5"]] {
          let answer = try await client.execute(uri: path, method: route.method, headers: headers)
          #expect(answer.status == .unauthorized)
          #expect(answer.headers[.wwwAuthenticate]?.hasPrefix("Bearer") == true)
        }
        for role in Role.allCases {
          let answer = try await client.execute(
            uri: path, method: route.method, headers: .bearer(role.rawValue))
          #expect((answer.status == .ok) == route.roles.contains(role), "\(role) \(path)")
          if !route.roles.contains(role) { #expect(answer.code == "role-never-may") }
        }
        let none = try await client.execute(
          uri: path, method: route.method, headers: .bearer("nothing"))
        #expect(none.code == "role-never-may")
      }
    }
  }

  @Test func whoHoldsSeveralRolesNamesOne() async throws {
    try await House().application.test(.router) { client in
      let path = "/api/v1/applications"
      func ask(_ more: [HTTPField.Name: String], _ token: String) async throws -> TestResponse {
        try await client.execute(uri: path, method: .get, headers: .bearer(token, more))
      }
      #expect(try await ask([:], "everything").code == "role-unclear")
      #expect(try await ask([.letheRole: "king"], "everything").code == "role-unclear")
      #expect(try await ask([.letheRole: "legal"], "recruiter").code == "role-unclear")
      #expect(try await ask([.letheRole: "auditor"], "everything").code == "role-never-may")
      let answer = try await ask([.letheRole: "recruiter"], "everything")
      #expect(answer.status == .ok && answer.text.contains(#""role":"recruiter""#))
    }
  }

  @Test func theReasonIsReadPercentEncodedOrPlain() async throws {
    try await House().application.test(.router) { client in
      func reason(_ text: String) async throws -> TestResponse {
        try await client.execute(
          uri: "/api/v1/applications", method: .get,
          headers: .bearer("legal", [.letheReason: text]))
      }
      #expect(try await reason("Klage%20M%C3%BCller").text.contains("Klage Müller"))
      #expect(try await reason("Klage Müller, 50% Stelle").text.contains("50% Stelle"))
      #expect(try await reason("  ").text.contains(#""reason":null"#))
      #expect(try await reason("%20%20").text.contains(#""reason":null"#))
      #expect(try await reason(String(repeating: "x", count: 501)).code == "invalid")
      #expect(try await reason("a%0Ab").code == "invalid")
      let key = try await client.execute(
        uri: "/api/v1/applications", method: .get,
        headers: .bearer("legal", [.idempotencyKey: "a b"]))
      #expect(key.code == "invalid" && key.text.contains("Idempotency-Key"))
    }
  }

  @Test func anUnknownPathIs404AndAWrongMethod405WithAllow() async throws {
    try await House().application.test(.router) { client in
      let unknown = try await client.execute(uri: "/api/v1/nothing", method: .get)
      #expect(unknown.status == .notFound && unknown.code == "unknown")
      #expect(unknown.headers[.contentType] == "application/problem+json")
      let wrong = try await client.execute(uri: "/api/v1/vacancies", method: .delete)
      #expect(wrong.status == .methodNotAllowed && wrong.headers[.allow] == "GET, HEAD, POST")
      let link = try await client.execute(uri: "/c/abc", method: .put)
      #expect(link.status == .methodNotAllowed && link.headers[.allow] == "GET, HEAD, POST")
    }
  }

  @Test func everyAnswerCarriesTheSecurityHeaders() async throws {
    try await House().application.test(.router) { client in
      for path in ["/healthz", "/api/v1/nothing", "/api/v1/vacancies", "/c/abc"] {
        let headers = try await client.execute(uri: path, method: .get).headers
        #expect(headers[.xContentTypeOptions] == "nosniff")
        #expect(headers[.referrerPolicy] == "no-referrer")
        #expect(headers[.cacheControl] == "no-store")
        #expect(headers[.contentSecurityPolicy]?.hasPrefix("default-src 'none'") == true)
        #expect(headers[.permissionsPolicy] != nil)
        #expect(headers[.strictTransportSecurity] != nil)
      }
      let style = try await client.execute(uri: House.pages.stylesheet.path, method: .get)
      #expect(style.headers[.cacheControl]?.contains("immutable") == true)
    }
    var plain = House()
    plain.publicURL = "http://localhost:8080"
    try await plain.application.test(.router) { client in
      let headers = try await client.execute(uri: "/healthz", method: .get).headers
      #expect(headers[.strictTransportSecurity] == nil)
    }
  }

  /// The description names every call with its method, and no other.
  @Test func theDescriptionIsTrueToTheRoutes() throws {
    let yaml = String(decoding: PackageResources.openapi_yaml, as: UTF8.self)
    var described: Set<String> = []
    var path = ""
    for line in yaml.split(separator: "\n") {
      if let match = line.wholeMatch(of: /\ \ (\/.*):/) { path = String(match.1) }
      if let match = line.wholeMatch(of: /\ {4}(get|post|put|patch|delete):/) {
        described.insert("\(match.1.uppercased()) \(path)")
      }
    }
    let routes = Set(Route.all.map { "\($0.method.rawValue) \($0.path)" })
    #expect(described.symmetricDifference(routes) == ["GET /openapi.yaml"])
  }

  @Test func theServiceTellsHowItDoes() async throws {
    try await House().application.test(.router) { client in
      #expect(try await client.execute(uri: "/healthz", method: .get).status == .ok)
      #expect(try await client.execute(uri: "/readyz", method: .get).status == .serviceUnavailable)
      let metrics = try await client.execute(uri: "/metrics", method: .get).text
      #expect(metrics.contains("\nlethe_overdue_applications 3\n"))
      #expect(metrics.contains("\nlethe_alarms{alarm=\"overdue\"} 3\n"))
      #expect(metrics.contains("\nlethe_alarms{alarm=\"purgeStale\"} 0\n"))
      #expect(metrics.contains("\nlethe_due_next_week_applications 5\n"))
      #expect(metrics.contains("\nlethe_clock_trusted 0\n"))
      #expect(metrics.contains("\nlethe_mails_waiting 1\n"))
      #expect(metrics.contains("\nlethe_open_ended_applications 2\n"))
      #expect(metrics.contains("\nlethe_purge_last_success_timestamp_seconds 1700000000\n"))
      let yaml = try await client.execute(uri: "/api/v1/openapi.yaml", method: .get)
      #expect(yaml.text.hasPrefix("openapi: 3.1"))
      let head = try await client.execute(uri: "/api/v1/openapi.yaml", method: .head)
      #expect(head.status == .ok && head.text.isEmpty)
    }
  }
}

extension TestResponse {
  var text: String { String(buffer: body) }

  /// The code of a problem.
  var code: String? {
    guard case .object(let fields) = try? JSONValue.parse(Array(body.readableBytesView)),
      case .string(let code) = fields["code"]
    else { return nil }
    return code
  }
}
