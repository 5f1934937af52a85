import Domain
import Records
import Vault
import struct Foundation.Date
import struct Foundation.TimeInterval

/// What `serve` does about epochs by itself: opens another when the open one is old enough,
/// finishes what was interrupted, and destroys what may go.
package struct KeepEpochs: Sendable {
  private static let timer = "keys"
  /// Renewed with every batch; after a kill another process goes on this soon.
  private static let claimSeconds: TimeInterval = 120
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// What was done.
  package struct Report: Sendable {
    /// `nil` if no rotation was due.
    package internal(set) var rotation: RotationReport?
    package internal(set) var destroyed: [Int] = []
  }

  /// Does what is due, unless another process is doing it; `nil` if there is nothing to do.
  package func callAsFunction() async throws -> Report? {
    let (epochs, now) = try await office.act(as: .timer, .keys) { act, rows in
      (try Epochs.all(in: rows), act.now)
    }
    // Whoever destroyed an epoch may have been another process.
    office.ring.forget(allBut: Set(epochs.map(\.number)))
    let mustRotate = epochs.contains { $0.isRotating || office.isOld($0, at: now) }
    let mayGo = epochs.filter { epoch in
      epoch.emptiedAt.map { office.epochs.destroyable(emptiedAt: $0) <= now } ?? false
    }
    let strays = try await StrayKeyFiles(office)().destroyed
    guard mustRotate || !mayGo.isEmpty || !strays.isEmpty, try await claim() else { return nil }
    do {
      var report = Report()
      try await DestroyEpoch(office).finishInterrupted()
      for epoch in mayGo where try await DestroyEpoch(office)(epoch.number) == .destroyed {
        report.destroyed.append(epoch.number)
      }
      if mustRotate { report.rotation = try await RotateKeys(office)(afterEachBatch: renew) }
      try await finish(succeeded: report.rotation?.failed ?? 0 == 0)
      return report
    } catch {
      try await finish(succeeded: false)
      throw error
    }
  }

  private func claim() async throws -> Bool {
    let now = Date()
    return try await office.act(as: .timer, .keys) { _, rows in
      try Timers.claim(
        Self.timer, at: now, until: now.addingTimeInterval(Self.claimSeconds), notSince: now,
        in: rows)
    }
  }

  private func renew() async throws {
    try await office.act(as: .timer, .keys) { _, rows in
      try Timers.renew(
        Self.timer, until: Date().addingTimeInterval(Self.claimSeconds), in: rows)
    }
  }

  private func finish(succeeded: Bool) async throws {
    try await office.act(as: .timer, .keys) { _, rows in
      try Timers.finish(Self.timer, at: Date(), succeeded: succeeded, in: rows)
    }
  }
}

extension Office {
  /// Whether it is the open epoch, and another is to follow it.
  func isOld(_ epoch: EpochRow, at now: Date) -> Bool {
    epoch.retiredAt == nil && epochs.rotates(openedAt: epoch.createdAt, in: time) <= now
  }
}
