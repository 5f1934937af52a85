import Domain
import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore
import Pages

/// Puts the desk's pages into answers, refusals and faults among them.
struct DeskPaper: Sendable {
  /// The pages in the installation's name; `nil` until its address is known.
  let pages: @Sendable () -> DeskPages?

  func page<Content: DeskContent>(
    _ frame: DeskFrame, _ content: Content, _ status: HTTPResponse.Status = .ok
  ) -> Response {
    guard let pages = pages() else { return Problem.outage(incident: "starting").response }
    return Self.html(
      ResponseBody(byteBuffer: ByteBuffer(string: pages.page(frame, content))), status)
  }

  /// A letter as it would be sent.
  func text(of letter: Letter) -> RenderedLetter? { pages()?.text(of: letter) }

  /// A letter to be printed.
  func sheet(_ letter: PaperLetter) -> Response {
    guard let pages = pages() else { return Problem.outage(incident: "starting").response }
    return Self.html(ResponseBody(byteBuffer: ByteBuffer(string: pages.sheet(letter))))
  }

  static func html(_ body: ResponseBody, _ status: HTTPResponse.Status = .ok) -> Response {
    Response(
      status: status,
      headers: [
        .contentType: "text/html; charset=utf-8",
        .contentSecurityPolicy: DeskPages.contentSecurityPolicy,
        .robotsTag: "noindex, nofollow",
      ], body: body)
  }

  /// A refusal in words, with the status the API would give it.
  func refused(_ refusal: Refusal, _ visit: Visit) -> Response {
    let content = NoticePage(refusal, visit.phrases)
    return page(visit.frame(content.heading), content, Problem(refusal).status)
  }

  /// A form that wasn't sent from here.
  func turnedAway(_ request: Request) -> Response {
    notice(
      { phrases in
        NoticePage(
          heading: phrases("This form wasn't sent from here"),
          paragraphs: [phrases("Nothing was done. Open the page anew and send it from there.")],
          ways: [.init(phrases("To today's work"), "/")])
      }, request, .forbidden)
  }

  /// For a browser whose person isn't known here: a fault, or that nothing is there.
  func notice(
    _ words: (Phrases) -> NoticePage, _ request: Request, _ status: HTTPResponse.Status
  ) -> Response {
    let language = AcceptedLanguage.first(in: request.headers[.acceptLanguage]) ?? .english
    let content = words(.of(language))
    return page(
      DeskFrame(language: language, title: content.heading, person: nil), content, status)
  }
}
