package import struct Foundation.Date
package import struct Foundation.TimeInterval

/// How often something was tried in vain, and when last.
package struct AttemptCount: Sendable, Equatable {
  package let failures: Int
  package let triedAt: Date
  /// The last time it succeeded.
  package let succeededAt: Date?

  package init(failures: Int, triedAt: Date, succeededAt: Date? = nil) {
    self.failures = failures
    self.triedAt = triedAt
    self.succeededAt = succeededAt
  }
}

/// How long somebody waits who tried too often. Whoever attacks an account, from wherever, never
/// locks its owner out: an address they signed in from before is theirs, and at any other one the
/// first try is free.
package enum Throttle {
  /// What is counted is forgotten after a day.
  package static let memorySeconds: TimeInterval = 86_400
  /// An address is somebody's for so long after they signed in from it.
  package static let acquaintanceSeconds: TimeInterval = 30 * 86_400
  /// From so many failures on, from all addresses, an account counts as under attack.
  private static let attackFailures = 20

  /// Seconds to wait before a password is looked at; 0 for none. Counted are the tries at this
  /// account from this address, from this address at any, and at this account from any.
  package static func waitForPassword(
    pair: AttemptCount?, address: AttemptCount?, account: AttemptCount?, at now: Date
  ) -> TimeInterval {
    if isKnown(pair, at: now) { return wait(pair, free: 5, first: 1, most: 900, at: now) }
    let attacked = failures(account, at: now) >= attackFailures
    return max(
      wait(pair, free: attacked ? 1 : 5, first: attacked ? 30 : 1, most: 900, at: now),
      wait(address, free: 20, first: 1, most: 300, at: now))
  }

  /// Seconds to wait before a code is looked at, by somebody who knows the password already.
  package static func waitForCode(
    pair: AttemptCount?, account: AttemptCount?, at now: Date
  ) -> TimeInterval {
    let own = wait(pair, free: 5, first: 1, most: 900, at: now)
    if isKnown(pair, at: now) { return own }
    return max(own, wait(account, free: 10, first: 1, most: 900, at: now))
  }

  private static func isKnown(_ pair: AttemptCount?, at now: Date) -> Bool {
    guard let succeededAt = pair?.succeededAt else { return false }
    return now.timeIntervalSince(succeededAt) < acquaintanceSeconds
  }

  private static func failures(_ count: AttemptCount?, at now: Date) -> Int {
    guard let count, now.timeIntervalSince(count.triedAt) < memorySeconds else { return 0 }
    return count.failures
  }

  /// Twice as long with each failure, from the last try on.
  private static func wait(
    _ count: AttemptCount?, free: Int, first: TimeInterval, most: TimeInterval, at now: Date
  ) -> TimeInterval {
    let failures = failures(count, at: now)
    guard let count, failures >= free else { return 0 }
    let delay = min(first * TimeInterval(1 << min(failures - free, 20)), most)
    return max(0, delay - max(0, now.timeIntervalSince(count.triedAt)))
  }
}
