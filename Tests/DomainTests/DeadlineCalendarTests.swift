import Domain
import Testing

/// Days gathered into weeks and months: nothing is lost, nothing counted twice.
@Suite struct DeadlineCalendarTests {
  @Test func weeksBeginOnMondayWithThisOneAndFollowOneAnother() {
    for offset in 0..<14 {
      let today = Day(daysSince1970: 20_600 + offset)
      let weeks = DeadlineCalendar([], today: today).weeks
      #expect(weeks.count == 104)
      #expect(
        weeks[0].first.daysAfterMonday == 0 && (weeks[0].first...weeks[0].last).contains(today))
      for (one, next) in zip(weeks, weeks.dropFirst()) {
        #expect(one.last.adding(days: 1) == next.first)
      }
    }
  }

  @Test func everyDayIsInOneWeekAndOneMonth() {
    var seed = Seed(salt: 31)
    for _ in 0..<50 {
      let today = Day(daysSince1970: 20_000 + seed.number(0...3000))
      let due = (1...40).map { _ in
        (day: today.adding(days: seed.number(1...900)), applications: seed.number(1...9))
      }
      let calendar = DeadlineCalendar(due, today: today)
      let (end, beyond) = (calendar.weeks[103].last, calendar.months.last?.last ?? today)
      func sum(through last: Day) -> Int {
        due.filter { $0.day <= last }.reduce(0) { $0 + $1.applications }
      }
      #expect(calendar.weeks.reduce(0) { $0 + $1.applications } == sum(through: end))
      #expect(calendar.months.reduce(0) { $0 + $1.applications } == sum(through: beyond))
      #expect(calendar.later == sum(through: day("9998-01-01")) - sum(through: beyond))
      #expect(calendar.months.allSatisfy { $0.first.day == 1 })
    }
  }
}
