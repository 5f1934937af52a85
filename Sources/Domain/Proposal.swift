package import struct Foundation.Date

/// Somebody of the pool, proposed for a vacancy, and what they said to it.
package struct Proposal: Sendable, Equatable {
  package let id: ProposalID
  package let vacancy: VacancyID
  package let proposedAt: Date
  package let answer: Answer?
  package let answeredAt: Date?
  /// The application that a yes makes; its id is chosen with the yes.
  package let newApplication: ApplicationID?
  package let isCarriedOut: Bool

  package init(
    id: ProposalID, vacancy: VacancyID, proposedAt: Date, answer: Answer? = nil,
    answeredAt: Date? = nil, newApplication: ApplicationID? = nil, isCarriedOut: Bool = false
  ) {
    self.id = id
    self.vacancy = vacancy
    self.proposedAt = proposedAt
    self.answer = answer
    self.answeredAt = answeredAt
    self.newApplication = newApplication
    self.isCarriedOut = isCarriedOut
  }

  /// What an applicant says to a proposal.
  package enum Answer: String, CaseIterable, Sendable { case yes, no }

  /// Where it stands: it ends with the pool entry and with the vacancy.
  package func state(poolStands: Bool, vacancyIsOpen: Bool) -> ProposalState {
    switch answer {
    case .yes: .accepted(isCarriedOut: isCarriedOut)
    case .no: .declined
    case nil: poolStands && vacancyIsOpen ? .open : .over
    }
  }
}

/// Where a proposal stands.
package enum ProposalState: Sendable, Equatable {
  case open
  /// A yes stands; the application it makes is there, or follows by itself.
  case accepted(isCarriedOut: Bool)
  case declined
  /// Nobody answered while the vacancy was open and the entry in the pool.
  case over
}

/// The rules of proposing: somebody who is in the pool and can be written to, for a vacancy that
/// is open, once; not where they applied already, and not again after a no.
package enum PoolProposal {
  /// The proposal already made and still open, if there is one: proposing again changes nothing.
  package static func check(
    for vacancy: VacancyID, earlier: [Proposal], poolStands: Bool, isMailable: Bool,
    appliedThere: Bool
  ) throws(Refusal) -> Proposal? {
    guard poolStands else { throw .notInPool }
    let same = earlier.first { $0.vacancy == vacancy }
    if appliedThere || same?.answer == .yes { throw .alreadyApplied }
    if same?.answer == .no { throw .answeredNo }
    guard isMailable else { throw .noAddress }
    return same
  }
}
