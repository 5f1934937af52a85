import Domain
import Foundation
import Testing

/// Foundation's calendar as a second opinion: nothing here uses the arithmetic under test.
enum Almanac {
  static let calendar = calendar(in: .gmt)

  static func calendar(in zone: TimeZone) -> Calendar {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    return calendar
  }

  /// Every day from the first of `years` to the last, counted up by hand.
  static func days(of years: ClosedRange<Int>) -> [(year: Int, month: Int, day: Int)] {
    years.flatMap { year in
      (1...12).flatMap { month in
        (1...length(year, month)).map { (year, month, $0) }
      }
    }
  }

  static func length(_ year: Int, _ month: Int) -> Int {
    let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
    return [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
  }

  /// Foundation adds to the first of the month, where nothing is clipped; clipping is done here.
  static func later(_ day: Day, months: Int) throws -> Day {
    let first = try instant(day.year, day.month, 1)
    let moved = try #require(calendar.date(byAdding: .month, value: months, to: first))
    let parts = calendar.dateComponents([.year, .month], from: moved)
    let year = try #require(parts.year)
    let month = try #require(parts.month)
    return try #require(Day(year: year, month: month, day: min(day.day, length(year, month))))
  }

  static func later(_ day: Day, days: Int) throws -> Day {
    let start = try instant(day.year, day.month, day.day)
    let moved = try #require(calendar.date(byAdding: .day, value: days, to: start))
    return try self.day(moved)
  }

  /// The day Foundation finds on the clocks of `zone`.
  static func day(_ instant: Date, in zone: TimeZone = .gmt) throws -> Day {
    let parts = calendar(in: zone).dateComponents([.year, .month, .day], from: instant)
    let year = try #require(parts.year)
    let month = try #require(parts.month)
    let number = try #require(parts.day)
    return try #require(Day(year: year, month: month, day: number))
  }

  private static func instant(_ year: Int, _ month: Int, _ day: Int) throws -> Date {
    try #require(calendar.date(from: DateComponents(year: year, month: month, day: day)))
  }
}
