/// What new retention rules bring: evidence that stands may get shorter, never longer. Nothing
/// else moves, and nothing of what is restricted.
extension LifeModel {
  /// What a change would bring about.
  struct Effect: Equatable {
    var due = 0
    var dueWithin30Days = 0
    var shortened = 0
  }

  /// The same ground with the end that the rules give it, if that comes earlier.
  private func shorter(_ ground: Ground, _ moment: LifeMoment) -> Ground? {
    guard let outcome, ground.kind == .evidence, ground.ended == nil, let end = ground.eraseFrom
    else { return nil }
    let new = evidence(outcome.kind, ground.since, moment)
    return new.eraseFrom.map { $0 < end } ?? false ? new : nil
  }

  mutating func shorten(_ moment: LifeMoment) {
    if isRestricted || gone != nil { return }
    for index in grounds.indices {
      guard let new = shorter(grounds[index], moment) else { continue }
      grounds[index].ended = ("evidenceShortened", moment.now)
      grounds.append(new)
    }
  }

  /// What the moment's rules would do to it.
  func effect(_ moment: LifeMoment) -> Effect {
    var (next, effect) = (self, Effect())
    next.shorten(moment)
    if next.grounds.count == grounds.count { return effect }
    effect.shortened = 1
    if eraseOn(today: moment.today).map({ $0 <= moment.today }) ?? false { return effect }
    guard let day = next.eraseOn(today: moment.today) else { return effect }
    if day <= moment.today {
      effect.due = 1
    } else if day <= moment.today + 30 {
      effect.dueWithin30Days = 1
    }
    return effect
  }
}
