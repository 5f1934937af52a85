/// The journal while its lock is held.
package struct OpenJournal: ~Copyable {
  let files: JournalFiles

  /// Complete entries.
  package var size: Int { files.size }

  /// The hash of one entry, 32 bytes.
  package func leafHash(at index: Int) throws -> [UInt8] {
    precondition((0..<size).contains(index), "there is no such entry")
    return try files.lines(at: index..<(index + 1))[0].leaf
  }

  /// Entries from an index on, at most `limit`.
  package func records(from index: Int, limit: Int) throws -> [JournalRecord] {
    let end = min(size, index + limit)
    return index < end ? try files.lines(at: index..<end).map(\.record) : []
  }

  /// Writes entries: the log, its copy, the tree, the checkpoint, in this order; log and copy are
  /// durable before the next begins. What reached the log stays there if something later fails,
  /// and the next opening completes the rest.
  package func append(_ records: [JournalRecord]) throws { try files.append(records) }

  /// Cuts a record whose end a crash kept from the disk. `mark` is the number of entries that the
  /// database knows to be in the journal; throws if the record was among them.
  package func cutTornTail(knownThrough mark: Int) throws {
    try files.cutTornTail(knownThrough: mark)
  }

  /// The signed checkpoint (C2SP tlog-checkpoint) of all complete entries.
  package func checkpoint() throws -> String { try files.note() }

  /// The root of the tree of the first entries, 32 bytes.
  package func root(of size: Int) throws -> [UInt8] {
    precondition(size <= self.size, "the tree isn't that large")
    return try files.withTree { try $0.root(0..<size) }
  }

  /// The hashes that prove an entry to be in the tree of `size` entries (RFC 6962 2.1.1).
  package func inclusionProof(of index: Int, in size: Int) throws -> [[UInt8]] {
    precondition((0..<size).contains(index) && size <= self.size, "there is no such entry")
    return try files.withTree { try $0.inclusionProof(of: index, in: 0..<size) }
  }

  /// The hashes that prove one tree to be the beginning of a larger one (RFC 6962 2.1.2).
  package func consistencyProof(from old: Int, to new: Int) throws -> [[UInt8]] {
    precondition(old <= new && new <= size, "the tree isn't that large")
    return old == 0 ? [] : try files.withTree { try $0.consistencyProof(from: old, in: 0..<new) }
  }
}
