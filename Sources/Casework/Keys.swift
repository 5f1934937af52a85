package import Domain
import Records
import Vault
package import struct Foundation.Date

/// The epochs, and how many data keys hang on each.
package struct KeysStatus: Sendable {
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// One epoch.
  package struct Epoch: Sendable {
    package let number: Int
    package let createdAt: Date
    package let retiredAt: Date?
    package let dataKeys: Int
  }

  /// Oldest first; the last one is open. Compares every key file with its fingerprint.
  package func callAsFunction() async throws -> [Epoch] {
    try await office.act(as: .console, .keys) { _, rows in
      let counts = try Epochs.dataKeyCounts(in: rows)
      return try Epochs.all(in: rows).map { epoch in
        try office.ring.load(epoch: epoch.number, fingerprint: epoch.fingerprint)
        return Epoch(
          number: epoch.number, createdAt: epoch.createdAt, retiredAt: epoch.retiredAt,
          dataKeys: counts[epoch.number] ?? 0)
      }
    }
  }
}

/// Break glass: shows the identity that opens one application's documents with the stock `age`
/// command.
package struct ShowIdentity: Sendable {
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// `AGE-SECRET-KEY-1…`. Refuses an application that isn't there.
  package func callAsFunction(
    of id: ApplicationID, reason: Private<String>
  ) async throws -> Private<String> {
    let key = try await office.act(as: .console, .keys) { act, rows in
      try Locks.shared(id, in: rows)
      guard let key = try DataKeys.find(id, in: rows) else { throw Refusal.unknown }
      let entry = try act.note(.identityShown, of: id, in: rows)
      try office.keepReason(reason, for: entry, of: id, key: key, in: rows)
      return key
    }
    return try office.withKey(key, of: id) { try $0.identityText() }
  }
}

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
