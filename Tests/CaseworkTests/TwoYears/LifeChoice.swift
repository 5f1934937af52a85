import Support

/// Which act comes next: mostly one that makes sense, sometimes any.
enum LifeChoice {
  private static let outcomes = ["rejected", "rejected", "rejected", "withdrawn", "offerDeclined"]

  /// Whether something happens to a life today: much in its first weeks and after its outcome, and
  /// more while somebody waits for a decision or a claim than later.
  static func acts(_ life: LifeModel, on today: Int, _ chance: inout Chance) -> Bool {
    if life.isRestricted || life.waiting != nil {
      return Int.random(in: 0..<1000, using: &chance) < 40
    }
    let fresh = today - (life.outcome?.recordedOn ?? life.received) < 25
    let waits = life.outcome == nil || !life.holds.isEmpty
    return Int.random(in: 0..<1000, using: &chance) < (fresh ? 160 : waits ? 40 : 12)
  }

  static func next(
    _ life: LifeModel, on today: Int, _ calendar: WallCalendar, _ chance: inout Chance
  ) -> LifeAct {
    if percent(12, &chance) { return whatever(life, on: today, calendar, &chance) }
    if life.waiting != nil, percent(40, &chance) {
      return .decideObjection(upheld: percent(60, &chance))
    }
    if life.isRestricted { return restricted(today, life, calendar, &chance) }
    if percent(2, &chance) { return .restrict }
    // Ends that come late are rare otherwise: of a consent that alone keeps somebody, and of an
    // employment whose time as evidence is over.
    let kinds = life.open.map(\.kind)
    if kinds == [.pool], percent(30, &chance) {
      return percent(50, &chance) ? .withdraw : .withdrawByPhone(byOfficer: percent(50, &chance))
    }
    if kinds == [.longerStorage], percent(30, &chance) {
      return percent(50, &chance) ? .withdraw : .withdrawStorage(byOfficer: percent(50, &chance))
    }
    if kinds == [.employment], percent(30, &chance) { return .handOver }
    if !life.obligations.isEmpty, percent(15, &chance) { return .endObligation }
    if kinds.contains(.longerStorage), percent(12, &chance) {
      return .withdrawStorage(byOfficer: percent(50, &chance))
    }
    if !life.holds.isEmpty, percent(kinds.contains(.procedure) ? 10 : 40, &chance) {
      return .release
    }
    return life.outcome == nil
      ? running(life, on: today, calendar, &chance) : ended(life, on: today, calendar, &chance)
  }

  private static func restricted(
    _ today: Int, _ life: LifeModel, _ calendar: WallCalendar, _ chance: inout Chance
  ) -> LifeAct {
    switch Int.random(in: 0..<100, using: &chance) {
    case 0..<50: return .lift
    case 50..<80:
      return .announce(
        inDays: Int.random(in: -1...20, using: &chance),
        told: percent(life.isMailable ? 20 : 80, &chance))
    case 80..<86: return .withdrawByPhone(byOfficer: true)
    case 86..<90: return .withdrawStorage(byOfficer: true)
    case 90..<93: return .withdraw
    case 93..<96: return object(today, life, calendar, &chance)
    case 96: return .hold
    case 97: return .holdForAWeek
    case 98: return .release
    default: return .request
    }
  }

  private static func running(
    _ life: LifeModel, on today: Int, _ calendar: WallCalendar, _ chance: inout Chance
  ) -> LifeAct {
    switch Int.random(in: 0..<100, using: &chance) {
    case 0..<48: return decide(today, life, calendar, &chance)
    case 48..<62: return .stage
    case 62..<70: return .store
    case 70..<73: return .delete
    case 73..<80: return .move(isOpen: true)
    case 80..<84: return .hold
    case 84..<87: return .holdForAWeek
    case 87..<90: return .release
    case 90..<92: return .request
    case 92..<96: return .invite
    default: return onPaper(today, life, &chance)
    }
  }

