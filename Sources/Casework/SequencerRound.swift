import Domain
import Journal
import Records

/// What the journal and the database say of one another.
package enum JournalFinding: Error, Sendable, Equatable {
  /// The journal has entries that the database doesn't know: an older state was restored.
  case restored(missing: Int)
  /// From this entry on the database is marked otherwise than the journal is written, or beyond
  /// its end: one of them isn't the one it was.
  case diverged(index: Int)
}

/// The entries of the journal beyond the highest mark in the database, as far as they were read.
struct JournalStretch {
  /// The place of the first of them.
  let start: Int
  /// How many entries the journal has.
  let size: Int
  /// Those that wait in the queue word for word: a crash came between journal and mark.
  var known: [(id: LedgerEntryID, mark: LedgerRow.Mark)] = []
  /// Those that the database doesn't know.
  var missing: [(record: JournalRecord, mark: LedgerRow.Mark)] = []

  /// Whether this is all there is.
  var isWhole: Bool { start + known.count + missing.count == size }

  /// How many entries the database doesn't know; a later one may turn out to be known.
  var missingInAll: Int { size - start - known.count }

  /// Compares the highest mark with the journal, and reads what is beyond it. Whoever calls holds
  /// both locks.
  init(_ journal: borrowing OpenJournal, limit: Int, in rows: borrowing Rows) throws {
    let highest = try LedgerMarks.highest(in: rows)
    start = (highest?.index ?? -1) + 1
    size = journal.size
    guard start <= size else { throw JournalFinding.diverged(index: size) }
    try journal.cutTornTail(knownThrough: start)
    if let highest, try journal.leafHash(at: highest.index) != highest.hash {
      throw JournalFinding.diverged(index: highest.index)
    }
    if start == size { return }
    let records = try journal.records(from: start, limit: limit)
    let found = try LedgerMarks.find(records.map(\.id), in: rows)
    let rowOf = Dictionary(found.map { ($0.id, $0) }) { first, _ in first }
    for (offset, record) in records.enumerated() {
      let mark = LedgerRow.Mark(index: start + offset, hash: record.leafHash)
      if let row = rowOf[record.id] {
        guard row.mark == nil, JournalRecord(row).leafHash == mark.hash else {
          throw JournalFinding.diverged(index: mark.index)
        }
        known.append((record.id, mark))
      } else {
        missing.append((record, mark))
      }
    }
  }
}

extension JournalRecord {
  /// The entry as it stands in the ledger.
  init(_ row: LedgerRow) {
    self.init(
      id: row.id, at: row.at, actor: row.actor, function: row.function, action: row.action,
      applications: row.applications, detail: row.detail)
  }
}

/// One batch of what waits, from the queue into the journal. The lock of the database keeps two
/// processes in order, the one of the files holds even where a connection has died.
struct SequencerRound: Sendable {
  private static let batch = 500
  let archive: Archive
  let journal: JournalFolder
  let today: Day

  /// True when more may wait.
  func callAsFunction() async throws -> Bool {
    try await archive.transaction(.sequencer, as: .timer, on: today) { rows in
      try LedgerMarks.lock(in: rows)
      // Everything is decided behind the lock.
      _ = try LedgerMarks.isAnyWaiting(in: rows)
      return try journal.locked { open in
        let stretch = try JournalStretch(open, limit: Self.batch, in: rows)
        guard stretch.missing.isEmpty else {
          throw JournalFinding.restored(missing: stretch.missingInAll)
        }
        _ = try LedgerMarks.mark(stretch.known, in: rows)
        guard stretch.isWhole else { return true }
        let waiting = try LedgerMarks.waiting(limit: Self.batch, in: rows)
        if waiting.isEmpty { return false }
        let records = waiting.map(JournalRecord.init)
        try open.append(records)
        let marks = records.enumerated().map { offset, record in
          (record.id, LedgerRow.Mark(index: stretch.size + offset, hash: record.leafHash))
        }
        _ = try LedgerMarks.mark(marks, in: rows)
        return waiting.count == Self.batch
      }
    }
  }

  /// Compares and changes nothing: what a round would find, and how many entries wait.
  func look() async throws -> Int {
    try await archive.transaction(.sequencer, as: .timer, on: today) { rows in
      try LedgerMarks.lock(in: rows)
      let waiting = try LedgerMarks.waitingCount(in: rows)
      return try journal.locked { open in
        let stretch = try JournalStretch(open, limit: Self.batch, in: rows)
        guard stretch.missing.isEmpty else {
          throw JournalFinding.restored(missing: stretch.missingInAll)
        }
        return waiting
      }
    }
  }
}
