import Domain
import Testing

/// Who may be proposed for a vacancy, and how long a proposal stands.
@Suite struct ProposalTests {
  private let vacancy = VacancyID.random()

  private func check(
    _ earlier: [Proposal] = [], poolStands: Bool = true, isMailable: Bool = true,
    appliedThere: Bool = false
  ) throws(Refusal) -> Proposal? {
    try PoolProposal.check(
      for: vacancy, earlier: earlier, poolStands: poolStands, isMailable: isMailable,
      appliedThere: appliedThere)
  }

  private func proposal(_ answer: Proposal.Answer?, for vacancy: VacancyID? = nil) -> Proposal {
    Proposal(
      id: .random(), vacancy: vacancy ?? self.vacancy, proposedAt: Sample.instant,
      answer: answer, answeredAt: answer.map { _ in Sample.instant })
  }

  @Test func whoIsInThePoolMayBeProposed() throws { #expect(try check() == nil) }

  @Test func proposingAgainChangesNothing() throws {
    let open = proposal(nil)
    #expect(try check([proposal(.no, for: .random()), open]) == open)
  }

  @Test func outsideThePoolNobodyIsProposed() {
    #expect(throws: Refusal.notInPool) { try check(poolStands: false) }
  }

  @Test func whoAppliedThereIsNotProposedThere() {
    #expect(throws: Refusal.alreadyApplied) { try check(appliedThere: true) }
    #expect(throws: Refusal.alreadyApplied) { try check([proposal(.yes)]) }
  }

  @Test func aNoIsTheLastWordAboutItsVacancyOnly() throws {
    #expect(throws: Refusal.answeredNo) { try check([proposal(.no)]) }
    #expect(try check([proposal(.no, for: .random())]) == nil)
  }

  @Test func whoCannotBeWrittenToIsNotProposed() {
    #expect(throws: Refusal.noAddress) { try check(isMailable: false) }
  }

  @Test func anAnswerStandsWhateverBecomesOfPoolAndVacancy() {
    for stands in [true, false] {
      #expect(proposal(.no).state(poolStands: stands, vacancyIsOpen: stands) == .declined)
      #expect(
        proposal(.yes).state(poolStands: stands, vacancyIsOpen: stands)
          == .accepted(isCarriedOut: false))
    }
  }

  @Test func withoutAnAnswerItEndsWithPoolOrVacancy() {
    #expect(proposal(nil).state(poolStands: true, vacancyIsOpen: true) == .open)
    #expect(proposal(nil).state(poolStands: false, vacancyIsOpen: true) == .over)
    #expect(proposal(nil).state(poolStands: true, vacancyIsOpen: false) == .over)
  }
}
