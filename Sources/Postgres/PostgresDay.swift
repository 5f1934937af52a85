/// A calendar day, PostgreSQL's `date`: no time, no zone.
package struct PostgresDay: Sendable, Hashable, Comparable {
  /// The proleptic Gregorian year.
  package let year: Int
  /// 1 to 12.
  package let month: Int
  /// 1 to 31.
  package let day: Int

  /// Takes any numbers; a day that no calendar has is refused when it is used.
  package init(year: Int, month: Int, day: Int) {
    self.year = year
    self.month = month
    self.day = day
  }

  /// Earlier days first.
  package static func < (one: PostgresDay, other: PostgresDay) -> Bool {
    (one.year, one.month, one.day) < (other.year, other.month, other.day)
  }
}

extension PostgresDay: PostgresValue {
  /// `date`.
  package static var parameterType: UInt32 { TypeID.date }

  /// Days since 2000-01-01, in four bytes.
  package func write(to out: inout ParameterBytes) {
    guard let days = daysSince2000, PostgresDay(daysSince2000: days) == self else {
      out.refuse(SQLState.dateOutOfRange)
      return
    }
    out.append(Int32(days))
  }

  /// Days since 2000-01-01; `infinity` is no day.
  package static func read(_ bytes: Span<UInt8>, type: UInt32) -> PostgresDay? {
    guard type == TypeID.date, let days = bytes.wholeNumber(as: Int32.self),
      days != .max, days != .min
    else { return nil }
    return PostgresDay(daysSince2000: Int(days))
  }

  // Both ways after Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms": years begin in
  // March, so that the leap day is the last of its year, and repeat every 400 years (146,097 days).
  // 2000-03-01 begins such an era.

  private var daysSince2000: Int? {
    guard (-4_000...200_000).contains(year), (1...12).contains(month), (1...31).contains(day)
    else { return nil }
    let shifted = year - 2000 - (month <= 2 ? 1 : 0)
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear + 60
  }

  private init(daysSince2000: Int) {
    let sinceMarch = daysSince2000 - 60
    let era = (sinceMarch >= 0 ? sinceMarch : sinceMarch - 146_096) / 146_097
    let dayOfEra = sinceMarch - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    year = 2000 + yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }
}
