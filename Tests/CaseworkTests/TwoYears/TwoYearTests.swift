import Casework
import Domain
import Records
import Support
import Testing
import struct Foundation.Date

/// Two years of an office, day by day beside a model that shares nothing with it: nobody goes
/// early, nobody stays late, nothing is otherwise. `LETHE_TEST_SEED` repeats a run.
@Suite(.office) struct TwoYearTests {
  private static let people = 1000
  let here = TestOffice.current

  @Test func inTwoYearsNobodyGoesEarlyOrStaysLateAndNothingIsOtherwise() async throws {
    var years = TwoYears(here, people: Self.people)
    try await years.pass(from: "2027-03-01", through: "2029-03-10")
    try await years.arrange(on: years.lastDay)
    try await years.comeToAnEnd()
    print("two years: \(years.counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" })")
    #expect(years.early == 0 && years.late == 0 && years.different == 0)
    #expect(years.counts["acts", default: 0] > 3 * Self.people)
    for act in TwoYears.actsOfTheNewerLaw {
      #expect(years.counts["done: \(act)", default: 0] > 0, "nobody did \(act)")
    }
    #expect(years.counts["rules changed", default: 0] > 0)
    for cause in TwoYears.causesByActs + ["timeRanOut"] {
      #expect(years.counts["erased: \(cause)", default: 0] > 0, "nobody went for \(cause)")
    }
  }

  @Test func theModelsCalendarHangsWhereTheLawSays() {
    let calendar = WallCalendar()
    let periods = [
      ("2026-03-15", "2026-09-15"), ("2026-08-31", "2027-02-28"), ("2027-08-31", "2028-02-29"),
      ("2027-02-28", "2027-08-28"),
    ]
    for (from, through) in periods {
      #expect(calendar.text(calendar.day(6, monthsAfter: calendar.number(from))) == through)
    }
    #expect(
      calendar.text(calendar.day(24, monthsAfter: calendar.number("2028-02-29"))) == "2030-02-28")
    // Midnights of Berlin, by the clock of the observatory in Greenwich.
    #expect(calendar.midnight(calendar.number("2028-03-26")) == 1_837_638_000)
    #expect(calendar.midnight(calendar.number("2028-03-27")) == 1_837_720_800)
    #expect(calendar.midnight(calendar.number("2028-10-30")) == 1_856_473_200)
  }
}
