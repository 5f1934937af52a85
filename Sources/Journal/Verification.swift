/// Whether everything that is kept of the ledger says the same: recomputed from the log's bytes,
/// nothing repaired. The database's rows are compared afterwards, page by page.
package struct Verification: Sendable {
  /// Entries of the journal.
  package let entries: Int
  /// The root over all of them, 32 bytes.
  package let rootHash: [UInt8]
  /// What doesn't verify and where, in sentences without personal data.
  package private(set) var findings: [String]

  private let leaves: [UInt8]
  /// The number of the row that is expected next.
  private var nextRow = 0

  init(contents: LogContents, rootHash: [UInt8], findings: [String]) {
    entries = contents.size
    leaves = contents.leaves
    self.rootHash = rootHash
    self.findings = findings
  }

  /// Whether everything verified.
  package var isVerified: Bool { findings.isEmpty }

  /// A row of the ledger that the database says is in the journal.
  package struct MarkedRow: Sendable {
    package let index: Int
    /// What the database keeps as the entry's hash.
    package let hash: [UInt8]
    /// The entry made from the row's other columns.
    package let record: JournalRecord

    package init(index: Int, hash: [UInt8], record: JournalRecord) {
      self.index = index
      self.hash = hash
      self.record = record
    }
  }

  /// Compares rows in the order of their indexes, page after page, from 0 on. Rows that were
  /// journalled after this verification began are passed over.
  package mutating func compare(_ rows: [MarkedRow]) {
    for row in rows where row.index < entries {
      if row.index > nextRow { missing(nextRow..<row.index) }
      if row.index < nextRow {
        findings.append("The database has more than one row for entry \(row.index).")
      }
      nextRow = max(nextRow, row.index + 1)
      let leaf = leaf(row.index)
      if row.record.leafHash != leaf {
        findings.append("The database's row for entry \(row.index) isn't what was journalled.")
      } else if row.hash != leaf {
        findings.append("The database keeps another hash for entry \(row.index).")
      }
    }
  }

  /// Ends the comparison. `queued` are the hashes of rows that aren't marked yet: an entry may be
  /// journalled and not marked, after a crash.
  package mutating func finish(queued: Set<[UInt8]>, marked: Int) {
    if marked > entries {
      findings.append("The database knows \(marked) entries, the journal has \(entries).")
    }
    let unmarked = nextRow..<max(nextRow, entries)
    for index in unmarked where !queued.contains(leaf(index)) {
      missing(index..<(index + 1))
    }
  }

  private mutating func missing(_ range: Range<Int>) {
    findings.append(
      range.count == 1
        ? "The database has no row for entry \(range.lowerBound)."
        : "The database has no rows for entries \(range.lowerBound) to \(range.upperBound - 1).")
  }

  private func leaf(_ index: Int) -> [UInt8] {
    Array(leaves[(index * Merkle.hashBytes)..<((index + 1) * Merkle.hashBytes)])
  }
}

extension JournalFolder {
  /// Reads everything and compares it, with a checkpoint kept elsewhere if one is given. Changes
  /// nothing. The log, which only grows, is read before the lock is taken, so that nobody who
  /// writes waits for that. Throws only if a file can't be read.
  package func verify(against kept: String? = nil) throws -> Verification {
    let begun = try ReadLog(in: self)
    return try holdingLock { try Examination(self, kept: kept, begun: begun).run() }
  }
}
