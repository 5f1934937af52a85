/// What people say about the pool, and what comes of it.
extension LifeModel {
  private func stands(_ kind: Kind, _ moment: LifeMoment) -> Bool {
    grounds.contains { $0.kind == kind && $0.stands(on: moment.today) }
  }

  /// The pool's ground, run out or not, as long as nothing has ended it.
  private var pool: Int? { grounds.firstIndex { $0.kind == .pool && $0.ended == nil } }

  /// The second anniversary, or an earlier one, less a day: by then the erasure must be finished.
  private func poolEnd(_ givenOn: Int, _ moment: LifeMoment) -> Int {
    moment.calendar.day(moment.rules.poolMonths, monthsAfter: givenOn) - 1
  }

  private mutating func join(on day: Int, _ moment: LifeMoment) {
    if let pool { grounds[pool].ended = ("consentRenewed", moment.now) }
    grounds.append(Ground(kind: .pool, since: day, eraseFrom: poolEnd(day, moment)))
  }

  mutating func invite(_ moment: LifeMoment) -> String? {
    if let refusal = unworkable(byOfficer: false, on: moment.today) { return refusal }
    if isContactForbidden { return "objected" }
    if stands(.pool, moment) { return "alreadyInPool" }
    let saidNo = questions.contains {
      $0.state == .declined || $0.state == .withdrawn || ($0.state == .asked && $0.renews != nil)
    }
    if saidNo { return "answeredNo" }
    if outcome == nil && !isUnsolicited { return "procedureRuns" }
    if !isMailable { return "noAddress" }
    // It is asked once, and while that is open no other letter leaves.
    if questions.contains(where: { $0.state == .asked }) { return nil }
    linked = .pool(questions.count)
    questions.append(Question(state: .asked))
    return nil
  }

  /// A link never refuses: it shows how things are.
  mutating func give(_ moment: LifeMoment) -> String? {
    if isRestricted || open.isEmpty { return nil }
    switch linked {
    case .pool(let question): give(pool: question, moment)
    case .storage(let question): give(storage: question, moment)
    case nil: break
    }
    return nil
  }

  private mutating func give(pool question: Int, _ moment: LifeMoment) {
    if questions[question].state != .asked { return }
    if questions[question].renews == nil {
      if pool != nil { return }
    } else {
      guard let pool, grounds[pool].stands(on: moment.today), renewal == question else { return }
    }
    (questions[question].state, questions[question].givenOn) = (.given, moment.today)
    join(on: moment.today, moment)
  }

  mutating func takeBack(_ act: LifeAct, _ moment: LifeMoment) -> String? {
    guard let linked, isThere else { return nil }
    switch linked {
    case .storage(let question): takeBack(storage: question, act, moment)
    case .pool(let question):
      if case .withdraw = act, questions.contains(where: { $0.state == .given }) {
        withdraw(moment)
      } else if questions[question].state == .asked {
        questions[question].state = .declined
      }
    }
    return nil
  }

  mutating func withdraw(_ moment: LifeMoment) {
    for index in questions.indices where questions[index].state == .given {
      questions[index].state = .withdrawn
    }
    end(by: "consentWithdrawn", at: moment.now) { $0.kind == .pool }
  }

  mutating func consentOnPaper(
    _ givenOn: Int, _ byOfficer: Bool, _ moment: LifeMoment
  ) -> String? {
    if let refusal = unworkable(byOfficer: byOfficer, on: moment.today) { return refusal }
    if givenOn > moment.today || givenOn < received { return "invalid" }
    if outcome == nil && !isUnsolicited { return "procedureRuns" }
    if pool != nil && !(renewal.map { questions[$0].state == .asked } ?? false) {
      return "alreadyInPool"
    }
    let end = poolEnd(givenOn, moment)
    if moment.today >= end || (pool.flatMap { grounds[$0].eraseFrom }.map { $0 >= end } ?? false) {
      return "invalid"
    }
    join(on: givenOn, moment)
    let question = questions.firstIndex { $0.state == .asked } ?? questions.count
    if question == questions.count { questions.append(Question(state: .asked)) }
    (questions[question].state, questions[question].givenOn) = (.given, givenOn)
    if isMailable { linked = .pool(question) }
    return nil
  }
}
