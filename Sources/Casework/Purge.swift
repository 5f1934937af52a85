import Domain
import Records
package import struct Foundation.Date
package import struct Foundation.TimeInterval

/// What a purge did, or would do.
package struct PurgeReport: Sendable {
  /// Applications on which nothing stood.
  package internal(set) var due = 0
  package internal(set) var erased = 0
  /// Due, but somebody's act held them, or something went wrong. The next run tries again.
  package internal(set) var failed = 0
  /// What is kept, by ground; a restriction counts among them.
  package internal(set) var kept: [(ground: String, count: Int)] = []
  /// Undecided although their vacancy is closed.
  package internal(set) var openEnded = 0
  package internal(set) var durationMilliseconds = 0
  /// Words for the log about each failure: codes, no values.
  package internal(set) var faults: [String] = []
}

/// The scheduled purge: everything that is due, not what is due now. Decides under the locks,
/// works in batches, and may be killed at any point.
package struct Purge: Sendable {
  private static let timer = "purge"
  private static let batch = 500
  private static let patience = 3
  private static let answerLifeSeconds: TimeInterval = 7 * 86_400
  /// A claim is renewed with every batch; after a kill another process goes on this soon.
  private static let claimSeconds: TimeInterval = 120
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// Erases all that is due and finishes what a crash left.
  package func callAsFunction() async throws -> PurgeReport { try await run {} }

  private func run(afterEachBatch: () async throws -> Void) async throws -> PurgeReport {
    let began = ContinuousClock.now
    var report = PurgeReport()
    try await Eraser(office).unlinkDoomed()
    do {
      // A yes that a crash left behind is kept before its source is erased.
      try await CarryOutProposal(office).all()
    } catch {
      if Fault.isOutage(error) { throw error }
      report.faults.append(Fault.code(of: error))
    }
    do {
      // A change of the rules that a crash left unfinished.
      try await ShortenEvidence(office)()
    } catch {
      if Fault.isOutage(error) { throw error }
      report.faults.append(Fault.code(of: error))
    }
    var last: ApplicationID?
    while true {
      let ids = try await candidates(after: last)
      if ids.isEmpty { break }
      try await eraseAll(of: ids, into: &report)
      try await afterEachBatch()
      last = ids.last
    }
    report.due = report.erased + report.failed
    try await Eraser(office).unlinkDoomed()
    try await tidy(&report)
    try await count(into: &report)
    report.durationMilliseconds = Int((ContinuousClock.now - began) / .milliseconds(1))
    return report
  }

  /// Counts what a purge would erase, and changes nothing.
  package func dryRun() async throws -> PurgeReport {
    let began = ContinuousClock.now
    var report = PurgeReport()
    var last: ApplicationID?
    while true {
      let ids = try await candidates(after: last)
      if ids.isEmpty { break }
      report.due += try await due(among: ids).count
      last = ids.last
    }
    try await count(into: &report)
    report.durationMilliseconds = Int((ContinuousClock.now - began) / .milliseconds(1))
    return report
  }

  /// Runs the purge if no other process did since `interval` ago, by real time; `nil` if one did.
  package func ifDue(every interval: TimeInterval) async throws -> PurgeReport? {
    let claimed = try await office.act(as: .timer, .purge) { _, rows in
      let now = Date()
      return try Timers.claim(
        Self.timer, at: now, until: now.addingTimeInterval(Self.claimSeconds),
        notSince: now.addingTimeInterval(-interval), in: rows)
    }
    guard claimed else { return nil }
    do {
      let report = try await run(afterEachBatch: renewClaim)
      try await finish(succeeded: report.failed == 0)
      return report
    } catch {
      try await finish(succeeded: false)
      throw error
    }
  }

  private func renewClaim() async throws {
    try await office.act(as: .timer, .purge) { _, rows in
      try Timers.renew(
        Self.timer, until: Date().addingTimeInterval(Self.claimSeconds), in: rows)
    }
  }

  private func finish(succeeded: Bool) async throws {
    try await office.act(as: .timer, .purge) { _, rows in
      try Timers.finish(Self.timer, at: Date(), succeeded: succeeded, in: rows)
    }
  }

  private func candidates(after last: ApplicationID?) async throws -> [ApplicationID] {
    try await office.act(as: .timer, .purge) { act, rows in
      try Erasures.candidates(after: last, on: act.today, limit: Self.batch, in: rows)
    }
  }

  /// Candidates on which nothing stands, as far as can be told without their locks.
  private func due(among ids: [ApplicationID]) async throws -> [ApplicationID] {
    try await office.act(as: .timer, .purge) { act, rows in
      let open = try Grounds.open(of: ids, in: rows)
      return ids.filter {
        if case .erase = Retention.decision(open[$0] ?? [], on: act.today) { return true }
        return false
      }
    }
  }

  /// One batch. What is locked by somebody's act is tried again; if the batch as a whole fails,
  /// each is tried alone, so that one bad row can't keep the others.
  private func eraseAll(
    of ids: [ApplicationID], into report: inout PurgeReport
  ) async throws {
    var waiting = ids
    for turn in 1...Self.patience {
      do {
        waiting = try await eraseLockable(of: waiting, into: &report)
      } catch {
        if Fault.isOutage(error) && turn == Self.patience { throw error }
        try await eraseEach(of: waiting, into: &report)
        return
      }
      if waiting.isEmpty { return }
      try await Task.sleep(for: .milliseconds(200))
    }
    report.failed += try await due(among: waiting).count
  }

  /// Erases those whose lock can be had; the others.
  private func eraseLockable(
    of ids: [ApplicationID], into report: inout PurgeReport
  ) async throws -> [ApplicationID] {
    let (done, others) = try await office.act(as: .timer, .purge) { act, rows in
      let locked = try Locks.tryExclusive(ids, in: rows)
      let done = try Eraser(office).erase(locked, at: act, in: rows)
      let others = Set(ids).subtracting(locked)
      return (done, ids.filter(others.contains))
    }
    report.erased += done.erased.count
    return others
  }

  private func eraseEach(
    of ids: [ApplicationID], into report: inout PurgeReport
  ) async throws {
    for id in ids {
      do {
        let others = try await eraseLockable(of: [id], into: &report)
        report.failed += try await due(among: others).count
      } catch {
        if Fault.isOutage(error) { throw error }
        report.failed += 1
        report.faults.append(Fault.code(of: error))
      }
    }
  }

  /// Ends what isn't a ground but has its own last day, and finishes what acts left to do.
  private func tidy(_ report: inout PurgeReport) async throws {
    let (erased, failed) = (report.erased, report.failed)
    try await office.act(as: .timer, .purge) { act, rows in
      _ = try Endings.closeExpired(on: act.today, in: rows)
      try Links.forgetSpent(on: act.today, in: rows)
      try JointReceipts.forget(on: act.today, in: rows)
      try FirstAnswers.clear(
        before: act.now.addingTimeInterval(-Self.answerLifeSeconds), in: rows)
      try LastMails.discard(before: act.now, in: rows)
      try act.note(.purgeRun, detail: "\(erased) erased, \(failed) failed", in: rows)
      try office.forgetSignIns(in: rows)
    }
    do {
      _ = try await RekeyApplication(office).all()
    } catch {
      report.faults.append(Fault.code(of: error))
    }
  }

  private func count(into report: inout PurgeReport) async throws {
    (report.kept, report.openEnded) = try await office.act(as: .timer, .purge) { _, rows in
      (try Erasures.keptByGround(in: rows), try Procedures.openEndedCount(in: rows))
    }
  }
}
