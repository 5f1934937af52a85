import Domain
import Foundation
import Testing

/// Why something goes now: this decides what waits for a person when there are many.
@Suite struct DueReasonTests {
  private let today: Day = day("2026-06-15")
  private let time: OfficeTime

  init() throws { time = try #require(OfficeTime(zoneNamed: "Europe/Berlin")) }

  private func reason(_ grounds: [Ground], on other: Day? = nil) -> DueReason? {
    Retention.dueReason(grounds, on: other ?? today, dayOf: time.day(of:))
  }

  private func ended(_ kind: GroundKind, on last: Day) -> Ground {
    Ground(kind: kind, since: day("2026-01-01"), endedAt: time.start(of: last))
  }

  private let evidence = Ground(
    kind: .evidence, since: day("2025-12-01"), eraseFrom: day("2026-06-02"))

  @Test func whatIsKeptHasNoReason() {
    #expect(reason([evidence], on: day("2026-06-01")) == nil)
    #expect(reason([evidence, Ground(kind: .hold, since: day("2026-01-01"))]) == nil)
  }

  @Test func timeThatRanOutMayWait() {
    #expect(reason([evidence]) == .timeRanOut(since: day("2026-06-02")))
    #expect(reason([evidence])?.mayWait == true)
    #expect(
      reason([evidence, ended(.procedure, on: day("2026-06-10"))])
        == .timeRanOut(since: day("2026-06-02")))
  }

  @Test func whatActsEndedNeverWaits() {
    #expect(reason([ended(.pool, on: today)]) == .nothingStands)
    #expect(reason([]) == .nothingStands)
    #expect(DueReason.nothingStands.mayWait == false)
  }

  @Test func aHoldReleasedAfterTheDayNeverWaitsAndOneReleasedBeforeChangesNothing() {
    #expect(reason([evidence, ended(.hold, on: day("2026-06-02"))]) == .released)
    #expect(
      reason([evidence, ended(.hold, on: day("2026-06-01"))])
        == .timeRanOut(since: day("2026-06-02")))
    #expect(reason([evidence, ended(.longerStorage, on: today)]) == .released)
    #expect(DueReason.released.mayWait == false)
  }

  @Test func evidenceThatNewRulesMadeShorterWaits() {
    let shorter = Ground(kind: .evidence, since: day("2025-12-01"), eraseFrom: day("2026-03-02"))
    #expect(
      reason([shorter, ended(.evidence, on: today)]) == .timeRanOut(since: day("2026-03-02")))
  }

  @Test func thePoolsCeilingNeverWaits() {
    let pool = Ground(kind: .pool, since: day("2024-06-16"), eraseFrom: today)
    #expect(reason([pool]) == .poolCeiling)
    #expect(reason([pool, evidence]) == .poolCeiling)
    #expect(DueReason.poolCeiling.mayWait == false)
  }

  @Test func aHundredGoUnaskedAndOneMoreDoesNot() {
    #expect(!MassGuard.stops(unannounced: 100))
    #expect(MassGuard.stops(unannounced: 101))
  }

  @Test func anAnnouncementCountsFromTheDayBefore() {
    #expect(MassGuard.wasAnnounced(dueOn: today, announcedOn: day("2026-06-14")))
    #expect(!MassGuard.wasAnnounced(dueOn: today, announcedOn: today))
    #expect(!MassGuard.wasAnnounced(dueOn: today, announcedOn: nil))
  }

  @Test func itIsLateByTheDaysSinceTheLastOfItsEnds() {
    func since(_ expired: [Ground], _ last: Day?) -> Day {
      Retention.dueSince(expired: expired, lastEnded: last, today: today)
    }
    #expect(since([evidence], nil) == day("2026-06-02"))
    #expect(since([evidence], day("2026-06-10")) == day("2026-06-10"))
    #expect(since([evidence], day("2026-01-10")) == day("2026-06-02"))
    #expect(since([], day("2026-06-14")) == day("2026-06-14"))
    #expect(since([], nil) == today)
  }
}
