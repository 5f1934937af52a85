package import Domain
import Records
import Vault
import struct Foundation.Data

/// Opens a document. That is an act: no byte leaves before its ledger entry is committed.
package struct OpenDocument: Sendable {
  package static let roles: Set<Role> = [.recruiter, .reviewer, .legal, .privacyOfficer]
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// The document, ready to be read from any place. Its end has been authenticated.
  package func callAsFunction(
    _ document: DocumentID, of application: ApplicationID, by caller: Caller
  ) async throws -> OpenedDocument {
    try caller.mustSayWhy()
    let (row, key) = try await office.act(by: caller, Self.roles) { act, rows in
      try Locks.shared(application, in: rows)
      // Who doesn't see the application sees neither row.
      guard let (row, key) = try Documents.findWithKey(document, of: application, in: rows)
      else { throw Refusal.unknown }
      let entry = try act.note(
        .documentOpened, of: application, detail: document.text, in: rows)
      try office.keepReason(caller.reason, for: entry, of: application, key: key, in: rows)
      return (row, key)
    }
    do {
      return try await office.opened(row, of: application, key: key)
    } catch DiskError.missing {
      // It may have been deleted since; a document that is there without its file is a fault.
      guard try await isThere(document, of: application, by: caller) else {
        throw Refusal.unknown
      }
      throw DiskError.missing
    }
  }

  private func isThere(
    _ document: DocumentID, of application: ApplicationID, by caller: Caller
  ) async throws -> Bool {
    try await office.act(by: caller, Self.roles) { _, rows in
      try Documents.find(document, of: application, in: rows) != nil
    }
  }
}

extension Office {
  func opened(
    _ row: DocumentRow, of application: ApplicationID, key: KeyRow
  ) async throws -> OpenedDocument {
    let reader = try await documents.read(row.file)
    let nonce = Array(try await reader.read(0..<PayloadShape.nonceBytes))
    let (name, opener) = try withKey(key, of: application) { key in
      let name = Private(try key.openText(row.name, as: .documentName(of: row.id)))
      let fileKey = try key.openHeader(
        row.header, application: application, document: row.id)
      return (
        name,
        try PayloadOpener(fileKey, payloadNonce: nonce, sealedSize: reader.size)
      )
    }
    let document = OpenedDocument(
      id: row.id, kind: row.kind, name: name, mediaType: row.mediaType, reader: reader,
      opener: opener)
    try await document.authenticateEnd()
    return document
  }
}

/// A document that has been opened; it reads only the chunks it is asked for.
package struct OpenedDocument: Sendable {
  /// Chunks that are read and opened at once: 128 KiB, so that what was read, opened and is sent
  /// meets in the processor's cache. More is a third slower, less pays for more calls.
  private static let chunksAtOnce = 2
  package let id: DocumentID
  package let kind: DocumentKind
  package let name: Private<String>
  package let mediaType: MediaType
  private let reader: DocumentReader
  private let opener: PayloadOpener

  init(
    id: DocumentID, kind: DocumentKind, name: Private<String>, mediaType: MediaType,
    reader: DocumentReader, opener: PayloadOpener
  ) {
    self.id = id
    self.kind = kind
    self.name = name
    self.mediaType = mediaType
    self.reader = reader
    self.opener = opener
  }

  /// Bytes of the document.
  package var bytes: Int { opener.plainSize }

  /// Gives `each` the bytes of a range, some at a time and in order. What doesn't authenticate
  /// is never given.
  package func read(
    _ range: Range<Int>, _ each: ([UInt8]) async throws -> Void
  ) async throws {
    let chunks = opener.shape.chunks(covering: range)
    var index = chunks.lowerBound
    while index < chunks.upperBound {
      let group = index..<min(index + Self.chunksAtOnce, chunks.upperBound)
      let plain = try await open(group)
      let start = opener.shape.plainRange(group.lowerBound).lowerBound
      let wanted = range.clamped(to: start..<start + plain.count)
      if wanted.count == plain.count {
        try await each(plain)
      } else {
        try await each(Array(plain[wanted.lowerBound - start..<wanted.upperBound - start]))
      }
      index = group.upperBound
    }
  }

  func authenticateEnd() async throws {
    _ = try await open(opener.lastChunkIndex..<opener.lastChunkIndex + 1)
  }

  private func open(_ chunks: Range<Int>) async throws -> [UInt8] {
    let sealed =
      opener.chunkRange(chunks.lowerBound)
      .lowerBound..<opener.chunkRange(chunks.upperBound - 1).upperBound
    let data = try await reader.read(sealed)
    guard data.count == sealed.count else { throw VaultError.notAuthentic }
    var plain: [UInt8] = []
    plain.reserveCapacity(chunks.count * PayloadShape.chunkBytes)
    for index in chunks {
      let range = opener.chunkRange(index)
      let piece = range.lowerBound - sealed.lowerBound..<range.upperBound - sealed.lowerBound
      try opener.open(data.span.extracting(piece), index: index, into: &plain)
    }
    return plain
  }
}
