/// Being kept with consent through a day that is named. It is taken back for itself, and so is the
/// pool.
extension LifeModel {
  struct StorageQuestion {
    var state: Question.State
    /// The last day.
    let until: Int
  }

  /// The ground, run out or not, as long as nothing has ended it.
  private var stored: Int? {
    grounds.firstIndex { $0.kind == .longerStorage && $0.ended == nil }
  }

  private func isForeseeable(_ until: Int, _ moment: LifeMoment) -> Bool {
    until > moment.today && until <= moment.calendar.day(120, monthsAfter: moment.today)
  }

  mutating func inviteToStorage(until: Int, _ moment: LifeMoment) -> String? {
    if let refusal = unworkable(byOfficer: false, on: moment.today) { return refusal }
    if isContactForbidden { return "objected" }
    if !isForeseeable(until, moment) { return "invalid" }
    if stored != nil { return "alreadyThere" }
    if storage.contains(where: { $0.state == .declined || $0.state == .withdrawn }) {
      return "answeredNo"
    }
    if outcome == nil && !isUnsolicited { return "procedureRuns" }
    if !isMailable { return "noAddress" }
    // It is asked once, and while that is open no other letter leaves.
    if storage.contains(where: { $0.state == .asked }) { return nil }
    linked = .storage(storage.count)
    storage.append(StorageQuestion(state: .asked, until: until))
    return nil
  }

  mutating func storeLonger(
    until: Int, givenOn: Int, byOfficer: Bool, _ moment: LifeMoment
  ) -> String? {
    if let refusal = unworkable(byOfficer: byOfficer, on: moment.today) { return refusal }
    if !isForeseeable(until, moment) { return "invalid" }
    if givenOn > moment.today || givenOn < received { return "invalid" }
    if outcome == nil && !isUnsolicited { return "procedureRuns" }
    if stored != nil { return "alreadyThere" }
    grounds.append(Ground(kind: .longerStorage, since: givenOn, eraseFrom: until + 1))
    if isMailable { linked = .storage(storage.count) }
    storage.append(StorageQuestion(state: .given, until: until))
    return nil
  }

  /// A yes by link; nothing changes once the day that it names has come.
  mutating func give(storage question: Int, _ moment: LifeMoment) {
    let until = storage[question].until
    guard storage[question].state == .asked, until > moment.today, stored == nil else { return }
    storage[question].state = .given
    grounds.append(Ground(kind: .longerStorage, since: moment.today, eraseFrom: until + 1))
  }

  mutating func takeBack(storage question: Int, _ act: LifeAct, _ moment: LifeMoment) {
    if storage[question].state == .asked {
      storage[question].state = .declined
    } else if case .withdraw = act, storage[question].state == .given {
      storage[question].state = .withdrawn
      end(by: "consentWithdrawn", at: moment.now) { $0.kind == .longerStorage }
    }
  }

  mutating func withdrawStorage(byOfficer: Bool, _ moment: LifeMoment) -> String? {
    if let refusal = unworkable(byOfficer: byOfficer, on: moment.today, evenRestricted: true) {
      return refusal
    }
    if !storage.contains(where: { $0.state == .given }) { return "notStoredLonger" }
    for index in storage.indices where storage[index].state == .given {
      storage[index].state = .withdrawn
    }
    end(by: "consentWithdrawn", at: moment.now) { $0.kind == .longerStorage }
    return nil
  }
}
