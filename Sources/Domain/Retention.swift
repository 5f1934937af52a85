package import struct Foundation.Date

/// Everything the law needs to know of one application to say why it is here and until when.
/// The eraser, `explain` and the API ask this one value, so they can't disagree.
package struct Retention: Sendable {
  package let grounds: [Ground]
  package let procedure: ProcedureState
  /// Whether processing is restricted (Art. 18 GDPR): kept whatever stands, changed by nobody.
  package let isRestricted: Bool
  /// The days on which holds that stand are to be looked at again.
  package let reviewsOn: [Day]

  package init(
    grounds: [Ground], procedure: ProcedureState, isRestricted: Bool = false,
    reviewsOn: [Day] = []
  ) {
    self.grounds = grounds
    self.procedure = procedure
    self.isRestricted = isRestricted
    self.reviewsOn = reviewsOn
  }

  /// What is to be done on `today`.
  package func decision(on today: Day) -> Decision {
    Self.decision(grounds, isRestricted: isRestricted, on: today)
  }

  /// The same, where only the grounds are known and whether processing is restricted.
  package static func decision(
    _ grounds: [Ground], isRestricted: Bool = false, on today: Day
  ) -> Decision {
    if isRestricted { return .keep }
    let open = grounds.filter { $0.endedAt == nil }
    let expired = open.filter { !$0.stands(on: today) }
    if expired.count == open.count { return .erase(last: expired) }
    return expired.isEmpty ? .keep : .end(expired)
  }

  /// What a purge does with an application.
  package enum Decision: Sendable, Equatable {
    case keep
    /// These expired; another ground keeps the application.
    case end([Ground])
    /// No ground stands any more. The grounds that expired with it, if time ended them.
    case erase(last: [Ground])
  }

  /// The day from whose 00:00 local time the purge erases; `nil` while a ground has no end in
  /// sight or a restriction stands. With no open ground left it is the day that has come: `today`.
  package func eraseOn(today: Day) -> Day? {
    isRestricted ? nil : Self.eraseOn(grounds, today: today)
  }

  /// The same, where only the grounds are known.
  package static func eraseOn(_ grounds: [Ground], today: Day) -> Day? {
    let open = grounds.filter { $0.endedAt == nil }
    guard open.allSatisfy({ $0.eraseFrom != nil }) else { return nil }
    return open.compactMap(\.eraseFrom).max() ?? today
  }

  /// Grounds that stand on `today`, oldest first.
  package func standing(on today: Day) -> [Ground] {
    grounds.filter { $0.stands(on: today) }.sorted {
      ($0.since, $0.kind.rawValue) < ($1.since, $1.kind.rawValue)
    }
  }
}

/// How the procedure behind an application stands.
package struct ProcedureState: Sendable, Equatable {
  /// The vacancy's title; `nil` for an unsolicited application.
  package let vacancyTitle: String?
  package let vacancyClosed: Bool
  package let receivedOn: Day
  package let outcome: RecordedOutcome?
  package let rules: RetentionRules

  package init(
    vacancyTitle: String?, vacancyClosed: Bool, receivedOn: Day, outcome: RecordedOutcome?,
    rules: RetentionRules
  ) {
    self.vacancyTitle = vacancyTitle
    self.vacancyClosed = vacancyClosed
    self.receivedOn = receivedOn
    self.outcome = outcome
    self.rules = rules
  }
}

/// The outcome that stands, after any correction.
package struct RecordedOutcome: Sendable, Equatable {
  package let id: OutcomeID
  package let kind: OutcomeKind
  package let endedOn: Day
  package let recordedAt: Date
  package let noticeSentOn: Day?
  package let noticeReceivedOn: Day?

  package init(
    id: OutcomeID, kind: OutcomeKind, endedOn: Day, recordedAt: Date, noticeSentOn: Day? = nil,
    noticeReceivedOn: Day? = nil
  ) {
    self.id = id
    self.kind = kind
    self.endedOn = endedOn
    self.recordedAt = recordedAt
    self.noticeSentOn = noticeSentOn
    self.noticeReceivedOn = noticeReceivedOn
  }
}

/// What HR still has to do after an outcome.
package enum EndingTask: String, Sendable, CaseIterable { case notice, invitation, paper }
