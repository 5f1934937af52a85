/// How long things are kept: configuration with a version, so that an answer given today can
/// still be explained after the rules have changed.
package struct RetentionRules: Sendable, Equatable {
  package let version: Int
  /// Months of evidence after the end of the procedure, per outcome. § 15(4) AGG, § 61b ArbGG.
  package let evidenceMonths: [OutcomeKind: Int]
  /// Months a consent carries; at most 24.
  package let poolMonths: Int

  /// The ceiling promised to applicants: two years after consent.
  package static let poolCeilingMonths = 24
  /// What a period of evidence can be.
  package static let evidenceLimits = 0...120
  /// What the pool's can be.
  package static let poolLimits = 1...poolCeilingMonths

  /// `nil` when an outcome has no period, a period is negative, or the pool's exceeds the ceiling.
  package init?(version: Int, evidenceMonths: [OutcomeKind: Int], poolMonths: Int) {
    let isOfEvidence = OutcomeKind.allCases.allSatisfy {
      Self.evidenceLimits.contains(evidenceMonths[$0] ?? -1)
    }
    guard isOfEvidence, Self.poolLimits.contains(poolMonths) else { return nil }
    self.version = version
    self.evidenceMonths = evidenceMonths
    self.poolMonths = poolMonths
  }

  /// The day from whose 00:00 evidence is erased. The day the procedure ended doesn't count
  /// (§ 187(1) BGB); the period ends with its last day (§ 188(2), (3) BGB), so erasure is due
  /// from the day after.
  package func evidenceEraseFrom(endedOn: Day, outcome: OutcomeKind) -> Day {
    endedOn.adding(months: evidenceMonths[outcome] ?? 6).adding(days: 1)
  }

  /// Evidence with the end that these rules give it, if that comes earlier: what an applicant was
  /// told is shortened, never lengthened. `nil` where nothing changes.
  package func shortened(_ ground: Ground, after outcome: OutcomeKind) -> Ground? {
    guard ground.kind == .evidence, ground.endedAt == nil, let end = ground.eraseFrom else {
      return nil
    }
    let earlier = evidenceEraseFrom(endedOn: ground.since, outcome: outcome)
    return earlier < end
      ? Ground(kind: .evidence, since: ground.since, eraseFrom: earlier) : nil
  }

  /// The day from whose 00:00 a pool entry is erased: the day before the anniversary, because
  /// the erasure must be finished when the anniversary begins.
  package func poolEraseFrom(givenOn: Day) -> Day {
    givenOn.adding(months: poolMonths).adding(days: -1)
  }
}

/// Windows that aren't retention periods.
package enum Window {
  /// Days in which whoever recorded an outcome may still act on it.
  package static let endingDays = 14
  /// An outcome due within so many days must be confirmed by naming the day.
  package static let dueSoonDays = 7
  /// Days after the end of a procedure by which a notice should have been received.
  package static let noticeDays = 28
  /// Days a used link shows its receipt.
  package static let receiptDays = 30
  /// Days a recruiter's provisional hold stands.
  package static let provisionalHoldDays = 7
  /// Months a link can be used: longer than the longest consent to the pool.
  package static let linkMonths = 36
  /// Months a link can be used beyond the day that is consented to, where that is later.
  package static let linkMonthsAfterConsent = 1

  /// The day from which a link made `today` is useless. A consent through `until` must be taken
  /// back as easily as it was given (Art. 7(3) GDPR) for as long as it stands.
  package static func linkEnd(today: Day, until: Day? = nil) -> Day {
    let usual = today.adding(months: linkMonths)
    guard let until else { return usual }
    return max(usual, until.adding(months: linkMonthsAfterConsent))
  }
  /// Epoch life plus backup life and quarantine: after so many days no backup can open it.
  package static let finalAfterDays = 28
}
