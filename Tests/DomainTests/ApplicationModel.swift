import Domain
import Foundation

/// One application as a list of facts, moved by the acts people and time perform. It uses the
/// rules of Domain and nothing of the program that applies them.
struct ApplicationModel {
  private(set) var grounds: [Ground] = []
  private(set) var consents: [Consent] = []
  private(set) var outcome: RecordedOutcome?
  private(set) var today: Day
  private(set) var recordedOn: Day?
  private(set) var isErased = false
  private(set) var isRestricted = false
  private let receivedOn: Day
  private let unsolicited: Bool
  private let rules: RetentionRules
  private var handedOver = false
  /// Which of its holds are parts of one on its vacancy.
  private var parts: Set<GroundID> = []

  /// The application arrives.
  init(receivedOn: Day, unsolicited: Bool, rules: RetentionRules) {
    today = receivedOn
    self.receivedOn = receivedOn
    self.unsolicited = unsolicited
    self.rules = rules
    grounds = [Ground(kind: .procedure, since: receivedOn)]
  }

  var retention: Retention {
    Retention(
      grounds: grounds,
      procedure: ProcedureState(
        vacancyTitle: unsolicited ? nil : "Baker", vacancyClosed: false, receivedOn: receivedOn,
        outcome: outcome, rules: rules), isRestricted: isRestricted)
  }

  func stands(_ kind: GroundKind) -> Bool {
    retention.standing(on: today).contains { $0.kind == kind }
  }

  /// Does one act, then what the eraser does after every act.
  mutating func perform(_ act: Act) throws(Refusal) {
    if isErased { throw .unknown }
    if isRestricted && !act.isLeftToTheApplicant { throw .restricted }
    switch act {
    case .recordOutcome(let kind, let endedOn, let confirmed):
      if outcome != nil { throw .alreadyDecided }
      try end(kind, endedOn, confirmed, replacing: [.procedure])
    case .correctOutcome(let kind, let endedOn, let confirmed):
      try checkCorrectable()
      try end(kind, endedOn, confirmed, replacing: [.evidence, .employment])
    case .reopen:
      try checkCorrectable()
      grounds.append(Ground(kind: .procedure, since: receivedOn))
      endOpen([.evidence, .employment])
      outcome = nil
    case .invite: try invite()
    case .giveConsent(let givenOn): try give(on: givenOn)
    case .declineConsent: try decline()
    case .withdrawConsent: try withdraw()
    case .placeHold: grounds.append(Ground(kind: .hold, since: today))
    case .holdForAWeek:
      let end = today.adding(days: Window.provisionalHoldDays)
      grounds.append(Ground(kind: .hold, since: today, eraseFrom: end))
    case .holdVacancy:
      let part = Ground(kind: .hold, since: today)
      grounds.append(part)
      parts.insert(part.id)
    case .releaseHold: try endFirst(.hold) { [parts] in !parts.contains($0) }
    case .releaseVacancy: try endFirst(.hold) { [parts] in parts.contains($0) }
    case .oblige(let days):
      let end = today.adding(days: days + 1)
      grounds.append(Ground(kind: .legalObligation, since: today, eraseFrom: end))
    case .endObligation: try endFirst(.legalObligation) { _ in true }
    case .handOver: try handOver()
    case .requestErasure:
      if let ground = grounds.first(where: { $0.endedAt == nil && $0.kind.forbidsErasure }) {
        throw .forbidden(by: ground.kind)
      }
      endOpen(GroundKind.allCases)
    case .restrict, .lift, .objectionUpheld, .consentToLongerStorage, .withdrawLongerStorage:
      try answer(request: act)
    case .pass(let days): today = today.adding(days: days)
    }
    erase()
  }

  /// What an applicant asks for.
  private mutating func answer(request act: Act) throws(Refusal) {
    switch act {
    case .restrict: isRestricted = true
    case .lift:
      guard isRestricted else { throw .notRestricted }
      isRestricted = false
    case .objectionUpheld:
      guard stands(.evidence) else { throw .noEvidence }
      endOpen([.evidence])
    case .consentToLongerStorage(let until):
      if outcome == nil && !unsolicited { throw .procedureRuns }
      try LongerStorage.check(until: until, today: today)
      if stands(.longerStorage) { throw .alreadyThere }
      grounds.append(LongerStorage.ground(givenOn: today, until: until))
    default:
      guard stands(.longerStorage) else { throw .notStoredLonger }
      endOpen([.longerStorage])
    }
  }

