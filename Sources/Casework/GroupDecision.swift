package import Domain
package import struct Foundation.Date

/// What somebody decided about one or several applications, and what is to follow from it.
package struct GroupDecision: Sendable {
  /// Repeating a decision with the same id records nothing twice.
  package let id: DecisionID
  package let decision: OutcomeDecision
  package let targets: [Target]
  /// Whether whoever is rejected is told by mail, where there is an address.
  package let tells: Bool
  /// How many applications there are, typed by whoever decides; needed for a large number.
  package let count: Int?

  package init(
    id: DecisionID, _ decision: OutcomeDecision, targets: [Target], tells: Bool, count: Int? = nil
  ) {
    self.id = id
    self.decision = decision
    var seen: Set<ApplicationID> = []
    self.targets = targets.filter { seen.insert($0.application).inserted }
    self.tells = tells
    self.count = count
  }

  /// One application of it.
  package struct Target: Sendable {
    package let application: ApplicationID
    /// Whether it is then invited to the pool. Nobody who is hired is.
    package let isInvited: Bool
    /// In which language; the applicant's own if none is named.
    package let language: Language?

    package init(_ application: ApplicationID, isInvited: Bool = false, language: Language? = nil) {
      self.application = application
      self.isInvited = isInvited
      self.language = language
    }
  }

  /// Applications that one decision can be about.
  package static let mostTargets = 200
  /// Above so many, their number has to be typed.
  package static let mostUncounted = 30

  /// Whether their number has to be typed.
  package var needsCount: Bool { targets.count > Self.mostUncounted }

  /// Refuses nobody at all, too many, and an end in the future.
  func check(today: Day) throws(Refusal) {
    guard !targets.isEmpty else { throw .invalid(field: "applications", .missing) }
    guard targets.count <= Self.mostTargets else {
      throw .invalid(field: "applications", .outOfRange)
    }
    try decision.check(today: today)
  }

  /// Refuses a number that isn't theirs.
  func checkCount() throws(Refusal) {
    guard needsCount, count != targets.count else { return }
    throw .invalid(field: "count", count == nil ? .missing : .notAllowed)
  }

  /// Whether this one is told, and asked.
  var isTold: Bool { tells && decision.outcome.needsNotice }
  func isAsked(_ target: Target) -> Bool { target.isInvited && decision.outcome != .hired }
}

/// How an applicant is told of a rejection. Numbered for keeping.
package enum Telling: Int, Sendable {
  case nothing, mail
  /// There is no address: a letter is to be printed.
  case letter
}

/// How an applicant is asked about the pool. Numbered for keeping.
package enum Asking: Int, Sendable {
  case nothing, mail
  /// There is no address: a letter is to be printed.
  case letter
  /// A question waits for its answer already.
  case alreadyAsked
  case alreadyInPool
  /// Said no once, or took a yes back.
  case answeredNo
}

/// Why nothing is recorded for one of several applications.
package enum DecisionObstacle: Sendable, Equatable {
  /// Somebody was quicker; who and when.
  case decided(by: String?, at: Date)
  /// Would be erased on this day, within a week; the day wasn't confirmed.
  case dueSoon(Day)
  case refused(Refusal)
}

/// What became of one application.
package struct DecisionAnswer: Sendable {
  package let application: ApplicationID
  /// The applicant, as far as whoever decides may still see them.
  package let name: Private<String>?
  package let fate: Fate

  /// Whether it was recorded.
  package enum Fate: Sendable, Equatable {
    case recorded(Recorded)
    case not(DecisionObstacle)
  }

  /// What was recorded.
  package struct Recorded: Sendable, Equatable {
    /// The last day of the evidence; `nil` for somebody hired.
    package let through: Day?
    package let eraseOn: Day?
    package let telling: Telling
    package let asking: Asking

    package init(through: Day?, eraseOn: Day?, telling: Telling, asking: Asking) {
      self.through = through
      self.eraseOn = eraseOn
      self.telling = telling
      self.asking = asking
    }
  }
}