  private static func ended(
    _ life: LifeModel, on today: Int, _ calendar: WallCalendar, _ chance: inout Chance
  ) -> LifeAct {
    if percent(5, &chance) { return object(today, life, calendar, &chance) }
    if percent(8, &chance) { return store(today, life, &chance) }
    switch Int.random(in: 0..<100, using: &chance) {
    case 0..<6:
      return .correct(
        life.outcome?.kind ?? "rejected", endedOn: day(today, life, calendar, &chance),
        confirms: percent(60, &chance), byOfficer: percent(50, &chance))
    case 6..<9: return .reopen(byOfficer: percent(50, &chance))
    case 9..<17: return .notice
    case 17..<34: return .invite
    case 34..<50: return .give
    case 50..<54: return .decline
    case 54..<60: return .withdraw
    case 60..<70: return onPaper(today, life, &chance)
    case 70..<75: return .withdrawByPhone(byOfficer: percent(50, &chance))
    case 75..<79: return .hold
    case 79..<81: return .holdForAWeek
    case 81..<83: return .oblige(days: Int.random(in: 0...200, using: &chance))
    case 83..<88: return percent(70, &chance) ? .release : .endObligation
    case 88..<98: return .handOver
    default: return .request
    }
  }

  private static func whatever(
    _ life: LifeModel, on today: Int, _ calendar: WallCalendar, _ chance: inout Chance
  ) -> LifeAct {
    let byOfficer = percent(50, &chance)
    let all: [LifeAct] = [
      .stage, .move(isOpen: percent(70, &chance)), decide(today, life, calendar, &chance),
      .correct(
        percent(30, &chance) ? "hired" : "rejected", endedOn: day(today, life, calendar, &chance),
        confirms: percent(50, &chance), byOfficer: byOfficer),
      .reopen(byOfficer: byOfficer), .notice, .invite, .give, .decline, .withdraw,
      onPaper(today, life, &chance), .withdrawByPhone(byOfficer: byOfficer), .hold,
      .holdForAWeek, .release, .handOver, .store, .delete, .restrict, .lift,
      .announce(inDays: 0, told: percent(50, &chance)), object(today, life, calendar, &chance),
      .decideObjection(upheld: percent(50, &chance)), store(today, life, &chance),
      .endObligation,
    ]
    return all.randomElement(using: &chance) ?? .stage
  }

  private static func store(
    _ today: Int, _ life: LifeModel, _ chance: inout Chance
  ) -> LifeAct {
    // Today is a day too early, and more than ten years are nobody's to foresee.
    let until = today + (percent(5, &chance) ? 3654 : Int.random(in: 0...400, using: &chance))
    let byOfficer = percent(50, &chance)
    switch Int.random(in: 0..<100, using: &chance) {
    case 0..<50: return .inviteToStorage(until: until)
    case 50..<85:
      let past = Int.random(in: life.received...max(life.received, today), using: &chance)
      return .storeLonger(
        until: until, givenOn: percent(60, &chance) ? today : past, byOfficer: byOfficer)
    default: return .withdrawStorage(byOfficer: byOfficer)
    }
  }

  private static func object(
    _ today: Int, _ life: LifeModel, _ calendar: WallCalendar, _ chance: inout Chance
  ) -> LifeAct {
    .object(
      to: percent(70, &chance) ? .evidence : .contact,
      receivedOn: percent(50, &chance) ? today : day(today, life, calendar, &chance),
      byOfficer: percent(60, &chance))
  }

  private static func decide(
    _ today: Int, _ life: LifeModel, _ calendar: WallCalendar, _ chance: inout Chance
  ) -> LifeAct {
    let kind =
      percent(12, &chance) ? "hired" : outcomes.randomElement(using: &chance) ?? "rejected"
    return .decide(
      kind, endedOn: day(today, life, calendar, &chance), confirms: percent(60, &chance))
  }

  /// Mostly today; often in the past, and there often at the end of a month; sometimes a day that
  /// can't be.
  private static func day(
    _ today: Int, _ life: LifeModel, _ calendar: WallCalendar, _ chance: inout Chance
  ) -> Int {
    switch Int.random(in: 0..<100, using: &chance) {
    case 0..<45: return today
    case 45..<65: return max(life.received, today - Int.random(in: 0...40, using: &chance))
    case 65..<85:
      let recent = (0...70).map { today - $0 }
      return recent.first { $0 >= life.received && calendar.isAtTheEndOfAMonth($0) } ?? today
    case 85..<94: return Int.random(in: life.received...max(life.received, today), using: &chance)
    case 94..<97: return today + 1
    default: return life.received - 1
    }
  }

  private static func onPaper(
    _ today: Int, _ life: LifeModel, _ chance: inout Chance
  ) -> LifeAct {
    let past = Int.random(in: life.received...max(life.received, today), using: &chance)
    return .consentOnPaper(
      givenOn: percent(60, &chance) ? today : past, byOfficer: percent(50, &chance))
  }

  private static func percent(_ number: Int, _ chance: inout Chance) -> Bool {
    Int.random(in: 0..<100, using: &chance) < number
  }
}
