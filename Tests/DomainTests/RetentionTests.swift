import Domain
import Testing

/// One answer, asked for in four ways: the decision, the day, the alarms and the words.
@Suite struct RetentionTests {
  private let today: Day

  init() throws { today = try #require(Day("2026-09-16")) }

  @Test func decisionDayAlarmsAndWordsAgree() throws {
    var seed = Seed(salt: 4)
    for round in 0..<5_000 {
      let retention = try Sample.retention(&seed, around: today)
      let comment: Comment = "round \(round), LETHE_TEST_SEED=\(Seed.ofThisRun)"
      checkDecision(of: retention, comment)
      checkDay(of: retention, comment)
      checkWords(of: retention, comment)
      checkAlarms(of: retention, comment)
    }
  }

  private func checkDecision(of retention: Retention, _ comment: Comment) {
    let open = retention.grounds.filter { $0.endedAt == nil }
    let over = open.filter { $0.eraseFrom.map { $0 <= today } ?? false }
    let standing = retention.standing(on: today)
    #expect(standing.count == open.count - over.count, comment)
    switch retention.decision(on: today) {
    case .keep: #expect(!standing.isEmpty && over.isEmpty, comment)
    case .end(let expired):
      #expect(!standing.isEmpty && !expired.isEmpty && expired == over, comment)
    case .erase(let last): #expect(standing.isEmpty && last == over, comment)
    }
  }

  private func checkDay(of retention: Retention, _ comment: Comment) {
    let open = retention.grounds.filter { $0.endedAt == nil }
    let eraseOn = retention.eraseOn(today: today)
    if open.isEmpty { #expect(eraseOn == today, comment) }
    if open.contains(where: { $0.eraseFrom == nil }) { #expect(eraseOn == nil, comment) }
    for shift in [-1_000, -4, -3, -2, -1, 0, 1, 2, 3, 4, 1_000, 40_000] {
      let day = today.adding(days: shift)
      let erases = isErasure(retention.decision(on: day))
      if open.isEmpty {
        #expect(erases && retention.eraseOn(today: day) == day, comment)
      } else {
        #expect(retention.eraseOn(today: day) == eraseOn, comment)
        #expect(erases == (eraseOn.map { day >= $0 } ?? false), comment)
      }
    }
  }

  private func checkWords(of retention: Retention, _ comment: Comment) {
    let standing = retention.standing(on: today)
    let said = retention.explanation(on: today)
    let alarms = retention.alarms(on: today)
    #expect(said.suffix(alarms.count).allSatisfy { $0.hasPrefix("Alarm: ") }, comment)
    #expect(said.filter { $0.hasPrefix("Alarm: ") }.count == alarms.count, comment)
    #expect(Array(said.prefix(standing.count)) == standing.map(retention.why), comment)
    let last = said.dropLast(alarms.count).last ?? ""
    if standing.isEmpty {
      #expect(said.count == 1 + alarms.count && last.hasPrefix("No ground to keep"), comment)
    } else if let day = retention.eraseOn(today: today) {
      #expect(last == "It is erased on \(Retention.inWords(day)).", comment)
    } else {
      #expect(last.hasPrefix("No day of erasure"), comment)
    }
    for ground in standing {
      let why = retention.why(ground)
      #expect(why.contains(Retention.inWords(ground.since)), comment)
      #expect(why.contains(ground.kind.legalBasis), comment)
    }
  }

  private func checkAlarms(of retention: Retention, _ comment: Comment) {
    let alarms = retention.alarms(on: today)
    let outcome = retention.procedure.outcome
    let rejected = outcome?.kind == .rejected
    let told = outcome?.noticeReceivedOn ?? outcome?.noticeSentOn
    let late = outcome.flatMap { outcome in told.map { $0 > outcome.endedOn.adding(days: 28) } }
    let closed = retention.procedure.vacancyClosed
    #expect(alarms.contains(.openEnded) == (outcome == nil && closed), comment)
    #expect(alarms.contains(.noticeMissing) == (rejected && told == nil), comment)
    #expect(alarms.contains(.noticeLate) == (rejected && late == true), comment)
    #expect(alarms.contains(.overdue) == Retention.isOverdue(retention.grounds, on: today), comment)
    #expect(Set(alarms).count == alarms.count, comment)
  }

  private func isErasure(_ decision: Retention.Decision) -> Bool {
    if case .erase = decision { true } else { false }
  }

  @Test func groundsAreListedOldestFirst() throws {
    var seed = Seed(salt: 5)
    for _ in 0..<500 {
      let days = try Sample.retention(&seed, around: today).standing(on: today).map(\.since)
      #expect(days == days.sorted())
    }
  }

  @Test func aNoticeIsLateAfterFourWeeksNotBefore() throws {
    let ended = try #require(Day("2026-03-01"))
    for days in 0...60 {
      let outcome = RecordedOutcome(
        id: .random(), kind: .rejected, endedOn: ended, recordedAt: Sample.instant,
        noticeReceivedOn: ended.adding(days: days))
      let retention = try Retention(
        grounds: [Ground(kind: .hold, since: ended)],
        procedure: Sample.procedure(outcome: outcome))
      #expect(retention.alarms(on: today) == (days > 28 ? [.noticeLate] : []))
    }
  }

  @Test func theWordsAreThoseAPersonWouldSay() throws {
    let since = try #require(Day("2026-03-15"))
    let evidence = try Ground(
      kind: .evidence, since: since,
      eraseFrom: Sample.rules().evidenceEraseFrom(endedOn: since, outcome: .rejected))
    let retention = try Retention(grounds: [evidence], procedure: Sample.procedure())
    #expect(
      retention.explanation(on: since) == [
        "Kept and locked through 15 September 2026 as evidence, because the procedure ended on "
          + "15 March 2026 and claims can be raised for some time after (Art. 6(1)(f) GDPR).",
        "It is erased on 16 September 2026.",
      ])
  }
}
