import Casework
import Domain
import HTTPTypes
import Hummingbird
import HummingbirdCore

/// One document on its way out.
struct Download {
  private let document: OpenedDocument

  init(_ document: OpenedDocument) { self.document = document }

  /// The whole, or the range that was asked for.
  func response(range header: String?) throws -> Response {
    var headers: HTTPFields = [
      .contentType: document.mediaType.rawValue,
      .contentDisposition: ContentDisposition.attachment(
        document.name.reveal(), type: document.mediaType),
      .contentSecurityPolicy: "sandbox",
      .acceptRanges: "bytes",
    ]
    switch ByteRange(header, length: document.bytes) {
    case .whole:
      return Response(status: .ok, headers: headers, body: body(0..<document.bytes))
    case .part(let range):
      headers[.contentRange] =
        "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(document.bytes)"
      return Response(status: .partialContent, headers: headers, body: body(range))
    case .unsatisfiable: throw Rejection.rangeNotSatisfiable(length: document.bytes)
    }
  }

  /// A document that fails to open on the way ends the connection, so that nobody takes what
  /// came for the whole.
  private func body(_ range: Range<Int>) -> ResponseBody {
    ResponseBody(contentLength: range.count) { [document] writer in
      let outlet = Outlet(writer)
      try await document.read(range) { try await outlet.write($0) }
      try await writer.finish(nil)
    }
  }
}
