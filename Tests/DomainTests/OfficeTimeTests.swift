import Domain
import Foundation
import Testing

/// Days and instants, where clocks jump.
@Suite struct OfficeTimeTests {
  /// Berlin; zones that skip or repeat midnight (Beirut, Cairo, Santiago, Nuuk, Azores, Havana);
  /// half hours, the far ends of the day, and none of it.
  static let zones = [
    "Europe/Berlin", "Asia/Beirut", "Africa/Cairo", "America/Santiago", "America/Nuuk",
    "Atlantic/Azores", "America/Havana", "Australia/Lord_Howe", "Asia/Kathmandu",
    "Pacific/Kiritimati", "Pacific/Pago_Pago", "UTC",
  ]

  @Test(arguments: zones)
  func everyDayOf2024To2032BeginsWhereTheOneBeforeEnds(zone: String) throws {
    let time = try #require(OfficeTime(zoneNamed: zone))
    let calendar = Almanac.calendar(in: time.zone)
    for (year, month, number) in Almanac.days(of: 2024...2032) {
      let day = try #require(Day(year: year, month: month, day: number))
      let start = time.start(of: day)
      let before = start.addingTimeInterval(-1)
      #expect(time.day(of: start) == day)
      #expect(time.day(of: before) == day.adding(days: -1), "\(day) in \(zone)")
      #expect(calendar.startOfDay(for: start) == start, "\(day) in \(zone)")
      #expect(try Almanac.day(start, in: time.zone) == day)
      #expect(try Almanac.day(before, in: time.zone) == day.adding(days: -1))
    }
  }

  @Test(arguments: zones)
  func anyInstantFallsOnTheDayFoundationFinds(zone: String) throws {
    let time = try #require(OfficeTime(zoneNamed: zone))
    var seed = Seed(salt: 3)
    for _ in 0..<2_000 {
      // 1970 to 2037, and some of it a fraction of a second before the hour.
      let hour = Double(seed.number(0...586_000)) * 3_600
      let instant = Date(timeIntervalSince1970: hour - (seed.chance(50) ? 0.001 : 0))
      #expect(
        try time.day(of: instant) == Almanac.day(instant, in: time.zone),
        "\(instant) in \(zone), LETHE_TEST_SEED=\(Seed.ofThisRun)")
    }
  }

  @Test func aDayInBerlinHas23Or25HoursTwiceAYear() throws {
    let berlin = try #require(OfficeTime(zoneNamed: OfficeTime.defaultZoneName))
    var odd: [String] = []
    for (year, month, number) in Almanac.days(of: 2026...2027) {
      let day = try #require(Day(year: year, month: month, day: number))
      let seconds = berlin.start(of: day.adding(days: 1)).timeIntervalSince(berlin.start(of: day))
      if seconds != 86_400 { odd.append("\(day) \(Int(seconds / 3_600))") }
    }
    #expect(odd == ["2026-03-29 23", "2026-10-25 25", "2027-03-28 23", "2027-10-31 25"])
  }

  @Test func whereMidnightIsSkippedTheDayBeginsAtOne() throws {
    let beirut = try #require(OfficeTime(zoneNamed: "Asia/Beirut"))
    let start = try beirut.start(of: #require(Day("2026-03-29")))
    // 00:00 +02:00 doesn't exist; the same instant reads 01:00 +03:00.
    #expect(start == Date(timeIntervalSince1970: 1_774_735_200))
    #expect(Almanac.calendar(in: beirut.zone).component(.hour, from: start) == 1)
  }

  @Test func erasureIsDueAtMidnightInTheOfficeNotInGreenwich() throws {
    let berlin = try #require(OfficeTime(zoneNamed: "Europe/Berlin"))
    let day = try #require(Day("2026-09-16"))
    #expect(berlin.start(of: day) == Date(timeIntervalSince1970: 1_789_509_600))
    let winter = try #require(Day("2027-03-01"))
    #expect(berlin.start(of: winter) == Date(timeIntervalSince1970: 1_803_855_600))
  }

  @Test(arguments: ["", "Europe/Atlantis", "Berlin", "../../etc/passwd"])
  func anUnknownZoneIsRefused(name: String) { #expect(OfficeTime(zoneNamed: name) == nil) }
}
