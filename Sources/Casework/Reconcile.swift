package import Domain
import Journal
import Records

/// What a reconciliation brought back.
package struct ReconcileReport: Sendable {
  /// Applications that were erased again.
  package internal(set) var erasures = 0
  package internal(set) var withdrawals = 0
  package internal(set) var restrictions = 0
  package internal(set) var holds = 0
  package internal(set) var other = 0
  /// Acts that protect nobody and are lost with the database: received, opened, noted, mailed.
  package internal(set) var lost = 0
  /// Protective acts that can't be repeated: what they need is lost as well.
  package internal(set) var impossible = 0
  /// Entries that were brought back into the ledger.
  package internal(set) var imported = 0

  mutating func add(_ outcome: Replay.Outcome, _ tally: Replay.Tally) {
    switch (outcome, tally) {
    case (.impossible, _): impossible += 1
    case (.nothingToDo, _): break
    case (.repeated(let count), .erasure): erasures += count
    case (.repeated(let count), .withdrawal): withdrawals += count
    case (.repeated(let count), .restriction): restrictions += count
    case (.repeated(let count), .hold): holds += count
    case (.repeated(let count), .other): other += count
    }
  }

  /// For the ledger.
  var detail: String {
    EntryDetail([
      "imported": "\(imported)", "erasures": "\(erasures)", "withdrawals": "\(withdrawals)",
      "restrictions": "\(restrictions)", "holds": "\(holds)", "other": "\(other)",
      "lost": "\(lost)", "impossible": "\(impossible)",
    ]).text
  }
}

/// A protective act that can't be repeated for a reason nobody thought of.
package struct ReplayFailed: Error, Sendable {
  package let entry: LedgerEntryID
  package let action: String
  /// What kind of fault it was; no value.
  package let code: String
}

/// After a restore: brings the entries back that the database has forgotten, in their order, and
/// repeats the protective acts among them. An entry is imported after its act has been repeated,
/// and repeating changes nothing, so the next run finishes what a crash cut short.
package struct Reconcile: Sendable {
  private static let batch = 200
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// Sends no mail. Throws ``JournalFinding/diverged(index:)`` where nothing can be brought back.
  package func callAsFunction() async throws -> ReconcileReport {
    var report = ReconcileReport()
    var isFirst = true
    while let stretch = try await next() {
      if isFirst {
        // Who had been signed in when the backup was made may have been signed out since.
        try await office.act(as: .console, .admin) { _, rows in
          try Sessions.endEverybodys(in: rows)
        }
        isFirst = false
      }
      var after = report
      for (record, _) in stretch.missing { try await replay(record, &after) }
      after.imported += stretch.missing.count
      try await Eraser(office).unlinkDoomed()
      // Where another process came first, this stretch is read again.
      if try await bringBack(stretch, after) { report = after }
    }
    try await office.sequencer()
    if report.imported > 0 {
      await rekey()
      try await office.sequencer()
    }
    return report
  }

  /// What the journal has beyond the database; `nil` once nothing is missing.
  private func next() async throws -> JournalStretch? {
    let journal = office.sequencer.journal
    return try await inSequence { rows in
      try journal.locked { open in
        let stretch = try JournalStretch(open, limit: Self.batch, in: rows)
        return stretch.isWhole && stretch.missing.isEmpty ? nil : stretch
      }
    }
  }

  private func replay(_ record: JournalRecord, _ report: inout ReconcileReport) async throws {
    guard let act = LostAct(record) else {
      report.lost += 1
      return
    }
    guard let replay = Replay.of(act.action) else { return }
    do {
      report.add(try await replay.again(office, act), replay.tally)
    } catch {
      // An act that isn't repeated isn't passed over: its entry stays missing.
      if Fault.isOutage(error) { throw error }
      throw ReplayFailed(entry: act.id, action: act.action.rawValue, code: Fault.code(of: error))
    }
  }

  /// Imports a stretch whose acts have been repeated; with the last one commits the note that it
  /// is done.
  private func bringBack(
    _ stretch: JournalStretch, _ report: ReconcileReport
  ) async throws -> Bool {
    let journal = office.sequencer.journal
    let now = try office.clock.now()
    return try await inSequence { rows in
      try journal.locked { open in
        let still = try JournalStretch(open, limit: Self.batch, in: rows)
        guard still.start == stretch.start, still.missing.map(\.mark) == stretch.missing.map(\.mark)
        else { return false }
        _ = try LedgerMarks.mark(still.known, in: rows)
        for (record, mark) in still.missing {
          try LedgerMarks.bringBack(LedgerRow(record, mark), in: rows)
        }
        if still.isWhole {
          try Ledger.append(
            LedgerEntry(at: now, actor: .console, action: .reconciled, detail: report.detail),
            in: rows)
        }
        return true
      }
    }
  }

  private func inSequence<R: Sendable>(
    _ body: @Sendable (borrowing Rows) throws -> R
  ) async throws -> R {
    let today = office.time.day(of: office.real.now())
    return try await office.archive.transaction(.sequencer, as: .console, on: today) { rows in
      try LedgerMarks.lock(in: rows)
      _ = try LedgerMarks.isAnyWaiting(in: rows)
      return try body(rows)
    }
  }

  /// What doesn't succeed now is finished by the purge.
  private func rekey() async {
    do { _ = try await RekeyApplication(office).all() } catch { return }
  }
}

extension LedgerRow {
  /// The entry as it stands in the journal.
  init(_ record: JournalRecord, _ mark: Mark) {
    self.init(
      id: record.id, at: record.at, actor: record.actor, function: record.function,
      action: record.action, applications: record.applications, detail: record.detail, mark: mark)
  }
}
