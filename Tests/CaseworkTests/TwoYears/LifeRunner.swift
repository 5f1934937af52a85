import Casework
import Domain
import Postgres
import Records
import Support

/// Does in an office what the model says.
struct LifeRunner: Sendable {
  let here: TestOffice
  let calendar: WallCalendar
  /// Vacancies that are open, and one that isn't.
  var vacancies: [VacancyID] = []
  var closed: VacancyID?
  /// The numbers of the holds on each.
  var held: [VacancyID: [Int]] = [:]

  func day(_ number: Int) -> Day { Day(stringLiteral: calendar.text(number)) }

  /// One act in both; what differs is noted with the person.
  func live(
    _ person: inout Person, _ act: LifeAct, _ moment: LifeMoment, mayDie: Bool = true
  ) async throws {
    if needsToken(act) && here.post.lastToken(to: person.email) == nil { return }
    if case .move(isOpen: false) = act, closed == nil { return }
    if case .delete = act, person.documents.isEmpty { return }
    if case .release = act, person.model.holds.isEmpty { return }
    if case .endObligation = act, person.model.obligations.isEmpty { return }
    if case .decideObjection = act, person.objection == nil { return }
    person.history.append("\(calendar.text(moment.today)) \(act)")
    person.target = vacancies.randomElement(using: &person.chance)
    var next = person.model
    let expected = next.perform(act, moment, settling: true)
    if case .move(isOpen: true) = act, expected == nil, let target = person.target {
      next.cover(by: held[target] ?? [], moment)
    }
    if mayDie, expected == nil, isCuttable(act), shows(person.model, next),
      Int.random(in: 0..<8, using: &person.chance) == 0
    {
      return try await cut(&person, act, moment, whole: next)
    }
    let before = person
    let found = try await refusal(of: act, &person, before.model, moment, in: here.office)
    person.model = next
    if expected == nil { person.done[LifeRunner.name(act), default: 0] += 1 }
    if found != expected {
      person.differences.append(
        "\(act): \(found ?? "done") where the model says \(expected ?? "done")")
    }
  }

  static func name(_ act: LifeAct) -> String { String("\(act)".prefix { $0 != "(" }) }

  private func needsToken(_ act: LifeAct) -> Bool {
    switch act {
    case .give, .decline, .withdraw: true
    default: false
    }
  }

  /// Whether something shows in the grounds, so that one can tell how far it came: of a no to a
  /// question, for instance, nothing does.
  private func shows(_ before: LifeModel, _ after: LifeModel) -> Bool {
    after.gone != nil || words(before) != words(after)
  }

  private func isCuttable(_ act: LifeAct) -> Bool {
    switch act {
    case .decide, .withdrawByPhone, .release, .handOver, .request, .withdraw, .restrict, .lift,
      .decideObjection(upheld: true), .withdrawStorage, .endObligation:
      true
    default: false
    }
  }

  /// The process dies somewhere in the act. Afterwards it is as before, as after the act, or as
  /// after the act and the eraser; nothing else is.
  private func cut(
    _ person: inout Person, _ act: LifeAct, _ moment: LifeMoment, whole: LifeModel
  ) async throws {
    let before = person.model
    var half = before
    _ = half.perform(act, moment, settling: false)
    let fuse = Fuse(Int.random(in: 0...6, using: &person.chance), here.clock)
    do {
      _ = try await refusal(
        of: act, &person, before, moment, in: here.reopened(on: fuse.legal))
    } catch is Fuse.Died {}
    let found = try await words(of: person.id)
    let states = [whole, half, before]
    guard let state = states.first(where: { ($0.gone == nil ? words($0) : nil) == found }) else {
      person.differences.append("\(act), cut short, left \(found ?? "nothing")")
      return
    }
    person.history.append("  cut short: \(found ?? "erased")")
    person.model = state
  }

  /// The open grounds and what counts of them; `nil` once it is gone.
  private func words(of id: ApplicationID) async throws -> String? {
    try await here.asSuperuser { rows in
      try rows.first(
        """
        SELECT \(sql: Truth.words) || ' as ' || \(sql: Truth.kinds) AS words
        FROM application a WHERE a.id = \(id.uuid)
        """
      ) {
        try $0("words")
      }
    }
  }

  private func words(_ model: LifeModel) -> String {
    "\(model.words(calendar)) as \(model.standing)"
  }

  /// How an act is refused; `nil` if it is done.
  private func refusal(
    of act: LifeAct, _ person: inout Person, _ model: LifeModel, _ moment: LifeMoment,
    in office: Office
  ) async throws -> String? {
    do {
      try await perform(act, &person, model, moment, in: office)
      return nil
    } catch let refusal as Refusal {
      return String("\(refusal)".prefix { $0 != "(" })
    }
  }

