package import struct Foundation.Date

/// The matter behind an applicant's link: facts, without a name and without words.
package struct LinkMatter: Sendable, Equatable {
  package let state: State
  package let language: Language
  /// The vacancy's title; `nil` for an unsolicited application, or once it is erased.
  package let vacancyTitle: String?
  /// What keeps the application besides the pool; oldest first.
  package let remaining: [Ground]
  /// The proposal the link is about, if it is about one.
  package let proposed: Proposed?

  package init(
    state: State, language: Language, vacancyTitle: String? = nil, remaining: [Ground] = [],
    proposed: Proposed? = nil
  ) {
    self.state = state
    self.language = language
    self.vacancyTitle = vacancyTitle
    self.remaining = remaining
    self.proposed = proposed
  }

  /// Where the matter stands.
  package enum State: Sendable, Equatable {
    /// The question waits for an answer; a yes today would last until `poolEraseOn`.
    case asked(poolEraseOn: Day)
    case inPool(givenOn: Day, eraseOn: Day)
    case declined
    /// Withdrawn; other grounds keep the application.
    case withdrawn(at: Date)
    /// Withdrawn and nothing keeps the application, but its erasure is still to come.
    case erasurePending(at: Date)
    /// Withdrawn and erased; from `finalOn` no backup can open it.
    case erased(at: Date, finalOn: Day)
  }

  /// A vacancy that is proposed, and how that stands.
  package struct Proposed: Sendable, Equatable {
    package let title: String
    package let state: ProposalState
    /// The day on which the pool entry goes; `nil` once its time is over.
    package let poolEraseOn: Day?

    package init(title: String, state: ProposalState, poolEraseOn: Day?) {
      self.title = title
      self.state = state
      self.poolEraseOn = poolEraseOn
    }
  }

  /// What an applicant can decide on their page: about the proposal, if the link is about one,
  /// else about the consent; taking back is always about the consent.
  package enum Decision: String, CaseIterable, Sendable { case give, decline, withdraw }
}
