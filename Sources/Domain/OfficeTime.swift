package import struct Foundation.Date
package import struct Foundation.TimeZone

/// The installation's time zone: turns instants into the days on which people and periods live.
package struct OfficeTime: Sendable {
  package let zone: TimeZone

  /// The default zone of an installation.
  package static let defaultZoneName = "Europe/Berlin"

  /// `nil` when the zone database knows no such name.
  package init?(zoneNamed name: String) {
    guard let zone = TimeZone(identifier: name) else { return nil }
    self.zone = zone
  }

  /// The local day an instant falls on.
  package func day(of instant: Date) -> Day {
    let local = instant.timeIntervalSince1970 + Double(zone.secondsFromGMT(for: instant))
    return Day(daysSince1970: Int((local / 86_400).rounded(.down)))
  }

  /// The hour on the office's clock, 0 to 23.
  package func hour(of instant: Date) -> Int {
    let local = instant.timeIntervalSince1970 + Double(zone.secondsFromGMT(for: instant))
    return Int(((local - (local / 86_400).rounded(.down) * 86_400) / 3600).rounded(.down))
  }

  /// The first instant of a local day: 00:00, or the end of the gap where clocks skip midnight.
  package func start(of day: Day) -> Date {
    let utc = Date(timeIntervalSince1970: Double(day.daysSince1970) * 86_400)
    // The offset in force around local midnight is the one a few hours to either side.
    let candidates = [-86_400.0, 0, 86_400].map { shift in
      utc.addingTimeInterval(-Double(zone.secondsFromGMT(for: utc.addingTimeInterval(shift))))
    }
    let first = candidates.filter { self.day(of: $0) == day }.min()
    return first ?? zone.nextDaylightSavingTimeTransition(after: utc.addingTimeInterval(-86_400))
      ?? utc
  }
}