  private var now: Date { Date(timeIntervalSince1970: Double(today.daysSince1970) * 86_400) }

  private mutating func erase() {
    switch retention.decision(on: today) {
    case .keep: break
    case .end(let expired): endOpen(where: { ground in expired.contains { $0.id == ground.id } })
    case .erase: isErased = true
    }
  }

  /// The new ground comes first; what it replaces ends last.
  private mutating func end(
    _ kind: OutcomeKind, _ endedOn: Day, _ confirmed: Bool, replacing old: [GroundKind]
  ) throws(Refusal) {
    if endedOn > today { throw .invalid(field: "endedOn", .inTheFuture) }
    if endedOn < receivedOn { throw .invalid(field: "endedOn", .beforeReceipt) }
    var next = grounds.filter { $0.endedAt == nil && !old.contains($0.kind) }
    let following =
      kind.followingGround == .employment
      ? Ground(kind: .employment, since: endedOn) : evidence(since: endedOn, after: kind)
    next.append(following)
    let due = Retention(grounds: next, procedure: retention.procedure).eraseOn(today: today)
    if let due, due <= today.adding(days: Window.dueSoonDays), !confirmed { throw .dueSoon(due) }
    grounds.append(following)
    endOpen(where: { old.contains($0.kind) && $0.id != following.id })
    outcome = RecordedOutcome(id: .random(), kind: kind, endedOn: endedOn, recordedAt: now)
    recordedOn = today
  }

  private func evidence(since: Day, after kind: OutcomeKind) -> Ground {
    Ground(
      kind: .evidence, since: since,
      eraseFrom: rules.evidenceEraseFrom(endedOn: since, outcome: kind))
  }

  private func checkCorrectable() throws(Refusal) {
    guard outcome != nil, let recordedOn else { throw .notDecided }
    if handedOver { throw .handedOver }
    if today > recordedOn.adding(days: Window.endingDays) { throw .correctionTooLate }
  }

  private mutating func invite() throws(Refusal) {
    let open = try PoolInvitation.check(
      consents: consents, poolStands: stands(.pool), decided: outcome != nil,
      unsolicited: unsolicited)
    if open == nil { consents.append(Consent(id: .random(), askedAt: now)) }
  }

  private mutating func give(on givenOn: Day) throws(Refusal) {
    if givenOn > today { throw .invalid(field: "givenOn", .inTheFuture) }
    let eraseFrom = rules.poolEraseFrom(givenOn: givenOn)
    if eraseFrom <= today { throw .invalid(field: "givenOn", .outOfRange) }
    try answer { Consent(id: $0.id, askedAt: $0.askedAt, givenOn: givenOn) }
    grounds.append(Ground(kind: .pool, since: givenOn, eraseFrom: eraseFrom))
  }

  private mutating func decline() throws(Refusal) {
    let moment = now
    try answer { Consent(id: $0.id, askedAt: $0.askedAt, declinedAt: moment) }
  }

  private mutating func answer(_ answered: (Consent) -> Consent) throws(Refusal) {
    guard let index = consents.firstIndex(where: { $0.state == .asked })
    else { throw .alreadyAnswered }
    if stands(.pool) { throw .alreadyInPool }
    consents[index] = answered(consents[index])
  }

  private mutating func withdraw() throws(Refusal) {
    guard stands(.pool), let index = consents.lastIndex(where: { $0.state == .given })
    else { throw .notInPool }
    let given = consents[index]
    consents[index] = Consent(
      id: given.id, askedAt: given.askedAt, givenOn: given.givenOn, withdrawnAt: now)
    endOpen([.pool])
  }

  private mutating func handOver() throws(Refusal) {
    guard let outcome, outcome.kind == .hired else { throw .notDecided }
    if handedOver { throw .handedOver }
    grounds.append(evidence(since: outcome.endedOn, after: .hired))
    endOpen([.employment])
    handedOver = true
  }

