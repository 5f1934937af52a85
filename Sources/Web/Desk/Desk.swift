import Casework
import Domain
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Pages
import Viewing

/// What the pages of the desk work with.
struct Desk: Sendable {
  let office: Office
  let paper: DeskPaper
  /// Makes documents into images.
  let viewer: DocumentViewer
  var memory = VisitMemory()
  /// Whether the address of a client is told by the proxy in front.
  var isBehindProxy = false

  /// A page as an answer.
  func page<Content: DeskContent>(
    _ frame: DeskFrame, _ content: Content, _ status: HTTPResponse.Status = .ok
  ) -> Response {
    paper.page(frame, content, status)
  }

  /// A page that leaves in pieces: what is above them before the first of them is known.
  func streamed(
    _ frame: DeskFrame, _ pieces: @escaping @Sendable (Outlet) async throws -> Void
  ) -> Response {
    guard let pages = paper.pages() else { return Problem.outage(incident: "starting").response }
    return DeskPaper.html(
      ResponseBody { writer in
        let outlet = Outlet(writer)
        try await outlet.write(pages.head(frame))
        try await pieces(outlet)
        try await outlet.write(pages.foot(frame))
        try await writer.finish(nil)
      })
  }

  /// A piece of such a page.
  func piece<Content: DeskContent>(_ content: Content, _ visit: Visit) -> String {
    paper.pages()?.part(content, visit.language) ?? ""
  }

  /// Done; the browser goes on to a page that can be loaded again. `said` is a code that the page
  /// turns into a sentence, never anything about a person.
  static func see(_ path: String, said: String? = nil) -> Response {
    let target = said.map { "\(path)\(path.contains("?") ? "&" : "?")said=\($0)" } ?? path
    return Response(status: .seeOther, headers: [.location: target])
  }

  /// A path of ours to go on to after signing in: never another site's address.
  static func ownPath(_ text: String?) -> String {
    guard let text, text.hasPrefix("/"), !text.hasPrefix("//"), text.utf8.count <= 200,
      text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") })
    else { return "/" }
    return text
  }
}
