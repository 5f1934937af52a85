package import Domain
package import Journal
package import Records
import Synchronization

/// Brings the ledger's entries into the journal, in the order of their numbers. Of all who ask at
/// once one runs a round for the others, so that nobody queues behind a chain's head.
package actor Sequencer {
  private let archive: Archive
  private nonisolated let today: @Sendable () -> Day
  /// The files it writes.
  package nonisolated let journal: JournalFolder
  private nonisolated let state = Mutex(State())
  private var isRunning = false
  private var queue: [CheckedContinuation<Turn, Never>] = []

  /// What the last round left.
  private struct State {
    var fault: (any Error)?
    var seen: Int?
  }

  /// What somebody who waited is told.
  private enum Turn {
    case isDone((any Error)?)
    case isYours
  }

  /// The day is the machine's own: a sandbox's clock changes nothing here.
  package init(archive: Archive, journal: JournalFolder, real: RealClock, time: OfficeTime) {
    self.archive = archive
    self.journal = journal
    today = { time.day(of: real.now()) }
  }

  /// One batch, to be run until it says that nothing more waits.
  nonisolated var batch: SequencerRound {
    SequencerRound(archive: archive, journal: journal, today: today())
  }

  /// Returns once everything that had been committed before the call stands in the journal.
  package func callAsFunction() async throws {
    var others: [CheckedContinuation<Turn, Never>] = []
    if isRunning {
      if case .isDone(let fault) = await withCheckedContinuation({ queue.append($0) }) {
        if let fault { throw fault }
        return
      }
      // Whoever came before this round begins is served by it.
      others = queue
      queue = []
    }
    isRunning = true
    var fault: (any Error)?
    let batch = batch
    do { while try await batch() {} } catch { fault = error }
    if fault is CancellationError {
      // Whoever is told to stop stops alone.
      queue = others + queue
    } else {
      state.withLock { $0.fault = fault }
      for other in others { other.resume(returning: .isDone(fault)) }
    }
    if queue.isEmpty { isRunning = false } else { queue.removeFirst().resume(returning: .isYours) }
    if let fault { throw fault }
  }

  /// The same, if anything waits or the database has been exchanged; cheap otherwise.
  package func ifNeeded() async throws {
    let (isWaiting, highest) = try await archive.transaction(
      .sequencer, as: .timer, on: today()
    ) { rows in
      (try LedgerMarks.isAnyWaiting(in: rows), try LedgerMarks.highest(in: rows)?.index)
    }
    let isAsBefore = state.withLock { $0.fault == nil && $0.seen == .some(highest ?? -1) }
    if isAsBefore && !isWaiting { return }
    try await self()
    let now = try await archive.transaction(.sequencer, as: .timer, on: today()) { rows in
      try LedgerMarks.highest(in: rows)?.index
    }
    state.withLock { $0.seen = now ?? -1 }
  }

  /// Tries again what failed last; quiet if it still does.
  func catchUp() async {
    if fault == nil { return }
    do { try await self() } catch { return }
  }

  /// Compares journal and database and changes nothing; how many entries wait. Throws
  /// ``JournalFinding`` or the journal's own error.
  package func look() async throws -> Int {
    try await batch.look()
  }

  /// What the last round failed with, if it did.
  package nonisolated var fault: (any Error)? { state.withLock { $0.fault } }
}

extension Sequencer {
  /// Throws while something that was noted may not be in the journal.
  nonisolated func mustBeUpToDate() throws(Refusal) {
    if fault != nil { throw .journalUnavailable }
  }

  /// Throws once a round has found that the database isn't the one the journal belongs to.
  nonisolated func mustAgree() throws(Refusal) {
    if fault is JournalFinding { throw .notReconciled }
  }
}
