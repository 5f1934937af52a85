import Domain
package import Journal
import Records

/// Compares everything that is kept of the ledger: the journal, its copy, what follows from them,
/// and the database's rows. Reads the whole of it and repairs nothing.
package struct VerifyLedger: Sendable {
  private static let page = 1000
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// `kept` is a checkpoint from elsewhere: the journal must be its continuation.
  package func callAsFunction(against kept: String? = nil) async throws -> Verification {
    // What is marked by now must be in the journal; what is marked later may be beyond it.
    let highest = try await read { try LedgerMarks.highest(in: $0) }
    var verification = try office.sequencer.journal.verify(against: kept)
    var next = 0
    var rows: [LedgerRow]
    repeat {
      let start = next
      rows = try await read { try LedgerMarks.marked(from: start, limit: Self.page, in: $0) }
      verification.compare(rows.compactMap(Verification.MarkedRow.init))
      next = (rows.last?.mark?.index ?? next - 1) + 1
    } while rows.count == Self.page
    // Nothing is marked while this is read: each entry is either marked or waits.
    let start = next
    let (late, waiting) = try await read { rows in
      try LedgerMarks.lock(in: rows)
      return (
        try LedgerMarks.marked(from: start, limit: .max, in: rows),
        try LedgerMarks.waiting(limit: .max, in: rows)
      )
    }
    verification.compare(late.compactMap(Verification.MarkedRow.init))
    verification.finish(
      queued: Set(waiting.map { JournalRecord($0).leafHash }),
      marked: (highest?.index ?? -1) + 1)
    return verification
  }

  private func read<R: Sendable>(
    _ body: @Sendable (borrowing Rows) throws -> R
  ) async throws -> R {
    let today = office.time.day(of: office.real.now())
    return try await office.archive.transaction(.sequencer, as: .timer, on: today, body)
  }
}

extension Verification.MarkedRow {
  fileprivate init?(_ row: LedgerRow) {
    guard let mark = row.mark else { return nil }
    self.init(index: mark.index, hash: mark.hash, record: JournalRecord(row))
  }
}
