import Domain
import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore

/// The applicant's link: GET and HEAD show and change nothing, POST acts. The token in the path
/// is all the right there is; without a matter behind it every answer is the same page.
struct LinkRoutes: Sendable {
  let desk: LinkDesk
  let pages: ApplicantPages
  /// Where this service says it is, such as `https://jobs.example.org`.
  let publicURL: String?

  static let show = "/c/{token}"
  static let withdraw = "/c/{token}/withdraw"
  private static let formBytes = 4096
  private static let longestToken = 128

  /// The paths and methods, for the map of all routes.
  static let all: [(path: String, method: HTTPRequest.Method)] = [
    (show, .get), (show, .post), (withdraw, .get), (withdraw, .post),
  ]

  func install(on router: Router<RequestScope>) {
    router.on(RouterPath(Self.show), method: .get, use: look)
    router.on(RouterPath(Self.withdraw), method: .get, use: look)
    router.on(RouterPath(Self.show), method: .post, use: decide)
    router.on(RouterPath(Self.withdraw), method: .post, use: unsubscribe)
  }

  @Sendable private func look(_ request: Request, _ scope: RequestScope) async throws -> Response {
    let link = Link(request, scope)
    let matter = try await matter(of: link)
    return page(matter, link, matter == nil ? .notFound : .ok)
  }

  /// The form on the page. A browser says where it was sent from; what it says must be here.
  @Sendable private func decide(_ request: Request, _ scope: RequestScope) async throws -> Response
  {
    let link = Link(request, scope)
    guard isFromHere(request) else { return page(nil, link, .forbidden) }
    guard let decision = try await decision(request, scope) else {
      let matter = try await matter(of: link)
      return page(matter, link, matter == nil ? .notFound : .unprocessableContent)
    }
    return try await act(decision, on: link)
  }

  /// RFC 8058: a mail program withdraws in its reader's name, without a cookie or an origin.
  @Sendable private func unsubscribe(
    _ request: Request, _ scope: RequestScope
  ) async throws -> Response {
    let link = Link(request, scope)
    let form = try await form(request, scope)
    guard form?.value(of: "List-Unsubscribe") == "One-Click" else {
      let matter = try await matter(of: link)
      return page(matter, link, matter == nil ? .notFound : .unprocessableContent)
    }
    return try await act(.withdraw, on: link)
  }

  /// A refused decision shows how the matter stands: the page says what can still be done.
  private func act(_ decision: LinkMatter.Decision, on link: Link) async throws -> Response {
    guard let token = link.token else { return page(nil, link, .notFound) }
    do {
      let matter = try await desk.answer(token, decision)
      return page(matter, link, matter == nil ? .notFound : .ok)
    } catch let refusal as Refusal {
      let matter = try await desk.show(token)
      return page(matter, link, matter == nil ? .notFound : Problem(refusal).status)
    }
  }

  private func matter(of link: Link) async throws -> LinkMatter? {
    guard let token = link.token else { return nil }
    return try await desk.show(token)
  }

  private func decision(
    _ request: Request, _ scope: RequestScope
  ) async throws -> LinkMatter.Decision? {
    try await form(request, scope)?.value(of: "decision")
      .flatMap { LinkMatter.Decision(rawValue: $0) }
  }

  private func form(_ request: Request, _ scope: RequestScope) async throws -> FormBody? {
    let bytes = try await IncomingBody(request, scope).collect(atMost: Self.formBytes)
    return FormBody(bytes, contentType: request.headers[.contentType])
  }

  private func page(
    _ matter: LinkMatter?, _ link: Link, _ status: HTTPResponse.Status
  ) -> Response {
    let text = pages.page(matter, link.path, link.language(of: matter))
    return Response(
      status: status,
      headers: [
        .contentType: "text/html; charset=utf-8",
        .contentSecurityPolicy: pages.contentSecurityPolicy,
        .robotsTag: "noindex, nofollow",
        .vary: "Accept-Language",
      ],
      body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
  }
}

extension LinkRoutes {
  /// What of a request says which link it is about.
  private struct Link {
    /// `nil` for what can't be a token.
    let token: String?
    /// Where the page's form goes; it keeps the language somebody chose.
    let path: String
    private let chosen: Language?
    private let accepted: Language?

    init(_ request: Request, _ scope: RequestScope) {
      let text = scope.parameters.get("token") ?? ""
      let isToken =
        (1...LinkRoutes.longestToken).contains(text.utf8.count)
        && text.utf8.allSatisfy { byte in
          switch byte {
          case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
          default: false
          }
        }
      token = isToken ? text : nil
      let query = (request.uri.query ?? "").split(separator: "&")
      chosen = query.first { $0.hasPrefix("language=") }
        .flatMap { Language(rawValue: String($0.dropFirst("language=".count))) }
      accepted = AcceptedLanguage.first(in: request.headers[.acceptLanguage])
      path = "/c/\(token ?? "")" + (chosen.map { "?language=\($0.rawValue)" } ?? "")
    }

    func language(of matter: LinkMatter?) -> Language {
      chosen ?? matter?.language ?? accepted ?? .german
    }
  }

  /// `Sec-Fetch-Site` where the browser sends it. Else `Origin`, which is `null` on a form of a
  /// page without referrer, so only another site's name is refused.
  private func isFromHere(_ request: Request) -> Bool {
    if let site = request.headers[.fetchSite] { return site == "same-origin" || site == "none" }
    guard let origin = request.headers[.origin], origin != "null" else { return true }
    if origin == publicURL { return true }
    guard let host = request.head.authority else { return false }
    return origin == "http://\(host)" || origin == "https://\(host)"
  }
}

/// The first of the two languages a browser asks for.
enum AcceptedLanguage {
  static func first(in header: String?) -> Language? {
    guard let header else { return nil }
    for entry in header.split(separator: ",").prefix(20) {
      let tag = entry.prefix { $0 != ";" && $0 != "-" }.filter { !$0.isWhitespace }
      if let language = Language(rawValue: tag.lowercased()) { return language }
    }
    return nil
  }
}
