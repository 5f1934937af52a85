import Domain
import Records
import Vault

/// Holds on whole vacancies, their parts, and what is noted about a hold later.
extension Replay {
  static let vacancyHoldPlaced = Replay(.hold) { office, lost in
    guard let id: HoldID = lost.id("hold"), let vacancy: VacancyID = lost.id("vacancy"),
      let member = try await office.member(for: lost)
    else { return .impossible }
    return try await office.act(as: legal(member), .legal) { act, rows in
      try Locks.exclusive(vacancy, in: rows)
      if try VacancyHolds.find(id, in: rows) != nil { return .nothingToDo }
      guard try Vacancies.find(vacancy, in: rows) != nil else { return .impossible }
      let hold = VacancyHoldRow(
        id: id, vacancy: vacancy, reviewOn: lost.day("review") ?? act.today,
        eraseFrom: lost.day("until")?.adding(days: 1), placedBy: member)
      let words = try office.withStaffKey(of: member, in: rows) {
        (
          $0.seal(lost.placeholder, as: .vacancyHold("matter", of: id)),
          $0.seal(lost.placeholder, as: .vacancyHold("reason", of: id))
        )
      }
      try VacancyHolds.place(hold, matter: words.0, reason: words.1, at: lost.at, in: rows)
      return .repeated(1)
    }
  }

  /// Its parts are released by entries of their own, and by the next purge.
  static let vacancyHoldReleased = Replay(.hold) { office, lost in
    guard let id: HoldID = lost.id("hold"), let member = try await office.member(for: lost)
    else { return .impossible }
    return try await office.act(as: legal(member), .legal) { act, rows in
      guard let hold = try VacancyHolds.find(id, in: rows)?.hold else { return .nothingToDo }
      try Locks.exclusive(hold.vacancy, in: rows)
      guard try VacancyHolds.find(id, in: rows)?.isReleased == false else { return .nothingToDo }
      let words = try office.withStaffKey(of: hold.placedBy, in: rows) {
        $0.seal(lost.placeholder, as: .vacancyHold("released_because", of: id))
      }
      try VacancyHolds.release(id, because: words, by: member, at: lost.at, in: rows)
      return .repeated(1)
    }
  }

  static let holdReviewed = Replay(.hold) { office, lost in
    guard let id: HoldID = lost.id("hold"), let day = lost.day("review"),
      let member = try await office.member(for: lost)
    else { return .impossible }
    return try await office.act(as: legal(member), .legal) { act, rows in
      if let hold = try Holds.find(id, in: rows) {
        try Locks.exclusive(hold.application, in: rows)
        guard try Holds.find(id, in: rows)?.isReleased == false else { return .nothingToDo }
        try Holds.set(reviewOn: day, of: id, in: rows)
        return .repeated(1)
      }
      guard let hold = try VacancyHolds.find(id, in: rows)?.hold else { return .nothingToDo }
      try Locks.exclusive(hold.vacancy, in: rows)
      guard try VacancyHolds.find(id, in: rows)?.isReleased == false else { return .nothingToDo }
      try VacancyHolds.set(reviewOn: day, of: id, because: nil, in: rows)
      return .repeated(1)
    }
  }

  /// An application's part of a hold on its vacancy, by the login that gave it. `nil` where it
  /// can't be one, because the vacancy, its hold, or the move to it was lost: then the application
  /// is held by itself.
  static func part(
    _ part: HoldID, _ ground: Ground, of whole: HoldID, on id: ApplicationID, _ lost: LostAct,
    as caller: Actor, in office: Office
  ) async throws -> Outcome? {
    do {
      return try await office.act(as: caller, .purge) { act, rows in
        if try Holds.find(part, in: rows) != nil { return .nothingToDo }
        if let end = ground.eraseFrom, end <= act.today { return .nothingToDo }
        guard let found = try VacancyHolds.find(whole, in: rows) else { return nil }
        try Locks.shared(found.hold.vacancy, in: rows)
        try Locks.exclusive(id, in: rows)
        guard try VacancyHolds.find(whole, in: rows)?.isReleased == false,
          try VacancyHolds.parts(of: whole, on: [id], in: rows).isEmpty
        else { return .nothingToDo }
        let missing = try VacancyHolds.missing(on: [id], on: act.today, in: rows)[id] ?? []
        guard missing.contains(where: { $0.id == whole }) else { return nil }
        try Grounds.add(ground, to: id, in: rows)
        try Holds.place(part, of: found.hold, on: id, ground: ground.id, at: lost.at, in: rows)
        return .repeated(1)
      }
    } catch {
      guard isGone(error) else { throw error }
      return .impossible
    }
  }

  static func legal(_ member: StaffID) -> Actor {
    .staff(StaffMember(id: member, role: .legal))
  }
}

/// What a law asks to keep.
extension Replay {
  static let obligationPlaced = Replay(.hold) { office, lost in
    guard let id = lost.applications.first, let obligation: ObligationID = lost.id("obligation"),
      let until = lost.day("until"), let member = try await office.member(for: lost)
    else { return .impossible }
    do {
      return try await office.act(as: legal(member), .legal) { act, rows in
        try Locks.exclusive(id, in: rows)
        if try Obligations.find(obligation, in: rows) != nil { return .nothingToDo }
        let ground = Ground(
          id: lost.id("ground") ?? .random(), kind: .legalObligation,
          since: office.time.day(of: lost.at), eraseFrom: until.adding(days: 1))
        try Grounds.add(ground, to: id, in: rows)
        let law = try office.withKey(of: id, in: rows) {
          $0.seal(lost.placeholder, as: .obligation("law", of: obligation))
        }
        try Obligations.place(
          ObligationRow(
            id: obligation, application: id, ground: ground.id, law: law, reason: nil),
          by: member, at: lost.at, in: rows)
        return .repeated(1)
      }
    } catch {
      guard isGone(error) else { throw error }
      return .impossible
    }
  }

  static let obligationEnded = Replay(.hold) { office, lost in
    guard let id: ObligationID = lost.id("obligation"),
      let member = try await office.member(for: lost)
    else { return .impossible }
    return try await office.act(as: legal(member), .legal) { act, rows in
      guard let found = try Obligations.find(id, in: rows) else { return .nothingToDo }
      try Locks.exclusive(found.application, in: rows)
      guard try Obligations.find(id, in: rows)?.isEnded == false else { return .nothingToDo }
      let words = try office.withKey(of: found.application, in: rows) {
        $0.seal(lost.placeholder, as: .obligation("ended_because", of: id))
      }
      try Obligations.end(id, because: words, by: member, at: lost.at, in: rows)
      try Grounds.end([found.ground], at: lost.at, cause: "obligationEnded", in: rows)
      return .repeated(1)
    }
  }
}
