import Domain
import Foundation
import Testing

/// Values for tests that don't care about the particulars, and random ones for those that do.
enum Sample {
  static let instant = Date(timeIntervalSince1970: 1_770_000_000)

  static func rules(evidenceMonths: Int = 6, poolMonths: Int = 24) throws -> RetentionRules {
    let months = OutcomeKind.allCases.map { ($0, evidenceMonths) }
    return try #require(
      RetentionRules(
        version: 1, evidenceMonths: Dictionary(uniqueKeysWithValues: months),
        poolMonths: poolMonths))
  }

  static func procedure(
    vacancyClosed: Bool = false, outcome: RecordedOutcome? = nil
  ) throws -> ProcedureState {
    try ProcedureState(
      vacancyTitle: "Baker", vacancyClosed: vacancyClosed,
      receivedOn: #require(Day("2026-01-02")), outcome: outcome, rules: rules())
  }

  /// Any retention there can be, and some that can't.
  static func retention(_ seed: inout Seed, around today: Day) throws -> Retention {
    let grounds = (0..<seed.number(0...6)).map { _ in ground(&seed, around: today) }
    let closed = seed.chance(40)
    return try Retention(
      grounds: grounds,
      procedure: procedure(
        vacancyClosed: closed, outcome: seed.chance(60) ? outcome(&seed, around: today) : nil))
  }

  private static func ground(_ seed: inout Seed, around today: Day) -> Ground {
    let since = today.adding(days: -seed.number(0...800))
    return Ground(
      kind: seed.one(of: GroundKind.allCases), since: since,
      eraseFrom: seed.chance(70) ? today.adding(days: seed.number(-3...3)) : nil,
      endedAt: seed.chance(30) ? instant : nil)
  }

  private static func outcome(_ seed: inout Seed, around today: Day) -> RecordedOutcome {
    let ended = today.adding(days: -seed.number(0...200))
    return RecordedOutcome(
      id: .random(), kind: seed.one(of: OutcomeKind.allCases), endedOn: ended,
      recordedAt: instant,
      noticeSentOn: seed.chance(50) ? ended.adding(days: seed.number(0...60)) : nil,
      noticeReceivedOn: seed.chance(50) ? ended.adding(days: seed.number(0...60)) : nil)
  }
}
