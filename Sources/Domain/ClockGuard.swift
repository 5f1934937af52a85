package import struct Foundation.Date
package import struct Foundation.TimeInterval

/// The wall clock beside the clock that counts from the machine's start and can't be set.
package struct ClockReading: Sendable, Equatable {
  package let wall: Date
  package let sinceBoot: TimeInterval
  /// Which start of which machine it counts from.
  package let boot: String

  package init(wall: Date, sinceBoot: TimeInterval, boot: String) {
    self.wall = wall
    self.sinceBoot = sinceBoot
    self.boot = boot
  }
}

/// Why the wall clock can't be believed.
package enum ClockDoubt: String, Sendable, CaseIterable {
  /// It was set while the machine ran.
  case jumped
  /// The machine started again, and it is earlier than it was before.
  case backwards
  /// The machine started again, so much later that somebody has to say that this is right.
  case farAhead
}

/// Whether the wall clock can be believed. Deadlines are days: a clock that is wrong by a year
/// would erase a year too early.
package enum ClockGuard {
  private static let toleratedSeconds: TimeInterval = 15 * 60
  private static let longestPauseSeconds: TimeInterval = 7 * 86_400

  /// What is wrong with a reading after an earlier one, and by how many seconds the wall clock is
  /// ahead of what was expected; `nil` if nothing is.
  package static func doubt(
    _ now: ClockReading, after last: ClockReading
  ) -> (doubt: ClockDoubt, seconds: TimeInterval)? {
    let passed = now.wall.timeIntervalSince(last.wall)
    if now.boot == last.boot {
      let jump = passed - (now.sinceBoot - last.sinceBoot)
      return abs(jump) > toleratedSeconds ? (.jumped, jump) : nil
    }
    if passed < -toleratedSeconds { return (.backwards, passed) }
    return passed > longestPauseSeconds ? (.farAhead, passed) : nil
  }
}
