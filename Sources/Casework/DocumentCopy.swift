import Domain
import Records
import Vault

/// A document copied for another application: opened and sealed anew under a key of its own, some
/// at a time, and never on disk in clear. Durable once it is made; its row is still to be written.
struct DocumentCopy: Sendable {
  /// Sealed bytes gathered before they are written: memory stays small, and calls few.
  private static let bufferBytes = 512 * 1024
  let source: DocumentRow
  let name: Private<String>
  let file: FileID
  private let key: SharedFileKey
  private let writer: DocumentWriter

  /// Copies the payload. What doesn't authenticate is never copied, and of a copy that fails no
  /// file stays.
  init(of source: DocumentRow, _ original: OpenedDocument, in office: Office) async throws {
    let file = FileID.random()
    let key = SharedFileKey(try FileKey.random())
    let writer = try await office.documents.write(file)
    do {
      try await Self.copy(original, under: key, to: writer)
    } catch {
      await writer.discard()
      throw error
    }
    (self.source, self.name, self.file) = (source, original.name, file)
    (self.key, self.writer) = (key, writer)
  }

  private static func copy(
    _ original: OpenedDocument, under key: SharedFileKey, to writer: DocumentWriter
  ) async throws {
    var sealer = try PayloadSealer(key.key)
    var buffer: [UInt8] = []
    try await original.read(0..<original.bytes) { plain in
      sealer.push(plain, into: &buffer)
      guard buffer.count >= bufferBytes else { return }
      try await writer.append(buffer)
      buffer.removeAll(keepingCapacity: true)
    }
    sealer.finish(into: &buffer)
    try await writer.append(buffer)
    try await writer.finish()
  }

  /// The header that opens it for the application it is copied to.
  func header(
    for recipient: [UInt8], application: ApplicationID, document: DocumentID
  ) throws -> [UInt8] {
    try key.key.header(for: recipient, application: application, document: document)
  }

  /// Removes it again.
  func discard() async { await writer.discard() }
}
