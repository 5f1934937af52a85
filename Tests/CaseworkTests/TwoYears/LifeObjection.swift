/// What the applicant objects to (Art. 21 GDPR): being kept as evidence, which is decided; being
/// contacted, which is not.
extension LifeModel {
  enum Target: String { case evidence, contact }

  struct Objection {
    let receivedOn: Int
    var isDecided = false
  }

  mutating func object(
    to target: Target, receivedOn: Int, byOfficer: Bool, _ moment: LifeMoment
  ) -> String? {
    if let refusal = unworkable(byOfficer: byOfficer, on: moment.today, evenRestricted: true) {
      return refusal
    }
    if receivedOn > moment.today || receivedOn < received { return "invalid" }
    switch target {
    case .contact:
      if isContactForbidden { return "alreadyThere" }
      isContactForbidden = true
    case .evidence:
      let stands = grounds.contains { $0.kind == .evidence && $0.stands(on: moment.today) }
      if !stands { return "noEvidence" }
      if waiting != nil { return "alreadyThere" }
      objection = Objection(receivedOn: receivedOn)
    }
    return nil
  }

  mutating func decideObjection(upheld: Bool, _ moment: LifeMoment) -> String? {
    if waiting == nil { return "alreadyAnswered" }
    objection?.isDecided = true
    if upheld { end(by: "objection", at: moment.now) { $0.kind == .evidence } }
    return nil
  }

  /// The one that waits for a decision.
  var waiting: Objection? { objection.flatMap { $0.isDecided ? nil : $0 } }

  /// The last day on which an answer to it is in time: a month after it came, or the Monday after.
  func answerBy(_ calendar: WallCalendar) -> Int? {
    guard let waiting else { return nil }
    var day = calendar.day(1, monthsAfter: waiting.receivedOn)
    while calendar.isWeekend(day) { day += 1 }
    return day
  }
}
