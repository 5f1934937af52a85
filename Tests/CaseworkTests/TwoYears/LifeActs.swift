/// What can happen to an application after it has come in.
enum LifeAct {
  case stage
  /// To a vacancy that is open, or to one that isn't.
  case move(isOpen: Bool)
  case decide(String, endedOn: Int, confirms: Bool)
  case correct(String, endedOn: Int, confirms: Bool, byOfficer: Bool)
  case reopen(byOfficer: Bool)
  case notice, invite, give, decline, withdraw
  case consentOnPaper(givenOn: Int, byOfficer: Bool)
  case withdrawByPhone(byOfficer: Bool)
  case hold, holdForAWeek, release, handOver, request
  case oblige(days: Int)
  case endObligation
  case store, delete
  case restrict, lift
  /// On the day so many from now; by mail, unless somebody told the applicant.
  case announce(inDays: Int, told: Bool)
  case inviteToStorage(until: Int)
  case storeLonger(until: Int, givenOn: Int, byOfficer: Bool)
  case withdrawStorage(byOfficer: Bool)
  case object(to: LifeModel.Target, receivedOn: Int, byOfficer: Bool)
  case decideObjection(upheld: Bool)
}

/// When and by which rules an act happens.
struct LifeMoment {
  let today: Int
  /// Seconds since 1970.
  let now: Int
  let rules: LifeModel.Rules
  let calendar: WallCalendar
}

extension LifeModel {
  /// Does one act; the name of the refusal if it can't be, and then nothing has changed. Without
  /// `settling` it is as if the process died before the eraser came.
  mutating func perform(_ act: LifeAct, _ moment: LifeMoment, settling: Bool) -> String? {
    var changed = self
    if let refusal = changed.change(act, moment) { return refusal }
    switch act {
    case .decline, .withdraw, .withdrawByPhone, .release, .handOver, .request, .lift,
      .decideObjection(upheld: true), .withdrawStorage, .endObligation:
      if settling {
        changed.settle(on: moment.today, at: moment.now)
      } else {
        changed.isCut = true
      }
    default: break
    }
    self = changed
    return nil
  }

  private mutating func change(_ act: LifeAct, _ moment: LifeMoment) -> String? {
    if gone != nil { return "unknown" }
    switch act {
    case .stage, .move(isOpen: true):
      if !isOpenToRecruiters { return "unknown" }
      if outcome != nil { return "alreadyDecided" }
      if case .move = act { isUnsolicited = false }
      return nil
    case .move(isOpen: false): return "vacancyClosed"
    case .decide(let kind, let endedOn, let confirms):
      return decide(kind, endedOn, confirms, moment)
    case .correct(let kind, let endedOn, let confirms, let byOfficer):
      return correct(kind, endedOn, confirms, byOfficer, moment)
    case .reopen(let byOfficer): return reopen(byOfficer, moment)
    case .notice:
      if let refusal = unworkable(byOfficer: false, on: moment.today) { return refusal }
      return outcome == nil ? "notDecided" : nil
    case .invite: return invite(moment)
    case .give: return give(moment)
    case .decline, .withdraw: return takeBack(act, moment)
    case .consentOnPaper(let givenOn, let byOfficer):
      return consentOnPaper(givenOn, byOfficer, moment)
    case .withdrawByPhone(let byOfficer):
      if let refusal = unworkable(
        byOfficer: byOfficer, on: moment.today, evenRestricted: true)
      {
        return refusal
      }
      if !questions.contains(where: { $0.state == .given }) { return "notInPool" }
      withdraw(moment)
      return nil
    case .hold, .holdForAWeek, .release: return hold(act, moment)
    case .oblige, .endObligation: return oblige(act, moment)
    case .handOver: return handOver(moment)
    case .request: return request(moment)
    case .store: return isOpenToRecruiters ? nil : "unknown"
    case .delete:
      if !isOpenToRecruiters { return "unknown" }
      // What is held is what others are compared with.
      return forbidsErasure(moment) ? "forbidden" : nil
    default: return ask(act, moment)
    }
  }

  /// What applicants ask for besides.
  private mutating func ask(_ act: LifeAct, _ moment: LifeMoment) -> String? {
    switch act {
    case .restrict: return restrict()
    case .announce(let days, let told): return announce(inDays: days, told: told, moment)
    case .lift: return lift(moment)
    case .inviteToStorage(let until): return inviteToStorage(until: until, moment)
    case .storeLonger(let until, let givenOn, let byOfficer):
      return storeLonger(until: until, givenOn: givenOn, byOfficer: byOfficer, moment)
    case .withdrawStorage(let byOfficer): return withdrawStorage(byOfficer: byOfficer, moment)
    case .object(let target, let receivedOn, let byOfficer):
      return object(to: target, receivedOn: receivedOn, byOfficer: byOfficer, moment)
    case .decideObjection(let upheld): return decideObjection(upheld: upheld, moment)
    default: preconditionFailure("\(act) is nothing that applicants ask for")
    }
  }

  // The procedure.

  /// The ground that follows an outcome.
  private func following(_ kind: String, _ endedOn: Int, _ moment: LifeMoment) -> Ground {
    if kind == "hired" { return Ground(kind: .employment, since: endedOn, eraseFrom: nil) }
    return evidence(kind, endedOn, moment)
  }

  func evidence(_ kind: String, _ endedOn: Int, _ moment: LifeMoment) -> Ground {
    let months = moment.rules.evidenceMonths[kind] ?? 0
    // The last day of the period is kept whole.
    return Ground(
      kind: .evidence, since: endedOn,
      eraseFrom: moment.calendar.day(months, monthsAfter: endedOn) + 1)
  }

