package import Foundation

/// When a generation of the master key is followed by the next, and when an old one may go. What
/// was erased is final once every generation is destroyed under which its key was ever wrapped.
package struct EpochPlan: Sendable, Equatable {
  /// Days an epoch is the open one; seven at most, or erasures would be final later than promised.
  package let lifeDays: Int
  /// Days a backup lives.
  package static let backupLifeDays = 14
  /// Days that are left for a backup, or a stray copy, to be found and deleted.
  package static let quarantineDays = 7
  private static let longestLifeDays = Window.finalAfterDays - backupLifeDays - quarantineDays
  private static let daySeconds: TimeInterval = 86_400
  /// A receipt names a day, so the epoch has to be gone when it begins: one hour for a change to
  /// summer time, one for the rotation itself.
  private static let marginSeconds: TimeInterval = 2 * 3600

  /// The longest life that keeps the promise of ``Window/finalAfterDays``.
  package static let standard = EpochPlan(checked: longestLifeDays)

  /// `nil` unless the promise holds with it.
  package init?(lifeDays: Int) {
    guard (1...Self.longestLifeDays).contains(lifeDays) else { return nil }
    self.init(checked: lifeDays)
  }

  private init(checked days: Int) { lifeDays = days }

  /// From when on the open epoch is to be followed by another.
  package func rotates(openedAt: Date, in time: OfficeTime) -> Date {
    time.start(of: time.day(of: openedAt).adding(days: lifeDays))
      .addingTimeInterval(-Self.marginSeconds)
  }

  /// From when on an epoch may be destroyed under which nothing is left since `emptiedAt`.
  package func destroyable(emptiedAt: Date) -> Date {
    emptiedAt.addingTimeInterval(
      Double(Self.backupLifeDays + Self.quarantineDays) * Self.daySeconds)
  }

  /// From when on somebody should look why it hasn't been rotated or destroyed.
  package func isLate(_ due: Date, at now: Date) -> Bool {
    now >= due.addingTimeInterval(Self.daySeconds)
  }
}
