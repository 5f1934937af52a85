import Casework
import Domain
import HTTPTypes
import Hummingbird
import Pages

/// What the pages of the desk work with.
struct Desk: Sendable {
  let office: Office
  let paper: DeskPaper

  /// A page as an answer.
  func page<Content: DeskContent>(
    _ frame: DeskFrame, _ content: Content, _ status: HTTPResponse.Status = .ok
  ) -> Response {
    paper.page(frame, content, status)
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
