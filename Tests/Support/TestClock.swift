package import Domain
package import Foundation
import Synchronization

/// The machine's own clock of one test: it runs on, and can be moved ahead.
package final class TestWatch: Sendable {
  private let ahead = Mutex(TimeInterval(0))

  /// Tells the time.
  package init() {}

  /// What a use case is given.
  package var real: RealClock { RealClock { [self] in now } }

  /// The present instant, by this clock.
  package var now: Date { Date().addingTimeInterval(ahead.withLock { $0 }) }

  /// Moves it on.
  package func pass(seconds: TimeInterval) { ahead.withLock { $0 += seconds } }
}

/// The law's clock of one test: it stands still until it is set.
package final class TestClock: Sendable {
  /// Monday, 2 March 2026, ten o'clock in Berlin.
  package static let start = Date(timeIntervalSince1970: 1_772_442_000)
  private let instant = Mutex(start)

  /// Stands at ``start``.
  package init() {}

  /// Days and instants in the zone of the tests.
  package static var zone: OfficeTime {
    guard let zone = OfficeTime(zoneNamed: OfficeTime.defaultZoneName) else {
      preconditionFailure("the machine has no time zones")
    }
    return zone
  }

  /// What a use case is given.
  package var legal: LegalClock { LegalClock { [self] in now } }

  /// The instant at which it stands.
  package var now: Date { instant.withLock { $0 } }

  /// The day at which it stands.
  package var today: Day { Self.zone.day(of: now) }

  /// Sets it to so many hours after a local midnight.
  package func set(to day: Day, hours: Double = 10) {
    set(to: Self.zone.start(of: day).addingTimeInterval(hours * 3600))
  }

  /// Sets it to an instant.
  package func set(to instant: Date) { self.instant.withLock { $0 = instant } }

  /// Moves it on.
  package func pass(days: Int = 0, hours: Double = 0) {
    instant.withLock { $0 += Double(days) * 86_400 + hours * 3600 }
  }
}
