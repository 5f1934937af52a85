import Casework
import Domain
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle

@testable import Web

/// The routes with nobody behind them: who holds which token is known, every call that is let in
/// answers with its caller, and links lead to matters held in memory.
struct House {
  static let recruiter = StaffID.random()
  static let everybody: [String: Gate.Person] = {
    var people = ["everything": Gate.Person(id: recruiter, roles: Set(Role.allCases))]
    for role in Role.allCases { people[role.rawValue] = Gate.Person(id: .random(), roles: [role]) }
    people["nothing"] = Gate.Person(id: .random(), roles: [])
    return people
  }()

  var publicURL: String? = "https://jobs.example.org/"
  var desk = LinkDesk(show: { _ in nil }, answer: { _, _, _ in nil })
  var answer: @Sendable (Route, Call) async throws -> Response = { _, call in
    .json(
      JSONText.object {
        $0.field("role", call.caller.member.role.rawValue)
        $0.field("reason", call.caller.reason?.reveal())
        $0.field("key", call.caller.idempotencyKey)
      })
  }
  var resume: @Sendable (_ token: String) async throws -> Session? = { _ in nil }
  var isOutage: @Sendable (any Error) -> Bool = { _ in false }
  var pages = Self.pages
  var deskDoor: DeskDoor?
  var logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

  static let pages = ApplicantPages(
    contentSecurityPolicy: "default-src 'none'; style-src 'self'",
    stylesheet: (path: "/assets/style-1.css", text: "p { }")
  ) { matter, path, language in
    "<p>\(language.rawValue) \(path) \(matter.map { "\($0.state)" } ?? "unknown")</p>"
  }

  var routing: Routing {
    Routing(
      gate: Gate(
        authenticate: { Self.everybody[$0] }, resume: resume,
        sameOrigin: SameOrigin(publicURL: publicURL)), answer: answer,
      links: LinkRoutes(desk: desk, pages: pages, publicURL: publicURL),
      service: ServiceRoutes(
        isAlive: { true }, isReady: { false },
        metrics: {
          MetricsText(
            alarms: [.overdue: 3, .openEnded: 2], mailsWaiting: 1, mailsFailed: 4,
            dueNextWeek: 5, isClockTrusted: false, lastPurge: 1_700_000_000.5)
        },
        stylesheet: Self.pages.stylesheet),
      desk: deskDoor,
      faults: FaultReader(isOutage: isOutage, code: { "\(type(of: $0))" }), logger: logger)
  }

  var application: Application<RouterResponder<RequestScope>> {
    Application(router: routing.router(), logger: logger)
  }
}

extension HTTPFields {
  static func bearer(_ token: String, _ more: [HTTPField.Name: String] = [:]) -> HTTPFields {
    var fields: HTTPFields = [.authorization: "Bearer \(token)"]
    for (name, value) in more { fields[name] = value }
    return fields
  }
}
