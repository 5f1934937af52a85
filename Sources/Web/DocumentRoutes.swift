import Casework
import Domain
import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore

extension Route {
  /// The files that belong to an application.
  static let documents: [Route] = [
    Route(.post, "/applications/{id}/documents", StoreDocument.roles) { office, call in
      try await call.store(in: office)
    },
    Route(.get, "/applications/{id}/documents/{documentId}", OpenDocument.roles) { office, call in
      let document = try await OpenDocument(office)(
        call.document, of: call.application, by: call.caller)
      return try Download(document).response(range: call.range)
    },
    Route(.delete, "/applications/{id}/documents/{documentId}", DeleteDocument.roles) {
      office, call in
      try await DeleteDocument(office)(
        call.document, of: call.application, by: call.caller)
      return .done
    },
  ]
}

extension Call {
  fileprivate var document: DocumentID {
    get throws(Refusal) { try id("documentId", of: Subject.Document.self) }
  }

  /// `If-Range` compares with a tag or date, and a document has none: then it is sent whole.
  fileprivate var range: String? {
    let fields = request.headers[values: .range]
    return fields.count == 1 && !request.headers.contains(.ifRange) ? fields[0] : nil
  }

  /// Everything that can be refused without the bytes is refused before the first of them.
  fileprivate func store(in office: Office) async throws -> Response {
    let application = try application
    let query = try query("kind", "name")
    guard let type = request.headers[.contentType].flatMap({ MediaType(contentType: $0) })
    else { throw Refusal.typeNotAllowed }
    guard let kind = try query.choice("kind", DocumentKind.self) else {
      throw Refusal.invalid(field: "kind", .missing)
    }
    guard let name = query.value("name") else {
      throw Refusal.invalid(field: "name", .missing)
    }
    if let problem = FileName.problem(of: name) { throw Refusal.invalid(field: "name", problem) }
    let body = IncomingBody(request, scope)
    try body.refuseLarger(than: office.limits.documentBytes)
    let upload = try await StoreDocument(office).begin(
      application: application, kind: kind, name: Private(name), type: type,
      declaredBytes: body.declaredBytes, by: caller)
    let stored = try await upload.receive(body, atMost: office.limits.documentBytes)
    return .json(
      JSONText.object {
        $0.field("id", stored.id)
        $0.field("bytes", stored.bytes)
      },
      status: .created,
      location: "\(Route.prefix)/applications/\(application)/documents/\(stored.id)")
  }
}

extension Upload {
  /// Writes the body as it comes; nothing of it stays if anything goes wrong.
  fileprivate func receive(
    _ body: IncomingBody, atMost limit: Int
  ) async throws -> StoredDocument {
    if let earlier = earlierAnswer { return earlier }
    do {
      try await body.read(atMost: limit) { try await write($0) }
      return try await finish()
    } catch {
      await abandon()
      throw error
    }
  }
}
