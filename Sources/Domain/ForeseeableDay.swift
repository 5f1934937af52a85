/// A day to come that somebody names.
extension Day {
  /// The farthest that can be meant; years with five digits could not be read again.
  private static let foreseeableMonths = 1200

  /// Refuses a day that has passed, and one that nobody can foresee; `field` is its name.
  package func mustBeForeseeable(on today: Day, _ field: String) throws(Refusal) {
    guard self >= today else { throw .invalid(field: field, .beforeToday) }
    guard self <= today.adding(months: Self.foreseeableMonths) else {
      throw .invalid(field: field, .outOfRange)
    }
  }
}
