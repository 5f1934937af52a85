import Domain
import Testing

/// What applicants can ask for, as rules.
@Suite struct RequestTests {
  private func day(_ text: String) throws -> Day { try #require(Day(text)) }

  @Test(
    arguments: [
      // The day of receipt doesn't count; a month without that day ends with its last one.
      ("2026-03-16", "2026-04-16"), ("2027-12-31", "2028-01-31"), ("2028-01-31", "2028-02-29"),
      // 31 January 2027 is a Sunday, and 28 February 2027 another.
      ("2026-12-31", "2027-02-01"), ("2027-01-28", "2027-03-01"), ("2027-01-31", "2027-03-01"),
      // A Saturday gives way to Monday.
      ("2026-04-16", "2026-05-18"),
    ])
  func anAnswerIsDueAMonthAfterReceiptOnAWorkingDay(received: String, last: String) throws {
    #expect(try AnswerPeriod.lastDay(receivedOn: day(received)) == day(last))
  }

  @Test func publicHolidaysAreNoWorkingDays() throws {
    // Good Friday and Easter Monday of 2026.
    let holidays: Set<Day> = [try day("2026-04-03"), try day("2026-04-06")]
    #expect(
      try AnswerPeriod.lastDay(receivedOn: day("2026-03-03"), holidays: holidays)
        == day("2026-04-07"))
    #expect(try AnswerPeriod.lastDay(receivedOn: day("2026-03-03")) == day("2026-04-03"))
  }

  @Test func aRestrictionIsLiftedAfterTheApplicantWasTold() throws {
    let (placed, told) = (try day("2026-03-02"), try day("2026-03-20"))
    let untold = Restriction(id: .random(), placedOn: placed)
    #expect(throws: Refusal.notTold) { try untold.mayBeLifted(on: told) }
    let announced = Restriction(
      id: .random(), placedOn: placed, announcement: Restriction.Announcement(liftOn: told))
    #expect(throws: Refusal.liftedFrom(told)) {
      try announced.mayBeLifted(on: told.adding(days: -1))
    }
    try announced.mayBeLifted(on: told)
  }

  @Test func whateverStandsOrRanOutARestrictionKeeps() throws {
    var seed = Seed(salt: 22)
    let today = try day("2026-06-01")
    for _ in 0..<500 {
      let grounds = (0..<seed.number(0...4)).map { _ in
        Ground(
          kind: seed.one(of: GroundKind.allCases), since: today.adding(days: -400),
          eraseFrom: seed.chance(70) ? today.adding(days: seed.number(-300...300)) : nil)
      }
      #expect(Retention.decision(grounds, isRestricted: true, on: today) == .keep)
      let retention = try Retention(
        grounds: grounds, procedure: Sample.procedure(), isRestricted: true)
      #expect(retention.eraseOn(today: today) == nil)
      #expect(retention.explanation(on: today).contains { $0.contains("Art. 18 GDPR") })
    }
  }

  @Test func newRulesShortenEvidenceAndNothingElse() throws {
    let ended = try day("2026-03-15")
    let old = try Sample.rules()
    let months = { (count: Int) in
      RetentionRules(
        version: 2,
        evidenceMonths: Dictionary(
          uniqueKeysWithValues: OutcomeKind.allCases.map { ($0, count) }), poolMonths: 24)
    }
    let evidence = Ground(
      kind: .evidence, since: ended,
      eraseFrom: old.evidenceEraseFrom(endedOn: ended, outcome: .rejected))
    let shorter = try #require(months(1)).shortened(evidence, after: .rejected)
    #expect(try shorter?.eraseFrom == day("2026-04-16") && shorter?.since == ended)
    #expect(try #require(months(12)).shortened(evidence, after: .rejected) == nil)
    #expect(try #require(months(6)).shortened(evidence, after: .rejected) == nil)
    let pool = Ground(kind: .pool, since: ended, eraseFrom: ended.adding(days: 700))
    #expect(try #require(months(1)).shortened(pool, after: .rejected) == nil)
    #expect(months(121) == nil)
  }

  @Test func longerStorageStandsThroughTheDayConsentedTo() throws {
    let (given, until) = (try day("2026-03-15"), try day("2027-03-15"))
    let ground = LongerStorage.ground(givenOn: given, until: until)
    #expect(ground.through == until && ground.stands(on: until))
    #expect(!ground.stands(on: until.adding(days: 1)))
    #expect(throws: Refusal.invalid(field: "until", .outOfRange)) {
      try LongerStorage.check(until: given, today: given)
    }
    #expect(throws: Refusal.invalid(field: "until", .outOfRange)) {
      try LongerStorage.check(until: given.adding(months: 121), today: given)
    }
    try LongerStorage.check(until: until, today: given)
  }
}
