import Domain
import Testing

/// §§ 187-188 BGB for evidence, and the ceiling of the pool.
@Suite struct DeadlineTests {
  private let rules: RetentionRules

  init() throws { rules = try Sample.rules() }

  @Test(arguments: [
    ("2026-03-15", "2026-09-15", "2026-09-16"),
    ("2026-08-31", "2027-02-28", "2027-03-01"),
    ("2027-08-31", "2028-02-29", "2028-03-01"),
    ("2027-02-28", "2027-08-28", "2027-08-29"),
    ("2026-12-31", "2027-06-30", "2027-07-01"),
    ("2028-02-29", "2028-08-29", "2028-08-30"),
  ])
  func evidenceEndsSixMonthsAfterTheProcedure(ended: String, through: String, erase: String) throws
  {
    let since = try #require(Day(ended))
    let eraseFrom = rules.evidenceEraseFrom(endedOn: since, outcome: .rejected)
    let ground = Ground(kind: .evidence, since: since, eraseFrom: eraseFrom)
    #expect(ground.through == Day(through))
    #expect(ground.eraseFrom == Day(erase))
    let (last, due) = try (#require(Day(through)), #require(Day(erase)))
    #expect(ground.stands(on: last) && !ground.stands(on: due))
  }

  @Test func everyMonthEndOf2024To2032AgreesWithFoundation() throws {
    for year in 2024...2032 {
      for month in 1...12 {
        // The last days of a month are where clipping happens; 1 is where an off-by-one shows.
        for number in [1, 27, 28, 29, 30, 31] {
          guard let ended = Day(year: year, month: month, day: number) else { continue }
          for months in [0, 1, 2, 3, 4, 6, 12, 24, 120] {
            let custom = try Sample.rules(evidenceMonths: months)
            let through = try Almanac.later(ended, months: months)
            #expect(
              try custom.evidenceEraseFrom(endedOn: ended, outcome: .withdrawn)
                == Almanac.later(through, days: 1), "\(ended) + \(months) months")
          }
        }
      }
    }
  }

  @Test func everyPoolEntryIsGoneBeforeItsSecondAnniversary() throws {
    for (year, month, number) in Almanac.days(of: 2024...2032) {
      let given = try #require(Day(year: year, month: month, day: number))
      let anniversary = try Almanac.later(given, months: 24)
      let eraseFrom = rules.poolEraseFrom(givenOn: given)
      #expect(eraseFrom == (try Almanac.later(anniversary, days: -1)), "consent on \(given)")
      #expect(eraseFrom < anniversary)
    }
  }

  @Test(arguments: [
    ("2028-02-29", "2030-02-27"), ("2026-02-28", "2028-02-27"), ("2026-03-01", "2028-02-29"),
    ("2027-01-01", "2028-12-31"), ("2024-02-29", "2026-02-27"),
  ])
  func thePoolEndsTheDayBefore(given: String, erase: String) throws {
    let givenOn = try #require(Day(given))
    #expect(rules.poolEraseFrom(givenOn: givenOn) == Day(erase))
  }

  @Test func noRulesReachBeyondTheCeiling() {
    let months = Dictionary(uniqueKeysWithValues: OutcomeKind.allCases.map { ($0, 6) })
    for poolMonths in -1...60 {
      let rules = RetentionRules(version: 2, evidenceMonths: months, poolMonths: poolMonths)
      #expect((rules != nil) == (1...24).contains(poolMonths))
    }
  }

  @Test func everyOutcomeNeedsAPeriod() {
    let whole = Dictionary(uniqueKeysWithValues: OutcomeKind.allCases.map { ($0, 6) })
    for outcome in OutcomeKind.allCases {
      var months = whole
      months[outcome] = nil
      #expect(RetentionRules(version: 2, evidenceMonths: months, poolMonths: 24) == nil)
      months[outcome] = -1
      #expect(RetentionRules(version: 2, evidenceMonths: months, poolMonths: 24) == nil)
      months[outcome] = 121
      #expect(RetentionRules(version: 2, evidenceMonths: months, poolMonths: 24) == nil)
      months[outcome] = 0
      #expect(RetentionRules(version: 2, evidenceMonths: months, poolMonths: 24) != nil)
    }
  }

  @Test func eachOutcomeHasItsOwnPeriod() throws {
    let rules = try #require(
      RetentionRules(
        version: 3, evidenceMonths: [.hired: 0, .rejected: 6, .withdrawn: 3, .offerDeclined: 4],
        poolMonths: 12))
    let ended = try #require(Day("2026-05-31"))
    let days = OutcomeKind.allCases.map {
      rules.evidenceEraseFrom(endedOn: ended, outcome: $0).description
    }
    #expect(days == ["2026-06-01", "2026-12-01", "2026-09-01", "2026-10-01"])
    #expect(rules.poolEraseFrom(givenOn: ended).description == "2027-05-30")
  }
}
