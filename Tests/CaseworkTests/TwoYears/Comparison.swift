import Casework
import Domain
import Records
import Support
import Testing
import struct Foundation.Date

extension TwoYears {
  /// One run in both. After a killed one the report of the next says only what was left.
  mutating func purge(
    _ today: Int, isWhole: Bool = true, confirm: Int? = nil
  ) async throws {
    let now = Int(here.clock.now.timeIntervalSince1970)
    let before = try await Truth(of: here)
    let late = people.filter { $0.model.gone != nil && before.here[$0.id] != nil }.map {
      "\($0.number) for \($0.model.gone ?? ""), \($0.history.suffix(6))"
    }
    var erased = 0
    for index in people.indices where people[index].model.gone == nil {
      people[index].model.settle(on: today, at: now)
      if people[index].model.gone != nil {
        erased += 1
      } else if let through = people[index].model.endingThrough, through < today {
        people[index].model.endingThrough = nil
      }
    }
    let foreseen =
      isWhole && percent(15) ? try await Purge(here.office).dryRun().due : erased
    let report = try await Purge(here.office)(confirm: confirm)
    counts["purges", default: 0] += 1
    if isWhole { compare(report, today, erased: erased, foreseen: foreseen, late) }
  }

  /// What it says of itself.
  private mutating func compare(
    _ report: PurgeReport, _ today: Int, erased: Int, foreseen: Int, _ late: [String]
  ) {
    let (kept, openEnded) = keptByGround()
    let found = Dictionary(uniqueKeysWithValues: report.kept.map { ($0.ground, $0.count) })
    if report.failed != 0 || report.erased != erased || foreseen != erased || found != kept
      || report.openEnded != openEnded
    {
      different += 1
      Issue.record(
        """
        LETHE_TEST_SEED=\(Chance.seed), \(calendar.text(today)): the purge foresees \(foreseen) \
        and says \(report.erased) erased, \(report.failed) failed, \(found) kept, \
        \(report.openEnded) open-ended; the model \(erased), \(erased), 0, \(kept), \
        \(openEnded). Left by acts: \(late)
        """)
    }
  }

  /// Why everybody is kept, and how many are undecided although their vacancy is closed.
  private func keptByGround() -> (kept: [String: Int], openEnded: Int) {
    var kept: [String: Int] = [:]
    var openEnded = 0
    for person in people where person.model.gone == nil {
      for kind in Set(person.model.open.map(\.kind.rawValue)) { kept[kind, default: 0] += 1 }
      if person.model.isRestricted {
        kept["restriction", default: 0] += 1
        continue
      }
      if let vacancy = person.vacancy, closed.contains(vacancy),
        person.model.open.contains(where: { $0.kind == .procedure })
      {
        openEnded += 1
      }
    }
    return (kept, openEnded)
  }

  /// Everybody, in both.
  mutating func compare(_ today: Int) async throws {
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
      } else if found != nil, truth.standing[person.id] != model.standing {
        wrong.append("said to stand on \(truth.standing[person.id] ?? "")")
      }
      if found != nil, truth.answerBy[person.id] != model.answerBy(calendar).map(calendar.text) {
        wrong.append("to be answered by \(truth.answerBy[person.id] ?? "nobody")")
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

  /// So many at once, of whom nobody could know: they stay until somebody says how many they are.
  func guarded(_ today: Int) async throws -> Int {
    let waiting = people.filter {
      $0.model.gone == nil && $0.model.eraseOn(today: today).map { $0 <= today } ?? false
    }
    let stopped = try await Purge(here.office)()
    #expect(stopped.stop == .unannounced(due: waiting.count - stopped.erased))
    let truth = try await Truth(of: here)
    for person in waiting where !person.model.open.contains(where: { $0.kind == .pool }) {
      #expect(truth.here[person.id] != nil, "number \(person.number) went unannounced")
    }
    let left = try await Purge(here.office).dryRun().due
    #expect(left == waiting.count - stopped.erased && left > 100)
    #expect(try await Purge(here.office)(confirm: left + 1).stop == .otherCount(due: left))
    return left
  }

  /// So many who are rejected on one day, so that on one day as many are due.
  mutating func crowd(_ today: Int, _ count: Int) async throws {
    for _ in 0..<count {
      try await arrive(today)
      let (runner, moment) = (runner, moment(today))
      let act = LifeAct.decide("rejected", endedOn: today, confirms: true)
      try await runner.live(&people[people.count - 1], act, moment)
    }
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
    try await crowd(lastDay, 150)
    // What an act ended and died over goes unasked: afterwards only time runs out.
    try await purge(lastDay, isWhole: false)
    let last = calendar.number("2032-03-01")
    set(last, 0)
    let due = try await guarded(last)
    try await purge(last, isWhole: false, confirm: due)
    try await compare(last)
    for cause in people.compactMap(\.model.gone) { counts["erased: \(cause)", default: 0] += 1 }
    for (act, times) in people.flatMap(\.done) { counts["done: \(act)", default: 0] += times }
    let left = people.filter { $0.model.gone == nil }
    counts["left", default: 0] = left.count
    for kind in left.flatMap({ $0.model.open.filter { $0.eraseFrom == nil }.map(\.kind) }) {
      counts["left: \(kind)", default: 0] += 1
    }
    #expect(left.count * 3 < people.count, "\(left.count) of \(people.count) are left")
    #expect(
      left.allSatisfy { person in
        person.model.isRestricted || person.model.open.contains { $0.eraseFrom == nil }
      })
  }
}
