import Domain
import Foundation
import Testing

/// Days are read strictly, exist, and count the way a calendar on the wall does.
@Suite struct DayTests {
  @Test(arguments: [
    "2026-02-30", "2026-02-29", "2100-02-29", "2026-04-31", "2026-13-01", "2026-00-10",
    "2026-01-00", "2026-01-32", "0000-01-01", "2026-1-1", "26-01-01", "2026/01/01", "2026-01-01 ",
    " 2026-01-01", "2026-01-01T00:00:00Z", "+026-01-01", "-026-01-01", "2026-01", "2026-01-01-",
    "2026-W01-1", "2026--1-01", "20260101", "١٠٢٦-٠١-٠١", "２０２６-01-01", "2026-01-0\u{301}1",
    "2026\u{2010}01\u{2010}01", "", "-", "--", "today",
  ])
  func whatIsNoDayIsRefused(text: String) { #expect(Day(text) == nil) }

  @Test(arguments: ["2026-03-15", "2028-02-29", "2000-02-29", "0001-01-01", "9999-12-31"])
  func aDayIsReadAndPrintedAlike(text: String) { #expect(Day(text)?.description == text) }

  @Test func everyDayOfFourCenturiesFollowsTheOneBefore() throws {
    var yesterday = try #require(Day("1799-12-31"))
    for (year, month, number) in Almanac.days(of: 1800...2200) {
      let day = try #require(Day(year: year, month: month, day: number))
      #expect(yesterday.adding(days: 1) == day)
      #expect(day.adding(days: -1) == yesterday)
      #expect(day.daysSince1970 == yesterday.daysSince1970 + 1)
      #expect(Day(daysSince1970: day.daysSince1970) == day)
      #expect(yesterday < day)
      #expect(Day(day.description) == day)
      yesterday = day
    }
    #expect(Day("1970-01-01")?.daysSince1970 == 0)
  }

  @Test func noDayExistsThatTheCalendarDoesNotKnow() {
    for year in [1900, 2000, 2024, 2026, 2100] {
      for month in -1...14 {
        for number in -1...33 {
          let exists =
            (1...12).contains(month) && number >= 1 && number <= Almanac.length(year, month)
          #expect((Day(year: year, month: month, day: number) != nil) == exists)
        }
      }
    }
    #expect(Day(year: 0, month: 1, day: 1) == nil)
    #expect(Day(year: 10_000, month: 1, day: 1) == nil)
    #expect(Day(year: .max, month: .max, day: .max) == nil)
    #expect(Day(year: .min, month: .min, day: .min) == nil)
  }

  @Test func mutatedDaysAreReadExactlyOrNotAtAll() {
    var seed = Seed(salt: 1)
    let alphabet = Array("0123456789-/:. TZ+eW٣５é\u{0}\u{202E}🙂")
    for _ in 0..<10_000 {
      let start = Day(daysSince1970: seed.number(-300_000...300_000))
      let text = seed.mutate(start.description, with: alphabet)
      guard let read = Day(text) else { continue }
      #expect(read.description == text, "LETHE_TEST_SEED=\(Seed.ofThisRun)")
    }
  }

  @Test func aWholePeriodIsAddedAtOnceNotMonthByMonth() throws {
    let august = try #require(Day("2026-08-31"))
    #expect(august.adding(months: 6).description == "2027-02-28")
    var stepwise = try #require(Day("2026-12-31"))
    for _ in 0..<6 { stepwise = stepwise.adding(months: 1) }
    #expect(stepwise.description == "2027-06-28")
    #expect(Day("2026-12-31")?.adding(months: 6).description == "2027-06-30")
    #expect(august.adding(months: 6).adding(months: -6).description == "2026-08-28")
    #expect(august.adding(months: 0) == august)
    #expect(Day("2026-01-31")?.adding(months: -11).description == "2025-02-28")
  }

  @Test func monthsAddUpAsFoundationAddsThem() throws {
    var seed = Seed(salt: 2)
    for _ in 0..<5_000 {
      let day = Day(daysSince1970: seed.number(-20_000...60_000))
      let months = seed.number(-200...200)
      let expected = try Almanac.later(day, months: months)
      #expect(
        day.adding(months: months) == expected,
        "\(day) + \(months) months, LETHE_TEST_SEED=\(Seed.ofThisRun)")
    }
  }
}
