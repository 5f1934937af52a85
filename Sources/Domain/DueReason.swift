package import struct Foundation.Date

/// Why an application goes now: what decides whether a mass of them may go unasked.
package enum DueReason: Sendable, Equatable {
  /// Acts ended every ground.
  case nothingStands
  /// An act ended what had kept it past its day, as when a hold is released.
  case released
  /// Consent carries no further, and the erasure was promised to be finished by now.
  case poolCeiling
  /// Its time ran out on this day.
  case timeRanOut(since: Day)

  /// Whether it may wait until somebody has confirmed how many there are. What people decided
  /// doesn't wait, nor does what was promised to be finished by a day.
  package var mayWait: Bool {
    if case .timeRanOut = self { true } else { false }
  }
}

extension Retention {
  /// Why an application with these grounds is erased on `today`; `nil` while it is kept. Takes all
  /// its grounds, ended ones as well; `dayOf` is the office's.
  package static func dueReason(
    _ grounds: [Ground], on today: Day, dayOf: (Date) -> Day
  ) -> DueReason? {
    guard case .erase(let expired) = decision(grounds, on: today) else { return nil }
    guard let day = expired.compactMap(\.eraseFrom).max() else { return .nothingStands }
    if expired.contains(where: { $0.kind == .pool }) { return .poolCeiling }
    let released = grounds.contains { ground in
      guard let endedAt = ground.endedAt, ground.kind.outlivesAPeriod else { return false }
      return dayOf(endedAt) >= day
    }
    return released ? .released : .timeRanOut(since: day)
  }

  /// Whether it is due and still there. The purge takes a pool entry on the day before the
  /// anniversary of its consent; that it hasn't is said when the anniversary begins.
  package static func isOverdue(_ grounds: [Ground], on today: Day) -> Bool {
    guard case .erase(let expired) = decision(grounds, on: today) else { return false }
    let last = expired.max { ($0.eraseFrom ?? today) < ($1.eraseFrom ?? today) }
    guard let last, last.kind == .pool, let from = last.eraseFrom else { return true }
    return today > from
  }

  /// The day on which an application that goes now became due: the latest of its grounds' ends.
  package static func dueSince(
    expired: [Ground], lastEnded: Day?, today: Day
  ) -> Day {
    let days = expired.compactMap(\.eraseFrom) + [lastEnded].compactMap(\.self)
    return min(days.max() ?? today, today)
  }
}

extension GroundKind {
  /// Whether somebody's act ends it, so that what it kept past another period goes at once.
  fileprivate var outlivesAPeriod: Bool {
    switch self {
    case .hold, .legalObligation, .longerStorage, .pool: true
    case .procedure, .evidence, .employment: false
    }
  }
}

/// Whether so many applications may be erased that nobody looks at what is happening.
package enum MassGuard {
  /// So many that weren't announced go unasked.
  package static let unannouncedAtMost = 100

  /// Days ahead on which it is said what will be due.
  package static let announcedDays = 7

  /// Whether it was known on an earlier day that an application is due on this one.
  package static func wasAnnounced(dueOn day: Day, announcedOn: Day?) -> Bool {
    announcedOn.map { $0 < day } ?? false
  }

  /// Whether a person has to name the count first.
  package static func stops(unannounced: Int) -> Bool { unannounced > unannouncedAtMost }
}