  private func perform(
    _ act: LifeAct, _ person: inout Person, _ model: LifeModel, _ moment: LifeMoment,
    in office: Office
  ) async throws {
    let id = person.id
    switch act {
    case .stage: try await ChangeStage(office)(id, to: .interview, by: here.recruiter)
    case .move(let isOpen):
      guard let target = isOpen ? person.target : closed else { return }
      try await MoveApplication(office)(id, to: target, by: here.recruiter)
      person.vacancy = target
    case .decide, .correct, .reopen, .notice, .handOver:
      try await decide(act, id, model, moment, in: office)
    case .invite:
      _ = try await InviteToPool(office)(id, language: .english, by: here.recruiter)
    case .give, .decline, .withdraw: try await answer(act, person, in: office)
    case .consentOnPaper(let givenOn, let byOfficer):
      try await RecordConsent(office)(
        id, PaperConsent(channel: .post, givenOn: day(givenOn), textVersion: "1"),
        by: byOfficer ? here.privacyOfficer : here.recruiter)
    case .withdrawByPhone(let byOfficer):
      try await RecordWithdrawal(office)(
        id, channel: .phone, receivedAt: here.clock.now,
        by: byOfficer ? here.privacyOfficer : here.recruiter)
    case .hold, .holdForAWeek: try await hold(act, &person, model, moment, in: office)
    case .release:
      guard let last = model.holds.last, let hold = person.holds[last] else { return }
      try await ReleaseHold(office)(hold, reason: "settled", by: here.legal)
    case .oblige(let days):
      person.obligations[model.grounds.count] = try await PlaceObligation(office)(
        id, law: "§ 147 AO", until: day(moment.today + days), reason: nil, by: here.legal)
    case .endObligation:
      guard let last = model.obligations.last, let one = person.obligations[last] else { return }
      try await EndObligation(office)(one, reason: "mistaken", by: here.legal)
    case .request:
      try await EraseOnRequest(office)(
        id, confirm: id.text, reason: "asked", by: here.privacyOfficer)
    case .store: person.documents.append(try await here.store(in: id))
    case .delete:
      guard let document = person.documents.last else { return }
      try await DeleteDocument(office)(document, of: id, by: here.recruiter)
      person.documents.removeLast()
    case .restrict, .announce, .lift: try await restrict(act, id, moment, in: office)
    case .inviteToStorage, .storeLonger, .withdrawStorage:
      try await store(act, id, in: office)
    case .object, .decideObjection: try await object(act, &person, in: office)
    }
  }

  private func hold(
    _ act: LifeAct, _ person: inout Person, _ model: LifeModel, _ moment: LifeMoment,
    in office: Office
  ) async throws {
    var caller = here.recruiter
    if case .hold = act { caller = here.legal }
    let hold = try await PlaceHold(office)(
      person.id, matter: Private("Number \(person.number) ./. Example"), reason: "suit announced",
      reviewOn: day(moment.today + 90), by: caller)
    if case .hold = act { person.holds[model.grounds.count] = hold }
  }

  private func decide(
    _ act: LifeAct, _ id: ApplicationID, _ model: LifeModel, _ moment: LifeMoment,
    in office: Office
  ) async throws {
    func decision(_ kind: String, _ endedOn: Int, _ confirms: Bool) throws -> OutcomeDecision {
      guard let outcome = OutcomeKind(rawValue: kind) else { throw Refusal.incomplete }
      let due = model.dueSoon(kind, endedOn, moment)
      return OutcomeDecision(
        outcome: outcome, endedOn: day(endedOn), confirmEraseOn: confirms ? due.map(day) : nil)
    }
    switch act {
    case .decide(let kind, let endedOn, let confirms):
      try await RecordOutcome(office)(
        id, decision(kind, endedOn, confirms), by: here.recruiter)
    case .correct(let kind, let endedOn, let confirms, let byOfficer):
      try await CorrectOutcome(office)(
        id, decision(kind, endedOn, confirms), reason: "mistaken",
        by: byOfficer ? here.privacyOfficer : here.recruiter)
    case .reopen(let byOfficer):
      try await ReopenApplication(office)(
        id, reason: "again", by: byOfficer ? here.privacyOfficer : here.recruiter)
    case .handOver:
      try await HandOver(office)(id, reference: nil, documents: [], by: here.recruiter)
    default:
      try await RecordNotice(office)(
        id, NoticeRecord(channel: .phone, sentOn: day(moment.today)), by: here.recruiter)
    }
  }

  private func answer(_ act: LifeAct, _ person: Person, in office: Office) async throws {
    guard let token = here.post.lastToken(to: person.email) else { return }
    var decision = LinkMatter.Decision.give
    if case .decline = act { decision = .decline }
    if case .withdraw = act { decision = .withdraw }
    _ = try await AnswerLink(office)(token: token, decision)
  }
}
