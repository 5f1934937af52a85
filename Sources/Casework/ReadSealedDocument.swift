package import Domain
import Records

/// Reads a document as the age file it is: header and payload, still sealed.
package struct ReadSealedDocument: Sendable {
  private static let pieceBytes = 1024 * 1024
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// Gives `each` the bytes in order. Refuses a document that isn't there.
  package func callAsFunction(
    _ id: DocumentID, _ each: ([UInt8]) async throws -> Void
  ) async throws {
    let row = try await office.act(as: .console, .keys) { act, rows in
      guard let application = try Documents.application(of: id, in: rows) else {
        throw Refusal.unknown
      }
      try Locks.shared(application, in: rows)
      guard let row = try Documents.find(id, of: application, in: rows) else {
        throw Refusal.unknown
      }
      try act.note(.sealedDocumentRead, of: application, detail: id.text, in: rows)
      return row
    }
    let reader = try await office.documents.read(row.file)
    try await each(row.header)
    for start in stride(from: 0, to: reader.size, by: Self.pieceBytes) {
      let range = start..<min(start + Self.pieceBytes, reader.size)
      try await each(Array(try await reader.read(range)))
    }
  }
}