  /// The day that has to be confirmed, because it comes within a week.
  func dueSoon(
    _ kind: String, _ endedOn: Int, _ moment: LifeMoment
  ) -> Int? {
    let replaced: Set<Kind> = [.procedure, .evidence, .employment]
    var next = self
    next.grounds = open.filter { !replaced.contains($0.kind) } + [following(kind, endedOn, moment)]
    guard let day = next.eraseOn(today: moment.today) else { return nil }
    return day <= moment.today + 7 ? day : nil
  }

  private mutating func decide(
    _ kind: String, _ endedOn: Int, _ confirms: Bool, _ moment: LifeMoment
  ) -> String? {
    if let refusal = unworkable(byOfficer: false, on: moment.today) { return refusal }
    if outcome != nil { return "alreadyDecided" }
    if endedOn > moment.today || endedOn < received { return "invalid" }
    if dueSoon(kind, endedOn, moment) != nil && !confirms { return "dueSoon" }
    if kind != "hired" { endingThrough = endingThrough ?? moment.today + 14 }
    record(kind, endedOn, ending: [.procedure], by: "outcomeRecorded", moment)
    return nil
  }

  private mutating func record(
    _ kind: String, _ endedOn: Int, ending kinds: Set<Kind>, by cause: String,
    _ moment: LifeMoment
  ) {
    end(by: cause, at: moment.now) { kinds.contains($0.kind) }
    grounds.append(following(kind, endedOn, moment))
    outcome = Outcome(kind: kind, endedOn: endedOn, recordedOn: moment.today)
  }

  private func correctable(_ byOfficer: Bool, _ moment: LifeMoment) -> String? {
    if let refusal = unworkable(byOfficer: byOfficer, on: moment.today) { return refusal }
    guard let outcome else { return "notDecided" }
    if !byOfficer && isOpenToRecruiters && moment.today > outcome.recordedOn + 14 {
      return "correctionTooLate"
    }
    return isHandedOver ? "handedOver" : nil
  }

  private mutating func correct(
    _ kind: String, _ endedOn: Int, _ confirms: Bool, _ byOfficer: Bool, _ moment: LifeMoment
  ) -> String? {
    if let refusal = correctable(byOfficer, moment) { return refusal }
    if endedOn > moment.today || endedOn < received { return "invalid" }
    if dueSoon(kind, endedOn, moment) != nil && !confirms { return "dueSoon" }
    if kind != "hired" && outcome?.kind == "hired" {
      endingThrough = endingThrough ?? moment.today + 14
    }
    record(
      kind, endedOn, ending: [.procedure, .evidence, .employment], by: "outcomeCorrected", moment)
    if kind == "hired" { endingThrough = nil }
    return nil
  }

  private mutating func reopen(_ byOfficer: Bool, _ moment: LifeMoment) -> String? {
    if let refusal = correctable(byOfficer, moment) { return refusal }
    end(by: "procedureReopened", at: moment.now) { [.evidence, .employment].contains($0.kind) }
    grounds.append(Ground(kind: .procedure, since: moment.today, eraseFrom: nil))
    (outcome, endingThrough) = (nil, nil)
    return nil
  }

  private mutating func handOver(_ moment: LifeMoment) -> String? {
    if !isOpenToRecruiters { return "unknown" }
    if isHandedOver { return "handedOver" }
    guard let outcome, open.contains(where: { $0.kind == .employment }) else {
      return "notDecided"
    }
    end(by: "handedOver", at: moment.now) { $0.kind == .employment }
    grounds.append(evidence("hired", outcome.endedOn, moment))
    isHandedOver = true
    return nil
  }

  // What keeps it in spite of everything, and what ends everything.

  private mutating func hold(_ act: LifeAct, _ moment: LifeMoment) -> String? {
    switch act {
    case .hold:
      holds.append(grounds.count)
      grounds.append(Ground(kind: .hold, since: moment.today, eraseFrom: nil))
    case .holdForAWeek:
      grounds.append(Ground(kind: .hold, since: moment.today, eraseFrom: moment.today + 7))
    default:
      guard let last = holds.popLast() else { return "alreadyReleased" }
      if grounds[last].ended == nil { grounds[last].ended = ("holdReleased", moment.now) }
    }
    return nil
  }

  private mutating func oblige(_ act: LifeAct, _ moment: LifeMoment) -> String? {
    if case .oblige(let days) = act {
      obligations.append(grounds.count)
      grounds.append(
        Ground(kind: .legalObligation, since: moment.today, eraseFrom: moment.today + days + 1))
      return nil
    }
    guard let last = obligations.last, grounds[last].ended == nil else { return "alreadyReleased" }
    obligations.removeLast()
    grounds[last].ended = ("obligationEnded", moment.now)
    return nil
  }

  /// Its part of holds on its vacancy, where it has none yet.
  mutating func cover(by holds: [Int], _ moment: LifeMoment) {
    if !isThere { return }
    for hold in holds where parts[hold] == nil {
      parts[hold] = grounds.count
      grounds.append(Ground(kind: .hold, since: moment.today, eraseFrom: nil))
    }
  }

  /// Such a hold is released, and whatever nothing else keeps goes.
  mutating func uncover(_ hold: Int, _ moment: LifeMoment) {
    guard gone == nil, let part = parts[hold], grounds[part].ended == nil else { return }
    grounds[part].ended = ("holdReleased", moment.now)
    settle(on: moment.today, at: moment.now)
  }

  private func forbidsErasure(_ moment: LifeMoment) -> Bool {
    open.contains {
      [.hold, .legalObligation].contains($0.kind) && $0.stands(on: moment.today)
    }
  }

  private mutating func request(_ moment: LifeMoment) -> String? {
    if isRestricted { return "restricted" }
    if forbidsErasure(moment) { return "forbidden" }
    end(by: "request", at: moment.now) { _ in true }
    return nil
  }
}
