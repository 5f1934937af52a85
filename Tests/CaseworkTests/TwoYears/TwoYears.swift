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
  private(set) var counts: [String: Int] = [:]
  private(set) var (early, late, different) = (0, 0, 0)
  private var people: [Person] = []
  private var runner: LifeRunner
  private var chance = Chance(salt: 2027)
  private var rules = LifeModel.Rules(
    evidenceMonths: ["hired": 6, "rejected": 6, "withdrawn": 6, "offerDeclined": 6],
    poolMonths: 24)
  private var closed: Set<VacancyID> = []
  private let number: Int
  /// How many days nobody purges.
  private var missing = 0

  init(_ here: TestOffice, people: Int) {
    self.here = here
    number = people
    runner = LifeRunner(here: here, calendar: calendar)
  }

  private var isWrong: Bool { early + late + different > 0 }

  /// Lives through all the days, and compares each evening.
  mutating func pass(from first: String, through last: String) async throws {
    var today = calendar.number(first)
    let (start, end) = (today, calendar.number(last))
    while today <= end && !isWrong {
      // The clock is put forward now and then, and nobody was there.
      if percent(2) { today += Int.random(in: 1...5, using: &chance) }
      try await morning(today)
      try await arrivals(on: today, share: Double(today - start) / Double(end - start - 150))
      try await acts(on: today)
      try await evening(today)
      counts["days", default: 0] += 1
      today += 1
    }
  }

  private mutating func percent(_ number: Int) -> Bool {
    Int.random(in: 0..<100, using: &chance) < number
  }

  /// Sets the clock to so many seconds after a midnight of Berlin.
  private func set(_ day: Int, _ seconds: Int) {
    here.clock.set(to: Date(timeIntervalSince1970: Double(calendar.midnight(day) + seconds)))
  }

  private func moment(_ day: Int) -> LifeMoment {
    LifeMoment(
      today: day, now: Int(here.clock.now.timeIntervalSince1970), rules: rules,
      calendar: calendar)
  }
}

extension TwoYears {
  /// A second before midnight, at midnight, or not at all: that is where being early or late
  /// begins. And what concerns everybody.
  private mutating func morning(_ today: Int) async throws {
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
  }

  /// A few each day, some of whom wrote long ago.
  private mutating func arrivals(on today: Int, share: Double) async throws {
    let expected = min(number, Int(Double(number) * min(1, share)) + 1)
    while people.count < expected { try await arrive(today) }
  }

  private mutating func arrive(_ today: Int) async throws {
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
    people.append(
      Person(
        number: number, id: id, email: email,
        model: LifeModel(
          received: received, isMailable: isMailable, isUnsolicited: isUnsolicited),
        vacancy: vacancy, chance: Chance(salt: UInt64(10_000 + number))))
  }

  /// Everybody to whom something happens today, a few at a time.
  private mutating func acts(on today: Int) async throws {
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
  private mutating func evening(_ today: Int) async throws {
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

extension TwoYears {
  /// One run in both. After a killed one the report of the next says only what was left.
  private mutating func purge(_ today: Int, isWhole: Bool = true) async throws {
    let now = Int(here.clock.now.timeIntervalSince1970)
    var erased = 0
    for index in people.indices where people[index].model.gone == nil {
      people[index].model.settle(on: today, at: now)
      if people[index].model.gone != nil {
        erased += 1
      } else if let through = people[index].model.endingThrough, through < today {
        people[index].model.endingThrough = nil
      }
    }
    let report = try await Purge(here.office)()
    counts["purges", default: 0] += 1
    guard isWhole else { return }
    var kept: [String: Int] = [:]
    var openEnded = 0
    for person in people where person.model.gone == nil {
      for kind in Set(person.model.open.map(\.kind.rawValue)) { kept[kind, default: 0] += 1 }
      if let vacancy = person.vacancy, closed.contains(vacancy),
        person.model.open.contains(where: { $0.kind == .procedure })
      {
        openEnded += 1
      }
    }
    let found = Dictionary(uniqueKeysWithValues: report.kept.map { ($0.kind.rawValue, $0.count) })
    if report.failed != 0 || report.erased != erased || found != kept
      || report.openEnded != openEnded
    {
      different += 1
      Issue.record(
        """
        LETHE_TEST_SEED=\(Chance.seed), \(calendar.text(today)): the purge says \(report.erased) \
        erased, \(report.failed) failed, \(found) kept, \(report.openEnded) open-ended; the model \
        \(erased), 0, \(kept), \(openEnded)
        """)
    }
  }

  /// Everybody, in both.
  private mutating func compare(_ today: Int) async throws {
    let truth = try await Truth(of: here)
    for person in people {
      let (model, found) = (person.model, truth.here[person.id])
      var wrong: [String] = person.differences
      if model.gone == nil && found == nil {
        early += 1
        wrong.append("erased early, \(truth.gone[person.id] ?? "without a trace")")
      } else if model.gone != nil && found != nil {
        late += 1
        wrong.append("still there: \(found ?? "")")
      } else if model.gone != truth.gone[person.id] {
        wrong.append("erased for \(truth.gone[person.id] ?? "nothing")")
      } else if let found, found != model.words(calendar) {
        wrong.append("kept for \(found)")
      } else if found != nil, truth.standing[person.id] != standing(model) {
        wrong.append("said to stand on \(truth.standing[person.id] ?? "")")
      }
      if wrong.isEmpty { continue }
      different += 1
      Issue.record(
        """
        LETHE_TEST_SEED=\(Chance.seed), \(calendar.text(today)), number \(person.number): \
        \(wrong.joined(separator: "; ")). The model: \(model.gone ?? model.words(calendar)).
        \(person.history.joined(separator: "\n"))
        """)
    }
    if truth.gone.count + truth.here.count != people.count { different += 1 }
  }

  private func standing(_ model: LifeModel) -> String {
    Set(model.open.map(\.kind.rawValue)).sorted().joined(separator: " ")
  }

  /// Every document of whoever is still here opens. Then three years pass, and only what has no
  /// end in sight is left.
  mutating func comeToAnEnd() async throws {
    if isWrong { return }
    for person in people where person.model.gone == nil {
      for document in person.documents {
        #expect(
          try await here.read(document, of: person.id, by: here.privacyOfficer)
            == SampleDocument.pdf())
        counts["documents read", default: 0] += 1
      }
    }
    let last = calendar.number("2032-03-01")
    set(last, 0)
    try await purge(last)
    try await compare(last)
    for cause in people.compactMap(\.model.gone) { counts["erased: \(cause)", default: 0] += 1 }
    let left = people.filter { $0.model.gone == nil }
    counts["left", default: 0] = left.count
    #expect(left.allSatisfy { $0.model.open.contains { $0.eraseFrom == nil } })
  }
}
