package import Domain
import Journal
import Records
import struct Foundation.Data

/// An entry of the ledger as it stands in the journal, and what proves that it does.
package struct ProvenEntry: Sendable {
  /// Its place in the journal, from zero.
  package let index: Int
  /// The journal's own line: the leaf of the tree.
  package let line: String
  /// Hashes from the leaf to the root of the tree that the checkpoint signs (RFC 6962 2.1.1), in
  /// base64.
  package let proof: [String]
}

/// The signed head of the journal that the proofs of an export lead to.
package struct ProvenHead: Sendable {
  /// The checkpoint, a signed note.
  package let checkpoint: String
  /// Entries in the tree.
  package let size: Int
}

extension Office {
  /// The journal's head, with everything in it that was committed before.
  func provenHead() async throws -> ProvenHead {
    do { try await sequencer() } catch { throw Refusal.journalUnavailable }
    return try await act(as: .timer, .sequencer) { _, _ in
      try sequencer.journal.locked { journal in
        ProvenHead(checkpoint: try journal.checkpoint(), size: journal.size)
      }
    }
  }
}

extension MatterExport {
  private static let batch = 200

  /// The entries about one of its applications, oldest first, some at a time: those after a place
  /// in the journal.
  package func entries(
    about id: ApplicationID, after place: Int
  ) async throws -> [ProvenEntry] {
    try await office.act(by: caller, ExportMatter.roles) { _, rows in
      let places = try ExportedEntries.places(
        about: id, after: place, before: head.size, limit: Self.batch, in: rows)
      if places.isEmpty { return [] }
      return try office.sequencer.journal.locked { journal in
        try places.map { index in
          let hashes = try journal.inclusionProof(of: index, in: head.size)
          let line = try journal.records(from: index, limit: 1).first?.line ?? []
          return ProvenEntry(
            index: index, line: String(decoding: line, as: UTF8.self),
            proof: hashes.map { Data($0).base64EncodedString() })
        }
      }
    }
  }
}
