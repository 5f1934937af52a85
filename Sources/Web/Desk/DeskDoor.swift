import Casework
import HTTPTypes
import Hummingbird
import Pages
import Viewing

/// The desk as a whole: its pages behind sign-in.
struct DeskDoor: Sendable {
  let paper: DeskPaper
  let sameOrigin: SameOrigin
  let resume: @Sendable (_ token: String) async throws -> Session?
  let answer: @Sendable (DeskRoute, Visit) async throws -> Response
  /// The pages in front of sign-in.
  var entrance: Entrance?

  func install(on router: Router<RequestScope>) {
    DeskTable(
      router: router, paper: paper, sameOrigin: sameOrigin, resume: resume, answer: answer
    ).install(DeskRoute.all)
    entrance?.install(on: router)
  }

  /// The paths and methods, for the map of all routes.
  static let paths =
    DeskRoute.all.map { (path: $0.path, method: $0.method) }
    + EntranceRoute.all.map { (path: $0.path, method: $0.method) }

  private static let known = Set(paths.map(\.path))

  /// Whether a route is one of these, so that its faults are told in words.
  static func own(_ route: String?) -> Bool { route.map(known.contains) ?? false }

  /// Whether somebody asks with a browser, and not for the API.
  static func isForBrowsers(_ request: Request) -> Bool {
    !request.uri.path.hasPrefix("/api/")
      && request.headers[values: .accept].contains { $0.contains("text/html") }
  }
}

extension DeskDoor {
  init(
    office: Office, pages: @escaping @Sendable () -> DeskPages?, viewer: DocumentViewer,
    publicURL: String?, isBehindProxy: Bool
  ) {
    let paper = DeskPaper(pages: pages)
    let sameOrigin = SameOrigin(publicURL: publicURL)
    let desk = Desk(
      office: office, paper: paper, viewer: viewer, isBehindProxy: isBehindProxy)
    self.init(
      paper: paper, sameOrigin: sameOrigin,
      resume: { try await ResumeSession(office)(token: $0) },
      answer: { route, visit in try await desk.answer(route, visit) },
      entrance: Entrance(
        office: office, paper: paper, sameOrigin: sameOrigin, isBehindProxy: isBehindProxy))
  }
}
