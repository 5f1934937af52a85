import Casework
import Domain
import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore
import Pages
import Viewing

extension DeskRoute {
  /// Documents: their pages as images, and the originals as downloads. Opening any of them is an
  /// act, each time.
  static let documents: [DeskRoute] = [
    DeskRoute(.get, "/applications/{id}/documents/{documentId}", OpenDocument.roles) {
      desk, visit in
      let (application, document) = (try visit.application, try visit.document)
      let opened = try await OpenDocument(desk.office)(
        document, of: application, by: visit.caller)
      let heading = visit.phrases.name(of: opened.kind)
      let head = DocumentHead(
        heading: heading, fileName: opened.name.reveal(), back: "/applications/\(application)")
      return desk.streamed(visit.frame(heading)) { outlet in
        try await outlet.write(desk.piece(head, visit))
        let sheets = DocumentSheets(document, of: application, by: visit.caller, desk, visit)
        try await outlet.write(try await sheets.markup(of: opened))
      }
    },
    DeskRoute(
      .get, "/applications/{id}/documents/{documentId}/pages/{number}", OpenDocument.roles
    ) { desk, visit in
      let opened = try await OpenDocument(desk.office)(
        try visit.document, of: try visit.application, by: visit.caller)
      do {
        let number = visit.scope.parameters.get("number").flatMap { Int($0) } ?? 0
        let image = try await visit.scope.whileConnected { [viewer = desk.viewer] in
          try await viewer.image(ofPage: number, of: DocumentSource(opened))
        }
        return .picture(image.bytes, image.contentType)
      } catch let error as ViewingError {
        return .unshown(error, visit.phrases)
      } catch is CancellationError {
        // Nobody waits for it any more, which is no fault.
        return .unshown(.busy, visit.phrases)
      }
    },
    DeskRoute(
      .get, "/applications/{id}/documents/{documentId}/original", OpenDocument.roles
    ) { desk, visit in
      let opened = try await OpenDocument(desk.office)(
        try visit.document, of: try visit.application, by: visit.caller)
      return try Download(opened).response(range: visit.request.headers[.range])
    },
  ]
}

extension Visit {
  fileprivate var document: DocumentID {
    get throws(Refusal) { try id("documentId", of: Subject.Document.self) }
  }
}

extension Response {
  /// An image made here, which stays what it is said to be and where it is.
  fileprivate static func picture(
    _ bytes: [UInt8], _ type: String, _ status: HTTPResponse.Status = .ok
  ) -> Response {
    Response(
      status: status,
      headers: [
        .contentType: type, .contentSecurityPolicy: "default-src 'none'; sandbox",
        .crossOriginResourcePolicy: "same-origin",
      ],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
  }

  /// The sentence as an image, since it stands where one would be: browsers show it whatever
  /// the status is.
  fileprivate static func unshown(_ error: ViewingError, _ phrases: Phrases) -> Response {
    let status: HTTPResponse.Status =
      switch error {
      case .noSuchPage: .notFound
      case .busy, .unavailable: .serviceUnavailable
      case .broken, .tooLarge, .tookTooLong: .unprocessableContent
      }
    // Words of ours alone, without a character that markup knows.
    let words = SheetsPart.unshown(phrases)
    let drawn = """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 620 120" width="1240" height="240">\
      <rect width="620" height="120" fill="#ffffff"/>\
      <text x="310" y="66" text-anchor="middle" font-family="system-ui, sans-serif" \
      font-size="20" fill="#1b1f24">\(words)</text></svg>
      """
    return picture(Array(drawn.utf8), "image/svg+xml", status)
  }
}
