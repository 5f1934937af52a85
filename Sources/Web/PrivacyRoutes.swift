import Domain
import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore

/// The privacy notice: the version in force, and every version that was ever used, for anybody.
struct PrivacyRoutes: Sendable {
  let desk: LinkDesk
  let pages: ApplicantPages

  static let inForce = "/privacy"
  static let version = "/privacy/{version}"

  /// The paths and methods, for the map of all routes.
  static let all: [(path: String, method: HTTPRequest.Method)] = [
    (inForce, .get), (version, .get),
  ]

  func install(on router: Router<RequestScope>) {
    for path in [Self.inForce, Self.version] {
      router.on(RouterPath(path), method: .get, use: look)
    }
  }

  @Sendable private func look(_ request: Request, _ scope: RequestScope) async throws -> Response {
    let version = scope.parameters.get("version")
    let notice = try await desk.notice(version)
    let language = RequestLanguage(request)
    return Response(
      status: notice == nil ? .notFound : .ok,
      headers: [
        .contentType: "text/html; charset=utf-8",
        .contentSecurityPolicy: pages.contentSecurityPolicy,
        .vary: "Accept-Language",
      ],
      body: ResponseBody(
        byteBuffer: ByteBuffer(
          string: pages.privacy?(notice, language.chosen ?? language.accepted ?? .german) ?? "")))
  }
}

/// The language that a request asks for.
struct RequestLanguage {
  /// By `?language=`.
  let chosen: Language?
  /// By what its browser prefers.
  let accepted: Language?

  init(_ request: Request) {
    let query = (request.uri.query ?? "").split(separator: "&")
    chosen = query.first { $0.hasPrefix("language=") }
      .flatMap { Language(rawValue: String($0.dropFirst("language=".count))) }
    accepted = AcceptedLanguage.first(in: request.headers[.acceptLanguage])
  }
}
