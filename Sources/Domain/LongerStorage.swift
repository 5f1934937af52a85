/// What a consent is for.
package enum ConsentPurpose: String, CaseIterable, Sendable {
  /// To be proposed for other vacancies.
  case pool
  /// To be kept until a day that is named.
  case longerStorage

  /// The ground that a consent gives.
  package var ground: GroundKind { self == .pool ? .pool : .longerStorage }
}

/// Keeping an application with consent until a day that is named (Art. 6(1)(a) GDPR).
package enum LongerStorage {
  /// The longest that can be consented to at once.
  private static let mostMonths = 120

  /// Refuses a day that has come, and one that nobody can foresee.
  package static func check(until: Day, today: Day) throws(Refusal) {
    guard until > today, until <= today.adding(months: mostMonths) else {
      throw .invalid(field: "until", .outOfRange)
    }
  }

  /// The ground: `until` is the last day on which it stands.
  package static func ground(givenOn: Day, until: Day) -> Ground {
    Ground(kind: .longerStorage, since: givenOn, eraseFrom: until.adding(days: 1))
  }
}
