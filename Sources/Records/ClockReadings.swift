package import Domain
import Postgres
package import struct Foundation.Date
package import struct Foundation.TimeInterval

/// The clocks as they were last seen, and whether somebody has to look at them.
package enum ClockReadings {
  /// What a new reading is compared with: the last of the same start of the machine, else the
  /// latest of any.
  package static func last(
    before boot: String, in rows: borrowing Rows
  ) throws -> ClockReading? {
    try rows.first(
      """
      SELECT boot, wall, since_boot_ms FROM clock_reading
      ORDER BY boot = \(boot) DESC, wall DESC LIMIT 1
      """
    ) { row in
      ClockReading(
        wall: try row("wall"),
        sinceBoot: TimeInterval(try row("since_boot_ms", as: Int.self)) / 1000,
        boot: try row("boot"))
    }
  }

  /// Keeps a reading, and forgets those before `limit`.
  package static func keep(
    _ reading: ClockReading, forgetting limit: Date, in rows: borrowing Rows
  ) throws {
    let milliseconds = Int((reading.sinceBoot * 1000).rounded())
    try rows.later(
      """
      INSERT INTO clock_reading (boot, wall, since_boot_ms)
      VALUES (\(reading.boot), \(reading.wall), \(milliseconds))
      ON CONFLICT (boot) DO UPDATE SET wall = excluded.wall,
        since_boot_ms = excluded.since_boot_ms
      """)
    try rows.later(
      "DELETE FROM clock_reading WHERE boot <> \(reading.boot) AND wall < \(limit)")
  }

  /// Forgets all readings: a person has said that the clock is right now.
  package static func forget(in rows: borrowing Rows) throws {
    try rows.later("DELETE FROM clock_reading")
  }
}

/// That the wall clock can't be believed, since when and why.
package struct ClockDoubtRow: Sendable, Equatable {
  package let doubt: ClockDoubt
  /// By how many seconds the wall clock was ahead of what was expected.
  package let seconds: Int
  package let since: Date

  package init(doubt: ClockDoubt, seconds: Int, since: Date) {
    self.doubt = doubt
    self.seconds = seconds
    self.since = since
  }
}

/// Whether somebody has to look at the wall clock.
package enum ClockDoubts {
  /// The doubt there is.
  package static func current(in rows: borrowing Rows) throws -> ClockDoubtRow? {
    try rows.first("SELECT kind, seconds, since FROM clock_doubt") { row in
      ClockDoubtRow(
        doubt: try row.word("kind"), seconds: try row("seconds"), since: try row("since"))
    }
  }

  /// Doubts it until a person has looked. The first doubt counts.
  package static func raise(_ doubt: ClockDoubtRow, in rows: borrowing Rows) throws {
    try rows.later(
      """
      INSERT INTO clock_doubt (kind, seconds, since)
      VALUES (\(doubt.doubt.rawValue), \(doubt.seconds), \(doubt.since))
      ON CONFLICT DO NOTHING
      """)
  }

  /// A person has looked.
  package static func settle(in rows: borrowing Rows) throws {
    try rows.later("DELETE FROM clock_doubt")
  }
}