  private mutating func endFirst(
    _ kind: GroundKind, _ matches: (GroundID) -> Bool
  ) throws(Refusal) {
    let found = grounds.firstIndex {
      $0.kind == kind && $0.endedAt == nil && matches($0.id)
    }
    guard let found else { throw .alreadyReleased }
    grounds[found] = grounds[found].ended(at: now)
  }

  private mutating func endOpen(_ kinds: [GroundKind]) {
    endOpen(where: { kinds.contains($0.kind) })
  }

  private mutating func endOpen(where matches: (Ground) -> Bool) {
    grounds = grounds.map { $0.endedAt == nil && matches($0) ? $0.ended(at: now) : $0 }
  }
}

/// What can happen to an application after it has come in.
enum Act {
  case recordOutcome(OutcomeKind, endedOn: Day, confirmed: Bool)
  case correctOutcome(OutcomeKind, endedOn: Day, confirmed: Bool)
  case reopen
  case invite
  case giveConsent(on: Day)
  case declineConsent
  case withdrawConsent
  case placeHold
  case holdForAWeek
  case releaseHold
  case holdVacancy
  case releaseVacancy
  case oblige(days: Int)
  case endObligation
  case handOver
  case requestErasure
  case restrict
  case lift
  case objectionUpheld
  case consentToLongerStorage(until: Day)
  case withdrawLongerStorage
  case pass(days: Int)

  static func random(_ seed: inout Seed, today: Day) -> Act {
    let kind = seed.one(of: OutcomeKind.allCases)
    let past = today.adding(days: -seed.number(-1...(seed.chance(20) ? 400 : 10)))
    switch seed.number(0...23) {
    case 0, 1, 2: return .recordOutcome(kind, endedOn: past, confirmed: seed.chance(40))
    case 3: return .correctOutcome(kind, endedOn: past, confirmed: seed.chance(40))
    case 4: return .reopen
    case 5, 6: return .invite
    case 7, 8: return .giveConsent(on: past)
    case 9: return seed.chance(20) ? .declineConsent : .withdrawConsent
    case 10: return seed.chance(50) ? .placeHold : .holdForAWeek
    case 11: return .releaseHold
    case 16: return seed.chance(40) ? .holdVacancy : .releaseVacancy
    case 17: return seed.chance(40) ? .oblige(days: seed.number(0...700)) : .endObligation
    case 12: return .handOver
    case 13: return seed.chance(15) ? .requestErasure : .invite
    case 20: return seed.chance(40) ? .restrict : .lift
    case 21: return .lift
    case 22: return .consentToLongerStorage(until: today.adding(days: seed.number(-2...700)))
    case 23: return seed.chance(50) ? .withdrawLongerStorage : .objectionUpheld
    default: return .pass(days: seed.chance(20) ? seed.number(100...400) : seed.number(0...20))
    }
  }

  /// Whether this may be what erases: time, an end to the last ground, or a confirmed day.
  var mayErase: Bool {
    switch self {
    case .pass, .withdrawConsent, .releaseHold, .releaseVacancy, .endObligation, .handOver,
      .requestErasure, .lift, .objectionUpheld, .withdrawLongerStorage:
      true
    case .recordOutcome(_, _, let confirmed), .correctOutcome(_, _, let confirmed): confirmed
    case .reopen, .invite, .giveConsent, .declineConsent, .placeHold, .holdForAWeek,
      .holdVacancy, .oblige, .restrict, .consentToLongerStorage:
      false
    }
  }

  /// What counts although processing is restricted: time, and what the applicant takes back.
  var isLeftToTheApplicant: Bool {
    switch self {
    case .pass, .lift, .withdrawConsent, .declineConsent, .withdrawLongerStorage,
      .objectionUpheld:
      true
    default: false
    }
  }
}

extension Ground {
  fileprivate func ended(at instant: Date) -> Ground {
    Ground(id: id, kind: kind, since: since, eraseFrom: eraseFrom, endedAt: instant)
  }
}
