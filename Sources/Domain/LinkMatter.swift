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
  /// The other entries of the same address in the pool, oldest first.
  package let others: [PoolEntry]
  /// What became of other entries that were withdrawn through this link.
  package let receipts: [EntryReceipt]
  /// Whether processing is restricted (Art. 18 GDPR): then nothing but taking back can be decided.
  package let isRestricted: Bool

  package init(
    state: State, language: Language, vacancyTitle: String? = nil, remaining: [Ground] = [],
    proposed: Proposed? = nil, others: [PoolEntry] = [], receipts: [EntryReceipt] = [],
    isRestricted: Bool = false
  ) {
    self.state = state
    self.language = language
    self.vacancyTitle = vacancyTitle
    self.remaining = remaining
    self.proposed = proposed
    self.others = others
    self.receipts = receipts
    self.isRestricted = isRestricted
  }

  /// Where the matter stands.
  package enum State: Sendable, Equatable {
    /// The question waits for an answer; a yes today would last until `poolEraseOn`.
    case asked(poolEraseOn: Day)
    case inPool(givenOn: Day, eraseOn: Day)
    /// The time in the pool ends on `eraseOn`; a yes today would last until `newEraseOn`.
    case renewal(eraseOn: Day, newEraseOn: Day)
    /// In the pool until `eraseOn`; the question for longer was answered with no.
    case notRenewed(eraseOn: Day)
    case declined
    /// Whether it may be kept longer waits for an answer; a yes would hold through `until`.
    case storageAsked(until: Day)
    case storageGiven(givenOn: Day, eraseOn: Day)
    case storageDeclined
    /// That consent is taken back; other grounds keep the application.
    case storageWithdrawn(at: Date)
    /// The time in the pool is over, without a withdrawal; other grounds keep the application.
    case lapsed
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

  /// Whether a withdrawal is of every entry of the address, or of the link's own.
  package enum Scope: String, CaseIterable, Sendable { case all, this }
}

/// One application in the pool, as its applicant is shown it.
package struct PoolEntry: Sendable, Equatable {
  package let vacancyTitle: String?
  package let givenOn: Day
  package let eraseOn: Day
  /// What keeps it besides the pool; oldest first.
  package let remaining: [Ground]

  package init(vacancyTitle: String?, givenOn: Day, eraseOn: Day, remaining: [Ground] = []) {
    self.vacancyTitle = vacancyTitle
    self.givenOn = givenOn
    self.eraseOn = eraseOn
    self.remaining = remaining
  }
}

/// What became of an entry that was withdrawn together with another one.
package struct EntryReceipt: Sendable, Equatable {
  /// The day of the consent: what an entry is told apart by once nothing else is left of it.
  package let givenOn: Day
  package let fate: Fate

  package init(givenOn: Day, fate: Fate) {
    self.givenOn = givenOn
    self.fate = fate
  }

  /// Whether it is gone.
  package enum Fate: Sendable, Equatable {
    case erased(at: Date, finalOn: Day)
    /// Out of the pool; these grounds keep the application, none of them if its erasure follows.
    case withdrawn(at: Date, vacancyTitle: String?, remaining: [Ground])
  }
}
