import Domain
import Records
package import struct Foundation.Date
package import struct Foundation.TimeInterval

/// The scheduled purge: everything that is due, not what is due now. Decides under the locks,
/// works in batches, and may be killed at any point.
package struct Purge: Sendable {
  private static let timer = "purge"
  private static let patience = 3
  private static let answerLifeSeconds: TimeInterval = 7 * 86_400
  private static let runLifeSeconds: TimeInterval = 90 * 86_400
  /// A claim is renewed with every batch; after a kill another process goes on this soon.
  private static let claimSeconds: TimeInterval = 120
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// Erases all that is due and finishes what a crash left. `confirm` is how many a person says
  /// are due: a mass that wasn't announced goes only then.
  package func callAsFunction(confirm: Int? = nil) async throws -> PurgeReport {
    try await run(confirm: confirm) {}
  }

  private func run(
    confirm: Int? = nil, afterEachBatch: () async throws -> Void
  ) async throws -> PurgeReport {
    let began = ContinuousClock.now
    var report = PurgeReport()
    try await office.mustBeAbleToJournal()
    let trusts = try await office.clockIsTrusted()
    try await Eraser(office).unlinkDoomed()
    do {
      // A yes that a crash left behind is kept before its source is erased.
      try await CarryOutProposal(office).all()
    } catch {
      if Fault.isOutage(error) { throw error }
      report.faults.append(Fault.code(of: error))
    }
    do {
      // What a change of the rules hasn't reached yet.
      try await ShortenEvidence(office)()
    } catch {
      if Fault.isOutage(error) { throw error }
      report.faults.append(Fault.code(of: error))
    }
    do { try await VacancyRounds(office).finish(trustsTheClock: trusts) } catch {
      if Fault.isOutage(error) { throw error }
      report.faults.append(Fault.code(of: error))
    }
    let census = try await office.purgeCensus()
    let waiting = try await waiting(census, confirm: confirm, trusts: trusts, into: &report)
    if case .otherCount? = report.stop { return report }
    var last: ApplicationID?
    while true {
      let ids = try await candidates(after: last, on: census.today)
      if ids.isEmpty { break }
      try await eraseAll(of: ids.filter { !waiting.contains($0) }, into: &report)
      try await afterEachBatch()
      last = ids.last
    }
    if case .unannounced(let held)? = report.stop {
      report.due = report.erased + report.failed + held
    } else {
      report.due = report.erased + report.failed
    }
    try await Eraser(office).unlinkDoomed()
    if trusts { try await announce(&report) }
    try await tidy(&report, trusts: trusts)
    try await count(into: &report)
    report.durationMilliseconds = Int((ContinuousClock.now - began) / .milliseconds(1))
    return report
  }

  /// Which of those due wait for a person, and what that person is told.
  private func waiting(
    _ census: PurgeCensus, confirm: Int?, trusts: Bool, into report: inout PurgeReport
  ) async throws -> Set<ApplicationID> {
    report.unannounced = census.unannounced
    if let confirm, confirm != census.due {
      report.due = census.due
      report.stop = .otherCount(due: census.due)
      return []
    }
    guard trusts else {
      report.stop = .clock
      return []
    }
    guard let confirm else {
      guard MassGuard.stops(unannounced: census.unannounced) else { return [] }
      report.stop = .unannounced(due: census.ranOut.count)
      return census.ranOut
    }
    let detail = EntryDetail(["count": "\(confirm)"]).text
    try await office.act(as: .console, .purge) { act, rows in
      _ = try act.note(.purgeConfirmed, detail: detail, in: rows)
    }
    return []
  }

  private func announce(_ report: inout PurgeReport) async throws {
    do {
      try await AnnounceDue(office)()
    } catch {
      if Fault.isOutage(error) { throw error }
      report.faults.append(Fault.code(of: error))
    }
  }

  /// Counts what a purge would erase, and changes nothing.
  package func dryRun() async throws -> PurgeReport {
    let began = ContinuousClock.now
    var report = PurgeReport()
    let census = try await office.purgeCensus()
    (report.due, report.unannounced) = (census.due, census.unannounced)
    if MassGuard.stops(unannounced: census.unannounced) {
      report.stop = .unannounced(due: census.ranOut.count)
    }
    try await count(into: &report)
    report.durationMilliseconds = Int((ContinuousClock.now - began) / .milliseconds(1))
    return report
  }

  /// Runs the purge if no other process did since `interval` ago, by real time; `nil` if one did.
  package func ifDue(every interval: TimeInterval) async throws -> PurgeReport? {
    _ = try await office.clockIsTrusted()
    let claimed = try await office.act(as: .timer, .purge) { _, rows in
      let now = Date()
      return try Timers.claim(
        Self.timer, at: now, until: now.addingTimeInterval(Self.claimSeconds),
        notSince: now.addingTimeInterval(-interval), in: rows)
    }
    guard claimed else { return nil }
    do {
      let report = try await run(afterEachBatch: renewClaim)
      try await finish(succeeded: report.failed == 0 && report.stop == nil)
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

  /// Of the day that was counted: what becomes due at midnight is counted first.
  private func candidates(
    after last: ApplicationID?, on day: Day
  ) async throws -> [ApplicationID] {
    try await office.act(as: .timer, .purge) { _, rows in
      try Erasures.candidates(after: last, on: day, limit: Eraser.batch, in: rows)
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
      } catch Refusal.journalUnavailable {
        throw Refusal.journalUnavailable
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
    try await office.mustBeAbleToJournal()
    let (done, others) = try await office.act(as: .timer, .purge) { act, rows in
      let locked = try Eraser(office).lock(ids, in: rows)
      let done = try Eraser(office).erase(locked, at: act, in: rows)
      let others = Set(ids).subtracting(locked.ids)
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
  private func tidy(_ report: inout PurgeReport, trusts: Bool) async throws {
    let (erased, failed) = (report.erased, report.failed)
    let heldBack = report.due - erased - failed
    try await office.act(as: .timer, .purge) { act, rows in
      if trusts { try forgetWhatIsOver(at: act, in: rows) }
      try VacancyHolds.forgetWords(at: act.now, in: rows)
      try PurgeRuns.add(
        PurgeRun(at: act.now, erased: erased, failed: failed, heldBack: heldBack),
        forgetting: act.now.addingTimeInterval(-Self.runLifeSeconds), in: rows)
      try act.note(.purgeRun, detail: "\(erased) erased, \(failed) failed", in: rows)
      try office.forgetSignIns(in: rows)
    }
    do {
      _ = try await RekeyApplication(office).all()
    } catch {
      report.faults.append(Fault.code(of: error))
    }
  }

  private func forgetWhatIsOver(at act: Act, in rows: borrowing Rows) throws {
    _ = try Endings.closeExpired(on: act.today, in: rows)
    try Links.forgetSpent(on: act.today, in: rows)
    try JointReceipts.forget(on: act.today, in: rows)
    try FirstAnswers.clear(
      before: act.now.addingTimeInterval(-Self.answerLifeSeconds), in: rows)
    try LastMails.discard(before: act.now, in: rows)
  }

  private func count(into report: inout PurgeReport) async throws {
    (report.kept, report.openEnded) = try await office.act(as: .timer, .purge) { _, rows in
      (try Erasures.keptByGround(in: rows), try Procedures.openEndedCount(in: rows))
    }
  }
}
