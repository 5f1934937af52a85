import Domain
import Foundation
import Testing

/// When the pool question may be asked.
@Suite struct InvitationTests {
  private let moment = Sample.instant

  private func check(
    _ consents: [Consent] = [], poolStands: Bool = false, decided: Bool = true,
    unsolicited: Bool = false
  ) throws(Refusal) -> Consent? {
    try PoolInvitation.check(
      consents: consents, poolStands: poolStands, decided: decided, unsolicited: unsolicited)
  }

  private func consent(_ state: ConsentState) throws -> Consent {
    let day = try #require(Day("2026-05-01"))
    return switch state {
    case .asked: Consent(id: .random(), askedAt: moment)
    case .given: Consent(id: .random(), askedAt: moment, givenOn: day)
    case .declined: Consent(id: .random(), askedAt: moment, declinedAt: moment)
    case .withdrawn: Consent(id: .random(), askedAt: moment, givenOn: day, withdrawnAt: moment)
    }
  }

  @Test func whileTheProcedureRunsNobodyAsks() {
    #expect(throws: Refusal.procedureRuns) { try check(decided: false) }
  }

  @Test func anUnsolicitedApplicationMayBeAskedAtAnyTime() throws {
    #expect(try check(decided: false, unsolicited: true) == nil)
  }

  @Test func afterTheEndTheFirstQuestionIsNew() throws { #expect(try check() == nil) }

  @Test func askingAgainChangesNothing() throws {
    let open = try consent(.asked)
    #expect(try check([consent(.given), open]) == open)
  }

  @Test(arguments: [ConsentState.declined, .withdrawn])
  func afterANoNobodyAsksAgain(answer: ConsentState) throws {
    let consents = try [consent(answer), consent(.asked)]
    #expect(throws: Refusal.answeredNo) { try check(consents) }
    #expect(throws: Refusal.answeredNo) {
      try check(consents, decided: false, unsolicited: true)
    }
  }

  @Test func whoIsInThePoolIsNotAsked() throws {
    let consents = try [consent(.given)]
    #expect(throws: Refusal.alreadyInPool) { try check(consents, poolStands: true) }
  }

  @Test func aConsentThatRanOutMayBeAskedForAgain() throws {
    #expect(try check([consent(.given)]) == nil)
  }

  @Test func theStateFollowsFromWhatCame() throws {
    for state in [ConsentState.asked, .given, .declined, .withdrawn] {
      #expect(try consent(state).state == state)
    }
  }
}
