/// How many applications are due on which day, gathered for a chart: weeks from Monday on, and
/// months.
package struct DeadlineCalendar: Sendable, Equatable {
  package static let weekCount = 104

  /// Every week from this one on, empty ones too.
  package let weeks: [Span]
  /// Every month the weeks touch, with all that is due in it.
  package let months: [Span]
  /// Due after the last of the months.
  package let later: Int

  /// Some days in a row, and how many applications are due on them.
  package struct Span: Sendable, Equatable {
    package let first: Day
    package let last: Day
    package let applications: Int

    package init(first: Day, last: Day, applications: Int) {
      self.first = first
      self.last = last
      self.applications = applications
    }
  }

  /// `due` counts days after `today`, each once.
  package init(_ due: [(day: Day, applications: Int)], today: Day) {
    let counts = Dictionary(due.map { ($0.day, $0.applications) }, uniquingKeysWith: +)
    func span(_ first: Day, _ last: Day) -> Span {
      let sum = counts.reduce(0) { $0 + ((first...last).contains($1.key) ? $1.value : 0) }
      return Span(first: first, last: last, applications: sum)
    }
    let monday = today.adding(days: -today.daysAfterMonday)
    weeks = (0..<Self.weekCount).map { week in
      let first = monday.adding(days: 7 * week)
      return span(first, first.adding(days: 6))
    }
    let end = monday.adding(days: 7 * Self.weekCount - 1)
    var months: [Span] = []
    var first = today.firstOfMonth
    while first <= end {
      let next = first.adding(months: 1)
      months.append(span(first, next.adding(days: -1)))
      first = next
    }
    self.months = months
    let beyond = first
    later = counts.reduce(0) { $0 + ($1.key >= beyond ? $1.value : 0) }
  }
}

extension Day {
  /// 0 on Mondays, 6 on Sundays.
  package var daysAfterMonday: Int {
    // 1 January 1970 was a Thursday.
    let weekday = (daysSince1970 + 3) % 7
    return weekday < 0 ? weekday + 7 : weekday
  }

  /// The first day of its month.
  package var firstOfMonth: Day { adding(days: 1 - day) }
}
