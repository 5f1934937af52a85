package import struct Foundation.Date
package import struct Foundation.TimeInterval

/// What time it is by the machine's own clock, whatever a sandbox's says: for sessions, tokens and
/// all that somebody waits for. Passed in, so that tests need not wait.
package struct RealClock: Sendable {
  /// The present instant.
  package let now: @Sendable () -> Date

  package init(now: @escaping @Sendable () -> Date) { self.now = now }

  /// The machine's.
  package static let machine = RealClock { Date() }
}

/// What time it is for the law. Passed in everywhere, so that a sandbox can live through years.
package struct LegalClock: Sendable {
  /// The present instant; throws when a sandbox's clock can't be read, rather than guess.
  package let now: @Sendable () throws -> Date

  package init(now: @escaping @Sendable () throws -> Date) { self.now = now }

  /// The machine's own clock.
  package static let wall = LegalClock { Date() }

  /// A clock that stands still.
  package static func fixed(_ instant: Date) -> LegalClock { LegalClock { instant } }
}

/// The clock that counts from the machine's start, whatever the wall clock is set to.
package struct BootClock: Sendable {
  /// Which start of the machine, and the seconds since then, sleep included.
  package let now: @Sendable () throws -> (boot: String, seconds: TimeInterval)

  package init(now: @escaping @Sendable () throws -> (boot: String, seconds: TimeInterval)) {
    self.now = now
  }
}
