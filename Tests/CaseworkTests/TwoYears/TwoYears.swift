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
  /// Holds on whole vacancies, by their numbers.
  var wide: [Int: (vacancy: VacancyID, hold: HoldID)] = [:]
  var lastWide = 0
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

  func moment(_ day: Int) -> LifeMoment {
    LifeMoment(
      today: day, now: Int(here.clock.now.timeIntervalSince1970), rules: rules,
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
  }

  /// Somebody sues: everybody of the vacancy is kept for the comparison, until it is settled. The
  /// process may die on the way; the purge finishes what it began.
  mutating func suits(on today: Int) async throws {
    let moment = moment(today)
    let (place, dies) = (percent(3), percent(40))
    let office =
      dies
      ? try here.reopened(on: Fuse(Int.random(in: 2...4, using: &chance), here.clock).legal)
      : here.office
    if place, let vacancy = runner.vacancies.randomElement(using: &chance) {
      lastWide += 1
      let hold = try await PlaceVacancyHold(office)(
        vacancy, matter: Private("Number \(lastWide) ./. Example"), reason: "suit announced",
        reviewOn: Day(stringLiteral: calendar.text(today + 60)), by: here.legal)
      wide[lastWide] = (vacancy, hold)
      runner.held[vacancy, default: []].append(lastWide)
      for index in people.indices where people[index].vacancy == vacancy {
        people[index].model.cover(by: [lastWide], moment)
      }
    } else if percent(2), let number = wide.keys.sorted().randomElement(using: &chance),
      let held = wide[number]
    {
      try await ReleaseHold(office)(held.hold, reason: "settled", by: here.legal)
      wide[number] = nil
      runner.held[held.vacancy]?.removeAll { $0 == number }
      for index in people.indices { people[index].model.uncover(number, moment) }
    } else {
      return
    }
    counts["suits", default: 0] += 1
    if dies { try await purge(today, isWhole: false) }
  }

  /// A few each day, some of whom wrote long ago.
  mutating func arrivals(on today: Int, share: Double) async throws {
    let expected = min(number, Int(Double(number) * min(1, share)) + 1)
    while people.count < expected { try await arrive(today) }
  }

  mutating func arrive(_ today: Int) async throws {
    let length = calendar.midnight(today + 1) - calendar.midnight(today)
    set(today, Int.random(in: 0..<length, using: &chance))
    let age =
      percent(70)
      ? 0
      : percent(70)
        ? Int.random(in: 1...40, using: &chance) : Int.random(in: 41...720, using: &chance)
    let received = today - age
    let isUnsolicited = percent(25)
    let vacancy = isUnsolicited ? nil : runner.vacancies.randomElement(using: &chance)
    let (number, isMailable) = (people.count, percent(85))
    let email = "nora\(number)@example.org"
    let at = Date(timeIntervalSince1970: Double(calendar.midnight(received)))
    let id = try await ReceiveApplication(here.office)(
      NewApplication(
        vacancy: vacancy, channel: percent(10) ? .post : .form, receivedAt: age == 0 ? nil : at,
        applicant: Applicant(
          givenName: "Nora", familyName: Private("Number\(number)"),
          email: isMailable ? Private(email) : nil, language: .english)), by: here.recruiter)
    let model = LifeModel(
      received: received, isMailable: isMailable, isUnsolicited: isUnsolicited)
    people.append(
      Person(
        number: number, id: id, email: email,
        model: model,
        vacancy: vacancy, chance: Chance(salt: UInt64(10_000 + number))))
    if let vacancy {
      people[number].model.cover(by: runner.held[vacancy] ?? [], moment(today))
    }
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
