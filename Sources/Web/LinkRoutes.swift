import Domain
import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore
import Pages

/// The applicant's link: GET and HEAD show and change nothing, POST acts. The token in the path
/// is all the right there is; without a matter behind it every answer is the same page.
struct LinkRoutes: Sendable {
  let desk: LinkDesk
  let pages: ApplicantPages
  /// Where this service says it is, such as `https://jobs.example.org`.
  let publicURL: String?

  static let show = "/c/{token}"
  static let withdraw = "/c/{token}/withdraw"
  static let receipt = "/c/{token}/receipt"
  private static let formBytes = 4096
  private static let longestToken = 128

  /// The paths and methods, for the map of all routes.
  static let all: [(path: String, method: HTTPRequest.Method)] = [
    (show, .get), (show, .post), (withdraw, .get), (withdraw, .post), (receipt, .get),
  ]

  func install(on router: Router<RequestScope>) {
    router.on(RouterPath(Self.show), method: .get, use: look)
    router.on(RouterPath(Self.withdraw), method: .get, use: look)
    router.on(RouterPath(Self.show), method: .post, use: decide)
    router.on(RouterPath(Self.withdraw), method: .post, use: unsubscribe)
    router.on(RouterPath(Self.receipt), method: .get, use: save)
  }

  /// The signed receipt as a file, for as long as its page is shown.
  @Sendable private func save(_ request: Request, _ scope: RequestScope) async throws -> Response {
    let link = Link(request, scope)
    guard let token = link.token, let receipt = try await desk.receipt(token) else {
      return page(nil, link, .notFound)
    }
    let name = LinkPages.receiptFileName(link.language(of: nil))
    return Response(
      status: .ok,
      headers: [
        .contentType: "text/plain; charset=utf-8",
        .contentDisposition: "attachment; filename=\"\(name)\"",
        .contentSecurityPolicy: "sandbox",
        .robotsTag: "noindex, nofollow",
      ],
      body: ResponseBody(byteBuffer: ByteBuffer(string: receipt)))
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
    guard SameOrigin(publicURL: publicURL).isNotElsewhere(request) else {
      return page(nil, link, .forbidden)
    }
    return try await act(on: link, request, scope, Answer.init(of:))
  }

  /// RFC 8058: a mail program withdraws in its reader's name, without a cookie or an origin.
  @Sendable private func unsubscribe(
    _ request: Request, _ scope: RequestScope
  ) async throws -> Response {
    try await act(on: Link(request, scope), request, scope) { form in
      form.value(of: "List-Unsubscribe") == "One-Click"
        ? Answer(decision: .withdraw, scope: .this) : nil
    }
  }

  /// A refused decision shows how the matter stands: the page says what can still be done.
  private func act(
    on link: Link, _ request: Request, _ scope: RequestScope,
    _ answer: (FormBody) -> Answer?
  ) async throws -> Response {
    guard let token = link.token else { return page(nil, link, .notFound) }
    do {
      let bytes = try await IncomingBody(request, scope).collect(atMost: Self.formBytes)
      let form = FormBody(bytes, contentType: request.headers[.contentType])
      guard let answer = form.flatMap(answer) else { return try await unreadable(link) }
      let matter = try await desk.answer(token, answer.decision, answer.scope)
      return page(matter, link, matter == nil ? .notFound : .ok)
    } catch let refusal as Refusal
      where refusal != .journalUnavailable && refusal != .notReconciled
    {
      let matter = try await desk.show(token)
      return page(matter, link, matter == nil ? .notFound : Problem(refusal).status)
    }
  }

  private func unreadable(_ link: Link) async throws -> Response {
    guard let matter = try await matter(of: link) else { return page(nil, link, .notFound) }
    guard let text = pages.unreadableAnswer?(link.language(of: matter)) else {
      return page(matter, link, .unprocessableContent)
    }
    return html(text, .unprocessableContent)
  }

  private func matter(of link: Link) async throws -> LinkMatter? {
    guard let token = link.token else { return nil }
    return try await desk.show(token)
  }

  private func page(
    _ matter: LinkMatter?, _ link: Link, _ status: HTTPResponse.Status
  ) -> Response {
    html(pages.page(matter, link.path, link.language(of: matter)), status)
  }

  private func html(_ text: String, _ status: HTTPResponse.Status) -> Response {
    Response(
      status: status,
      headers: [
        .contentType: "text/html; charset=utf-8",
        .contentSecurityPolicy: pages.contentSecurityPolicy,
        .robotsTag: "noindex, nofollow",
        .vary: "Accept-Language",
      ],
      body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
  }

  /// Whether a route is one of these, so that its faults are told in words.
  static func own(_ route: String?) -> Bool {
    route == show || route == withdraw || route == receipt
  }

  /// For a fault: a page where `Pages` has one, else a few words in both languages.
  func fault(
    _ incident: String, _ status: HTTPResponse.Status, _ request: Request, _ scope: RequestScope
  ) -> Response {
    if let text = pages.fault?(incident, Link(request, scope).language(of: nil)) {
      return html(text, status)
    }
    let words = """
      Das hat gerade nicht geklappt. Bitte versuchen Sie es später noch einmal.
      This didn't work just now. Please try again later.

      \(incident)

      """
    return Response(
      status: status, headers: [.contentType: "text/plain; charset=utf-8"],
      body: ResponseBody(byteBuffer: ByteBuffer(string: words)))
  }
}

extension LinkRoutes {
  /// What the form on the page says. Without a scope it is about this entry alone.
  private struct Answer {
    let decision: LinkMatter.Decision
    let scope: LinkMatter.Scope

    init(decision: LinkMatter.Decision, scope: LinkMatter.Scope) {
      self.decision = decision
      self.scope = scope
    }

    init?(of form: FormBody) {
      guard let text = form.value(of: "decision"),
        let decision = LinkMatter.Decision(rawValue: text)
      else { return nil }
      self.decision = decision
      guard form.has("scope") else {
        scope = .this
        return
      }
      guard let named = form.value(of: "scope").flatMap(LinkMatter.Scope.init(rawValue:)) else {
        return nil
      }
      scope = named
    }
  }

  /// What of a request says which link it is about.
  private struct Link {
    /// `nil` for what can't be a token.
    let token: String?
    /// Where the page's form goes; the page adds its language.
    let path: String
    private let asked: RequestLanguage

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
      asked = RequestLanguage(request)
      path = "/c/\(token ?? "")"
    }

    func language(of matter: LinkMatter?) -> Language {
      asked.chosen ?? matter?.language ?? asked.accepted ?? .german
    }
  }
}

/// The first of our languages that a browser asks for.
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
