/// Days as they hang on a wall: every one of some years in a row, each found by looking it up.
/// Nothing here is computed as Domain computes it, so that both can't be wrong in the same way.
struct WallCalendar {
  struct Leaf: Hashable {
    let year: Int
    let month: Int
    let day: Int
  }

  private let leaves: [Leaf]
  private let numbers: [Leaf: Int]
  /// In Berlin the clocks are put forward, and back, on the last Sunday of March and of October.
  private let summers: [Int: (from: Int, through: Int)]
  /// 1 January 2024, 00:00 UTC. It was a Monday.
  private static let firstMidnight = 1_704_067_200

  init() {
    var leaves: [Leaf] = []
    for year in 2024...2044 {
      let february = year % 4 == 0 ? 29 : 28
      let lengths = [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
      for (month, length) in lengths.enumerated() {
        for day in 1...length { leaves.append(Leaf(year: year, month: month + 1, day: day)) }
      }
    }
    var summers: [Int: (from: Int, through: Int)] = [:]
    for (number, leaf) in leaves.enumerated() where number % 7 == 6 {
      if leaf.month == 3 { summers[leaf.year] = (number, Int.max) }
      if leaf.month == 10 { summers[leaf.year]?.through = number }
    }
    self.leaves = leaves
    self.summers = summers
    numbers = Dictionary(uniqueKeysWithValues: leaves.enumerated().map { ($1, $0) })
  }

  /// The number of a day such as `2027-03-01`.
  func number(_ text: String) -> Int {
    let parts = text.split(separator: "-").compactMap { Int($0) }
    guard let number = numbers[Leaf(year: parts[0], month: parts[1], day: parts[2])] else {
      preconditionFailure("\(text) isn't on this calendar")
    }
    return number
  }

  func text(_ number: Int) -> String {
    let leaf = leaves[number]
    let padded = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
    return "\(leaf.year)-\(padded(leaf.month))-\(padded(leaf.day))"
  }

  /// The day with the same number so many months on, or the last one of that month.
  func day(_ months: Int, monthsAfter number: Int) -> Int {
    var (year, month) = (leaves[number].year, leaves[number].month)
    for _ in 0..<months {
      month += 1
      if month == 13 { (year, month) = (year + 1, 1) }
    }
    for day in stride(from: leaves[number].day, through: 1, by: -1) {
      if let found = numbers[Leaf(year: year, month: month, day: day)] { return found }
    }
    preconditionFailure("every month has a first day")
  }

  /// The first day of all was a Monday.
  func isWeekend(_ number: Int) -> Bool { number % 7 > 4 }

  /// Whether a day is one of the last that months have, or don't have.
  func isAtTheEndOfAMonth(_ number: Int) -> Bool { leaves[number].day >= 28 }

  /// Seconds since 1970 at which a day begins in Berlin: in summer two hours before it does in
  /// Greenwich, else one. The day of the change itself begins as the day before it did.
  func midnight(_ number: Int) -> Int {
    let summer = summers[leaves[number].year] ?? (Int.max, Int.min)
    let isSummer = summer.from < number && number <= summer.through
    return Self.firstMidnight + number * 86_400 - (isSummer ? 7200 : 3600)
  }
}
