import Casework
import Domain
import Records
import Support
import Testing
import struct Foundation.Date

/// The years themselves.
struct TwoYears {
  let here: TestOffice
  let calendar = WallCalendar()
  var counts: [String: Int] = [:]
  var (early, late, different) = (0, 0, 0)
  var people: [Person] = []
  var runner: LifeRunner
  var chance = Chance(salt: 2027)
  var rules = LifeModel.Rules(
    evidenceMonths: ["hired": 6, "rejected": 6, "withdrawn": 6, "offerDeclined": 6],
    poolMonths: 24)
  var closed: Set<VacancyID> = []
  /// Suits that aren't settled, by their numbers.
  var suits: [Int: Suit] = [:]
  var lastSuit = 0
  /// The last day that was lived through.
  var lastDay = 0
  let number: Int
  /// How many days nobody purges.
  var missing = 0

  init(_ here: TestOffice, people: Int) {
    self.here = here
    number = people
    runner = LifeRunner(here: here, calendar: calendar)
  }

  var isWrong: Bool { early + late + different > 0 }

  /// Lives through all the days, and compares each evening.
  mutating func pass(from first: String, through last: String) async throws {
    var today = calendar.number(first)
    let (start, end) = (today, calendar.number(last))
    while today <= end && !isWrong {
      // The clock is put forward now and then, and nobody was there.
      if percent(2) { today += Int.random(in: 1...5, using: &chance) }
      try await morning(today)
      try await arrivals(on: today, share: Double(today - start) / Double(end - start - 20))
      try await acts(on: today)
      try await evening(today)
      lastDay = today
      counts["days", default: 0] += 1
      today += 1
    }
  }

  mutating func percent(_ number: Int) -> Bool {
    Int.random(in: 0..<100, using: &chance) < number
  }

  /// Sets the clock to so many seconds after a midnight of Berlin.
  func set(_ day: Int, _ seconds: Int) {
    here.clock.set(to: Date(timeIntervalSince1970: Double(calendar.midnight(day) + seconds)))
  }

  func moment(_ day: Int, under rules: LifeModel.Rules? = nil) -> LifeMoment {
    LifeMoment(
      today: day, now: Int(here.clock.now.timeIntervalSince1970), rules: rules ?? self.rules,
      calendar: calendar)
  }
}

extension TwoYears {
  /// A second before midnight, at midnight, or not at all: that is where being early or late
  /// begins. And what concerns everybody.
  mutating func morning(_ today: Int) async throws {
    if missing == 0, percent(5) { missing = Int.random(in: 1...5, using: &chance) }
    missing = max(0, missing - 1)
    if missing == 0, percent(30) {
      set(today, -1)
      try await purge(today - 1)
    }
    set(today, 0)
    if missing == 0, percent(50) { try await purge(today) }
    if runner.vacancies.count < 8 || percent(4) {
      runner.vacancies.append(
        try await OpenVacancy(here.office)(title: "Baker", location: nil, by: here.recruiter).id)
    }
    if runner.vacancies.count > 8 {
      let old = runner.vacancies.removeFirst()
      try await CloseVacancy(here.office)(old, by: here.recruiter)
      closed.insert(old)
      runner.closed = old
    }
    try await suits(on: today)
    try await changeRules(on: today)
  }

  /// Everybody to whom something happens today, a few at a time.
  mutating func acts(on today: Int) async throws {
    let length = calendar.midnight(today + 1) - calendar.midnight(today)
    set(today, Int.random(in: 0..<length, using: &chance))
    let moment = moment(today)
    var waiting: [(Int, LifeAct)] = []
    for index in people.indices where people[index].model.gone == nil {
      guard !people[index].model.isCut,
        LifeChoice.acts(people[index].model, on: today, &people[index].chance)
      else { continue }
      waiting.append(
        (index, LifeChoice.next(people[index].model, on: today, calendar, &people[index].chance)))
    }
    counts["acts", default: 0] += waiting.count
    let (runner, lives) = (runner, people)
    try await withThrowingTaskGroup(of: (Int, Person).self) { group in
      var done = 0
      for (index, act) in waiting {
        // Few at a time, as connections are.
        if done >= 4, let (index, person) = try await group.next() { people[index] = person }
        done += 1
        group.addTask {
          var person = lives[index]
          try await runner.live(&person, act, moment)
          return (index, person)
        }
      }
      for try await (index, person) in group { people[index] = person }
    }
  }

  /// The timers run, sometimes killed, sometimes twice, and everything is compared.
  mutating func evening(_ today: Int) async throws {
    if missing == 0 {
      try await AskRenewals(here.office)()
      for index in people.indices where !people[index].model.isCut {
        people[index].model.renew(on: today)
      }
      if percent(4) {
        // Somewhere in its way the process dies; what it did is no more than what is due.
        let fuse = Fuse(Int.random(in: 0...8, using: &chance), here.clock)
        _ = try? await Purge(here.reopened(on: fuse.legal))()
        counts["purges killed", default: 0] += 1
        try await purge(today, isWhole: false)
      } else if percent(70) {
        try await purge(today)
      }
      if today % 30 == 0, let report = try await KeepEpochs(here.office)() {
        counts["rotations", default: 0] += report.rotation == nil ? 0 : 1
        counts["epochs destroyed", default: 0] += report.destroyed.count
      }
      // The clock stands still, or was put back.
      if percent(3) { try await purge(today) }
      if percent(2) {
        set(today - 1, 43_200)
        try await purge(today - 1)
      }
    }
    try await compare(today)
  }
}
