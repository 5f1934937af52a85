import Domain
import Records
import Vault

/// What a rotation did.
package struct RotationReport: Sendable {
  /// The epoch that is open now.
  package internal(set) var epoch = 0
  /// Data keys that were wrapped anew.
  package internal(set) var rewrapped = 0
  /// Data keys that are still under an older epoch: held by somebody's act all the time, or they
  /// don't open.
  package internal(set) var failed = 0
  package internal(set) var durationMilliseconds = 0
}

/// Opens a new epoch and wraps every data key under it. A rotation that was interrupted is
/// finished instead, while its epoch is young enough: one key that doesn't open keeps nobody else's
/// under an old epoch.
package struct RotateKeys: Sendable {
  /// Passes without any progress before the rest is given up until the next run.
  private static let patience = 25
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// May be killed at any point, run beside another one, and beside everything else. The copy of
  /// the keys has the new one before anything is under it.
  package func callAsFunction(
    afterEachBatch: () async throws -> Void = {}
  ) async throws -> RotationReport {
    let began = ContinuousClock.now
    var report = RotationReport()
    let now = try office.clock.now()
    let known = try await epochs()
    if known.allSatisfy({ !$0.isRotating }) || known.contains(where: { office.isOld($0, at: now) })
    {
      try await openAnother(after: known)
    }
    for epoch in try await epochs() where epoch.isRotating {
      try await empty(epoch.number, into: &report, afterEachBatch)
    }
    report.epoch = try await epochs().last { $0.retiredAt == nil }?.number ?? 0
    report.durationMilliseconds = Int((ContinuousClock.now - began) / .milliseconds(1))
    return report
  }

  private func epochs() async throws -> [EpochRow] {
    try await office.act(as: .timer, .keys) { _, rows in try Epochs.all(in: rows) }
  }

  // MARK: The new epoch

  private func openAnother(after known: [EpochRow]) async throws {
    guard let open = known.last(where: { $0.retiredAt == nil }) else { return }
    let (number, fingerprint) = try makeKey(after: known)
    let isOpen: Bool
    do {
      if let copy = office.keysCopy {
        try office.ring.directory.copy(.epoch(number), to: copy)
      }
      isOpen = try await flip(from: open.number, to: number, fingerprint)
    } catch {
      if Self.isRolledBack(error) { try remove(unused: number) }
      throw error
    }
    // Another process was first.
    if !isOpen { try remove(unused: number) }
  }

  private func flip(
    from open: Int, to number: Int, _ fingerprint: [UInt8]
  ) async throws -> Bool {
    try await office.act(as: .timer, .keys) { act, rows in
      try Locks.exclusiveEpoch(in: rows)
      guard try Epochs.retire(open, at: act.now, in: rows) else { return false }
      try Epochs.create(number: number, fingerprint: fingerprint, at: act.now, in: rows)
      try act.note(
        .epochRotated, detail: EntryDetail(["epoch": "\(number)"]).text, in: rows)
      return true
    }
  }

  /// Whether it is known that nothing was stored: the key couldn't be copied, or the database
  /// refused. After anything else it may be the open epoch's.
  private static func isRolledBack(_ error: any Error) -> Bool {
    if error is VaultError || error as? Refusal == .noSpace { return true }
    return DatabaseFault(error) != nil && !DatabaseFault.mayHaveCommitted(error)
  }

  /// This key never sealed anything.
  private func remove(unused number: Int) throws {
    office.ring.forget(epoch: number)
    try office.ring.directory.remove(.epoch(number))
    try office.keysCopy?.remove(.epoch(number))
  }

  /// A number that no row and no file ever had here: a file without a row may be the only key to
  /// something.
  private func makeKey(
    after known: [EpochRow]
  ) throws -> (number: Int, fingerprint: [UInt8]) {
    while true {
      let files = try office.ring.directory.epochs()
      var copies: [Int] = []
      if let copy = office.keysCopy { copies = try copy.epochs() }
      let number = (known.map(\.number) + files + copies).reduce(0, max) + 1
      do throws(VaultError) {
        let fingerprint = try office.ring.create(epoch: number)
        return (number, fingerprint)
      } catch {
        guard case .keyFileExists = error else { throw error }
      }
    }
  }

  // MARK: Everything under it

  /// Passes through all tables until nothing is left under the old epoch, or nothing moves.
  private func empty(
    _ old: Int, into report: inout RotationReport, _ afterEachBatch: () async throws -> Void
  ) async throws {
    let rewrap = RewrapKeys(office, under: old)
    var idle = 0
    while true {
      var (done, damaged) = (0, 0)
      for table in WrappedTable.allCases {
        let pass = try await rewrap.pass(table, afterEachBatch: afterEachBatch)
        done += pass.done
        damaged += pass.damaged.count
      }
      report.rewrapped += done
      let left = try await left(under: old)
      if left == 0 { return try await noteEmpty(old) }
      idle = done > 0 ? 0 : idle + 1
      if damaged >= left || idle >= Self.patience {
        report.failed += left
        return
      }
      try await Task.sleep(for: .milliseconds(200))
    }
  }

  private func left(under old: Int) async throws -> Int {
    try await office.act(as: .timer, .keys) { _, rows in
      try Epochs.dataKeyCounts(in: rows)[old] ?? 0
    }
  }

  /// From the instant that is noted here backups run out; while the wall clock is in doubt the next
  /// run notes it. The database's own references are asked, which no row policy can hide.
  private func noteEmpty(_ old: Int) async throws {
    guard try await office.clockIsTrusted() else { return }
    do {
      try await office.act(as: .timer, .keys) { _, rows in
        guard try Epochs.destroy(old, in: rows) else { return }
        throw NothingHangsOnIt()
      }
    } catch is NothingHangsOnIt {
      try await office.act(as: .timer, .keys) { act, rows in
        _ = try Epochs.empty(old, at: act.now, in: rows)
      }
    } catch let error where DatabaseFault(error) == .referenceMissing {
      throw RewrapRefused()
    }
  }
}

/// Rolls back the trial that showed it.
private struct NothingHangsOnIt: Error {}
