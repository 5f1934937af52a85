import Casework
import Domain
import HTTPTypes
import Hummingbird
import Pages

/// One page or form in front of sign-in, or on the way through it: open to whoever comes.
struct EntranceRoute: Sendable {
  let method: HTTPRequest.Method
  let path: String
  let handle: @Sendable (Entrance, Knock) async throws -> Response

  init(
    _ method: HTTPRequest.Method, _ path: String,
    _ handle: @escaping @Sendable (Entrance, Knock) async throws -> Response
  ) {
    self.method = method
    self.path = path
    self.handle = handle
  }

  /// Every one there is.
  static let all: [EntranceRoute] = signIn + secondFactor + setUp
}

/// What the pages in front of sign-in work with.
struct Entrance: Sendable {
  let office: Office
  let paper: DeskPaper
  let sameOrigin: SameOrigin
  /// Whether the address of a client is told by the proxy in front.
  let isBehindProxy: Bool

  func install(on router: Router<RequestScope>) {
    for route in EntranceRoute.all {
      router.on(RouterPath(route.path), method: route.method) { request, scope -> Response in
        if request.method != .get && !sameOrigin.isCertain(request) {
          return paper.turnedAway(request)
        }
        let knock = Knock(request: request, scope: scope, isBehindProxy: isBehindProxy)
        do { return try await route.handle(self, knock) } catch let refusal as Refusal {
          return notice(
            { NoticePage(refusal, $0) }, knock, Problem(refusal).status, Problem(refusal).headers)
        }
      }
    }
  }

  /// A page for somebody who isn't known yet.
  func page<Content: DeskContent>(
    _ title: String, _ content: Content, _ knock: Knock, _ problems: [FieldProblem] = [],
    status: HTTPResponse.Status? = nil
  ) -> Response {
    paper.page(
      DeskFrame(
        language: knock.language, title: title, person: nil, message: knock.message,
        problems: problems, path: knock.request.uri.path), content,
      status ?? (problems.isEmpty ? .ok : .unprocessableContent))
  }

  /// A page that says one thing.
  func notice(
    _ words: (Phrases) -> NoticePage, _ knock: Knock, _ status: HTTPResponse.Status,
    _ headers: HTTPFields = [:]
  ) -> Response {
    let content = words(knock.phrases)
    var response = page(content.heading, content, knock, status: status)
    response.headers.append(contentsOf: headers)
    return response
  }
}

/// A request by somebody of whom nothing is known but what they bring.
struct Knock: Sendable {
  let request: Request
  let scope: RequestScope
  let isBehindProxy: Bool

  private static let formBytes = 16_384

  /// The token of their cookie, whatever it is worth.
  var token: String? { SessionCookie.token(in: request.headers) }

  /// Where they come from, as tries are counted.
  var address: ClientAddress { scope.client(of: request, isBehindProxy: isBehindProxy) }

  /// As chosen on the page before, else as their browser likes it.
  var language: Language {
    parameter("language").flatMap(Language.init(rawValue:))
      ?? AcceptedLanguage.first(in: request.headers[.acceptLanguage]) ?? .english
  }

  var phrases: Phrases { .of(language) }

  /// Where they want to go once they are in.
  var next: String { Desk.ownPath(parameter("next")) }

  /// What was done last.
  var message: String? {
    switch parameter("said") {
    case "signedOut": phrases("You are signed out.")
    case "over": phrases("The session is over. Please sign in again.")
    default: nil
    }
  }

  /// This page's address with what it has to remember.
  func path(_ path: String, next: String? = nil) -> String {
    var pairs: [String] = []
    if let next, next != "/" { pairs.append("next=\(PercentText.encoded(next))") }
    if let chosen = parameter("language").flatMap(Language.init(rawValue:)) {
      pairs.append("language=\(chosen.rawValue)")
    }
    return pairs.isEmpty ? path : path + "?" + pairs.joined(separator: "&")
  }

  /// A parameter after `?`; anything odd counts as absent.
  func parameter(_ name: String) -> String? {
    for pair in (request.uri.query ?? "").split(separator: "&") where pair.hasPrefix("\(name)=") {
      return PercentText.decoded(pair.dropFirst(name.count + 1), plusIsSpace: true)
    }
    return nil
  }

  /// The form that was sent.
  func form() async throws -> DeskForm {
    let bytes = try await IncomingBody(request, scope).collect(atMost: Self.formBytes)
    guard let body = FormBody(bytes, contentType: request.headers[.contentType]) else {
      throw Refusal.incomplete
    }
    return DeskForm(body)
  }
}

extension RequestScope {
  /// The client's address: the socket's own, or what the proxy in front added last.
  func client(of request: Request, isBehindProxy: Bool) -> ClientAddress {
    if isBehindProxy,
      let last = request.headers[values: .forwardedFor].last?.split(separator: ",").last
    {
      return ClientAddress(String(last.filter { !$0.isWhitespace }))
    }
    return ClientAddress(remoteAddress ?? "")
  }
}
