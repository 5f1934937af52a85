import Domain
import Testing

/// Grounds, outcomes and whom they let in.
@Suite struct GroundTests {
  @Test func everyOutcomeLeavesAGround() {
    for outcome in OutcomeKind.allCases {
      #expect(outcome.followingGround == (outcome == .hired ? .employment : .evidence))
    }
  }

  @Test func aRejectedApplicationIsEvidenceNotASmallerOpenOne() {
    #expect(GroundKind.evidence.letsIn == [.legal])
    #expect(GroundKind.hold.letsIn == [.legal])
    #expect(GroundKind.legalObligation.letsIn == [.legal])
    #expect(GroundKind.procedure.letsIn == [.recruiter, .reviewer])
    for kind in [GroundKind.pool, .longerStorage, .employment] {
      #expect(kind.letsIn == [.recruiter])
    }
  }

  @Test func everyGroundNamesItsLaw() {
    for kind in GroundKind.allCases {
      #expect(kind.legalBasis.contains("Art.") || kind.legalBasis.contains("§"))
    }
  }

  @Test func onlyAHoldAndALegalObligationForbidErasureOnRequest() {
    #expect(GroundKind.allCases.filter(\.forbidsErasure) == [.legalObligation, .hold])
  }

  @Test func whoMeetsLockedThingsNamesAReason() {
    #expect(Role.allCases.filter(\.needsReason) == [.legal, .privacyOfficer])
  }

  @Test func anEndedGroundNeverStands() throws {
    let day = try #require(Day("2026-01-01"))
    let ended = Ground(kind: .hold, since: day, endedAt: Sample.instant)
    #expect(!ended.stands(on: day))
    #expect(Ground(kind: .hold, since: day).stands(on: day.adding(days: 100_000)))
    #expect(Ground(kind: .hold, since: day).through == nil)
  }
}
