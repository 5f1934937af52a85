import Domain
import Records
import Vault

/// One document on its way in. Feed it, then finish or abandon it.
package actor Upload {
  /// Sealed bytes gathered before they are written: memory stays small, and calls few.
  private static let bufferBytes = 512 * 1024
  private let office: Office
  private let caller: Caller
  private let call: String
  private let application: ApplicationID
  private let kind: DocumentKind
  private let name: Private<String>
  private let type: MediaType
  private let declaredBytes: Int?
  private let file = FileID.random()
  private let key: SharedFileKey
  private var sealer: PayloadSealer?
  private var writer: DocumentWriter?
  private var buffer: [UInt8] = []
  private var content: ContentEnds
  /// The answer to the same call given before, if its key came again: the body isn't needed.
  package private(set) var earlierAnswer: StoredDocument?

  init(
    office: Office, caller: Caller, call: String, application: ApplicationID,
    kind: DocumentKind, name: Private<String>, type: MediaType, declaredBytes: Int?
  ) throws {
    self.office = office
    self.caller = caller
    self.call = call
    self.application = application
    self.kind = kind
    self.name = name
    self.type = type
    self.declaredBytes = declaredBytes
    key = SharedFileKey(try FileKey.random())
    content = ContentEnds(keepsTail: type == .docx)
  }

  func repeatAnswer(_ answer: StoredDocument) { earlierAnswer = answer }

  func open() async throws {
    sealer = try PayloadSealer(key.key)
    writer = try await office.documents.write(file)
  }

  /// Takes the next bytes. Refuses a document that grows too large.
  package func write(_ bytes: [UInt8]) async throws {
    guard let writer else { return }
    content.take(bytes)
    guard content.count <= office.limits.documentBytes else {
      throw Refusal.tooLarge(limitBytes: office.limits.documentBytes)
    }
    sealer?.push(bytes, into: &buffer)
    if buffer.count >= Self.bufferBytes { try await flush(to: writer) }
  }

  /// Makes the document durable, then commits its row; a known rollback takes the file away
  /// again. Refuses an empty or short one, and one whose bytes aren't of its type.
  package func finish() async throws -> StoredDocument {
    if let earlierAnswer { return earlierAnswer }
    guard let writer, let sealer = sealer.take() else { throw Refusal.incomplete }
    do {
      if let declaredBytes, content.count != declaredBytes { throw Refusal.incomplete }
      guard content.count > 0 else { throw Refusal.empty }
      guard type.matches(head: content.head, tail: content.tail) else {
        throw Refusal.typeMismatch
      }
      sealer.finish(into: &buffer)
      try await flush(to: writer)
      try await writer.finish()
    } catch {
      await abandon()
      throw Fault.refusal(for: error) ?? error
    }
    do {
      let (answer, isNew) = try await commit()
      if !isNew { await abandon() }
      return answer
    } catch {
      // A commit whose answer was lost may have happened: then the file must stay.
      if !DatabaseFault.mayHaveCommitted(error) { await abandon() }
      throw error
    }
  }

  /// Removes what has been written.
  package func abandon() async {
    await writer?.discard()
    writer = nil
    sealer = nil
    buffer = []
  }

  private func flush(to writer: DocumentWriter) async throws {
    do { try await writer.append(buffer) } catch { throw Fault.refusal(for: error) ?? error }
    buffer.removeAll(keepingCapacity: true)
  }

  /// The last word: the lock, a second look, and the header for the public key that is read there,
  /// since the application may have been re-keyed while the document came in.
  private func commit() async throws -> (StoredDocument, isNew: Bool) {
    let (id, bytes) = (DocumentID.random(), content.count)
    let (application, kind, name, type, key) = (application, kind, name, type, key)
    let (office, caller, call, file) = (office, caller, call, file)
    return try await office.act(by: caller, StoreDocument.roles) { act, rows in
      if let earlier = try office.earlierAnswer(to: call, by: caller, in: rows) {
        let id = DocumentID(earlier.createdID)
        return (StoredDocument(id: id, bytes: earlier.number ?? 0), false)
      }
      try Locks.exclusive(application, in: rows)
      guard let found = try Applications.find(application, in: rows) else {
        throw Refusal.unknown
      }
      let sealed = try office.withKey(of: application, in: rows) {
        $0.seal(name.reveal(), as: .documentName(of: id))
      }
      let header = try key.key.header(
        for: found.recipient, application: application, document: id)
      try Documents.insert(
        DocumentRow(
          id: id, kind: kind, name: sealed, mediaType: type, bytes: bytes, header: header,
          file: file, receivedAt: act.now), of: application, by: caller.member.id, in: rows)
      try office.keepAnswer(
        id.uuid, number: bytes, to: call, by: caller, at: act, in: rows)
      try act.note(.documentStored, of: application, detail: id.text, in: rows)
      return (StoredDocument(id: id, bytes: bytes), true)
    }
  }
}

/// A document's key, for whoever streams and for their transaction alike.
final class SharedFileKey: Sendable {
  let key: FileKey

  init(_ key: consuming FileKey) { self.key = key }
}

/// What of a document tells its type: how it begins and ends, and how long it is.
private struct ContentEnds {
  let keepsTail: Bool
  private(set) var count = 0
  private(set) var head: [UInt8] = []
  private(set) var tail: [UInt8] = []

  init(keepsTail: Bool) { self.keepsTail = keepsTail }

  mutating func take(_ bytes: [UInt8]) {
    count += bytes.count
    if head.count < MediaType.headBytes {
      head += bytes.prefix(MediaType.headBytes - head.count)
    }
    guard keepsTail else { return }
    tail += bytes.suffix(MediaType.tailBytes)
    if tail.count > 2 * MediaType.tailBytes {
      tail.removeFirst(tail.count - MediaType.tailBytes)
    }
  }
}
