/// The journal while its lock is held.
package struct OpenJournal: ~Copyable {
  let folder: JournalFolder

  /// Complete entries.
  package var size: Int { 0 }

  /// The hash of one entry, 32 bytes.
  package func leafHash(at index: Int) throws -> [UInt8] {
    throw JournalError.failed(path: folder.path, code: 38)
  }

  /// Entries from an index on, at most `limit`.
  package func records(from index: Int, limit: Int) throws -> [JournalRecord] {
    throw JournalError.failed(path: folder.path, code: 38)
  }

  /// Writes entries: the log, its copy, the tree, the checkpoint, in this order, each durable
  /// before the next begins. What reached the log stays there if something later fails.
  package func append(_ records: [JournalRecord]) throws {
    throw JournalError.failed(path: folder.path, code: 38)
  }

  /// Cuts a record whose end a crash kept from the disk. `mark` is the number of entries that the
  /// database knows to be in the journal; throws if the record was among them, or signed.
  package func cutTornTail(knownThrough mark: Int) throws {
    throw JournalError.failed(path: folder.path, code: 38)
  }

  /// The signed checkpoint (C2SP tlog-checkpoint) of all complete entries.
  package func checkpoint() throws -> String {
    throw JournalError.failed(path: folder.path, code: 38)
  }

  /// The hashes that prove an entry to be in the tree of `size` entries (RFC 6962 2.1.1).
  package func inclusionProof(of index: Int, in size: Int) throws -> [[UInt8]] {
    throw JournalError.failed(path: folder.path, code: 38)
  }

  /// The hashes that prove one tree to be the beginning of a larger one (RFC 6962 2.1.2).
  package func consistencyProof(from old: Int, to new: Int) throws -> [[UInt8]] {
    throw JournalError.failed(path: folder.path, code: 38)
  }
}
