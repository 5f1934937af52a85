/// What an applicant objects to (Art. 21 GDPR).
package enum ObjectionTarget: String, CaseIterable, Sendable {
  /// Being kept as evidence: decided and recorded, since claims may outweigh it.
  case evidence
  /// Being contacted about other vacancies: absolute, nothing to decide.
  case contact
}

/// What was decided on an objection.
package enum ObjectionDecision: String, CaseIterable, Sendable { case upheld, rejected }

/// By when a request of an applicant is answered (Art. 12(3) GDPR).
package enum AnswerPeriod {
  /// The last day of one month after receipt. The day of receipt doesn't count, a month without
  /// that day ends with its last one, and a last day that is a Saturday, a Sunday or one of
  /// `holidays` gives way to the next working day (Regulation 1182/71, Art. 3).
  package static func lastDay(receivedOn: Day, holidays: Set<Day> = []) -> Day {
    var day = receivedOn.adding(months: 1)
    while !day.isMondayToFriday || holidays.contains(day) { day = day.adding(days: 1) }
    return day
  }
}
