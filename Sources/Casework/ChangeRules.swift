package import Domain
import Records
package import struct Foundation.Date

/// The retention rules with all their versions.
package struct ListRules: Sendable {
  package static let roles: Set<Role> = [.privacyOfficer, .recruiter, .legal]
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// One version.
  package struct Version: Sendable {
    package let rules: RetentionRules
    /// `nil` for the version an installation begins with.
    package let setAt: Date?
    package let reason: String?
    /// When what stood had been brought in line with it; `nil` while that is under way.
    package let appliedAt: Date?
  }

  /// Oldest first; the last one rules.
  package func callAsFunction(by caller: Caller) async throws -> [Version] {
    try await office.act(by: caller, Self.roles) { _, rows in
      try RulesVersions.all(in: rows).map {
        Version(
          rules: $0.rules, setAt: $0.setAt, reason: $0.reason, appliedAt: $0.appliedAt)
      }
    }
  }
}

/// Changes how long things are kept, after it was said what that would make due.
package struct ChangeRules: Sendable {
  package static let roles: Set<Role> = [.privacyOfficer]
  private static let batch = 2000
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// What a change would bring about.
  package struct Effect: Sendable, Equatable {
    /// Applications that would be due at once, and aren't now.
    package internal(set) var due = 0
    /// Those that would be due within 30 days, and not at once.
    package internal(set) var dueWithin30Days = 0
    /// Applications whose evidence would stand shorter.
    package internal(set) var shortened = 0
  }

  /// What is in force, months by months.
  package struct Months: Sendable, Equatable {
    package let evidence: [OutcomeKind: Int]
    package let pool: Int

    package init(evidence: [OutcomeKind: Int], pool: Int) {
      self.evidence = evidence
      self.pool = pool
    }

    /// Refuses a pool period over two years, and what no period can be.
    func rules(version: Int) throws(Refusal) -> RetentionRules {
      guard
        let rules = RetentionRules(version: version, evidenceMonths: evidence, poolMonths: pool)
      else { throw .invalid(field: "months", .outOfRange) }
      return rules
    }
  }

  /// Says what would follow, and changes nothing.
  package func whatIf(_ months: Months, by caller: Caller) async throws -> Effect {
    try await office.act(by: caller, Self.roles) { act, rows in
      let version = try Installations.rules(in: rows).version + 1
      return try consequences(of: months.rules(version: version), at: act, in: rows)
    }
  }

  /// Sets the next version and brings open evidence in line: shorter where it is, longer nowhere.
  /// Refuses unless `confirmDue` is the number of applications that become due by it. Rules that
  /// are in force already stay as they are.
  package func callAsFunction(
    _ months: Months, reason: String, confirmDue: Int?, by caller: Caller
  ) async throws -> (version: Int, effect: Effect) {
    try caller.mustBe(Self.roles)
    try office.mustHaveConfirmed(caller)
    let set: (version: Int, effect: Effect) = try await office.act(by: caller, Self.roles) {
      act, rows in
      // Whoever records an outcome waits, or is counted.
      try Locks.exclusiveRules(in: rows)
      let now = try Installations.rules(in: rows)
      let rules = try months.rules(version: now.version + 1)
      let effect = try consequences(of: rules, at: act, in: rows)
      guard confirmDue == effect.due else { throw Refusal.wouldBeDue(effect.due) }
      // What is in force already needs no other version: a form that was sent twice.
      if months.evidence == now.evidenceMonths && months.pool == now.poolMonths {
        return (version: now.version, effect: effect)
      }
      try RulesVersions.set(rules, because: reason, at: act.now, in: rows)
      try act.note(
        .retentionRulesChanged,
        detail: EntryDetail([
          "version": String(rules.version), "due": String(effect.due),
          "shortened": String(effect.shortened),
        ]).text, in: rows)
      return (version: rules.version, effect: effect)
    }
    // What doesn't succeed now is finished by the purge.
    do { try await ShortenEvidence(office)() } catch { /* The purge reports it. */  }
    return set
  }

  private func consequences(
    of rules: RetentionRules, at act: Act, in rows: borrowing Rows
  ) throws -> Effect {
    var effect = Effect()
    var last: ApplicationID?
    while true {
      let long = try RulesVersions.tooLong(
        under: rules, after: last, limit: Self.batch, in: rows)
      guard let end = long.last?.application else { return effect }
      let open = try Grounds.open(of: long.map(\.application), in: rows)
      for evidence in long {
        let now = open[evidence.application] ?? []
        let then = now.map { rules.shortened($0, after: evidence.outcome) ?? $0 }
        effect.shortened += 1
        guard case .erase = Retention.decision(now, on: act.today) else {
          effect.add(Retention.eraseOn(then, today: act.today), today: act.today)
          continue
        }
      }
      last = end
    }
  }
}

extension ChangeRules.Effect {
  fileprivate mutating func add(_ eraseOn: Day?, today: Day) {
    guard let eraseOn else { return }
    if eraseOn <= today {
      due += 1
    } else if eraseOn <= today.adding(days: 30) {
      dueWithin30Days += 1
    }
  }
}
