import Domain
import Records

/// How a hold on a vacancy reaches its applications: whoever receives, moves or would erase one
/// holds both locks, and adds the part that is missing.
extension Office {
  /// Gives an application its part of holds on its vacancy, under the locks of both; the grounds
  /// that keep it now.
  @discardableResult
  func cover(
    _ id: ApplicationID, by holds: [VacancyHoldRow], at act: Act, in rows: borrowing Rows
  ) throws -> [Ground] {
    try holds.map { hold in
      let ground = Ground(kind: .hold, since: act.today, eraseFrom: hold.eraseFrom)
      let part = HoldID.random()
      try Grounds.add(ground, to: id, in: rows)
      try Holds.place(part, of: hold, on: id, ground: ground.id, at: act.now, in: rows)
      let detail = HoldEntry.placed(
        part, ground, reviewOn: hold.reviewOn, vacancyHold: hold.id)
      try act.note(.holdPlaced, of: id, detail: detail, in: rows)
      return ground
    }
  }

  private static let patience = 8

  /// Runs an act that may end an application's last ground, or delete what a hold keeps, under its
  /// lock and once every hold on its vacancy has reached it: whoever placed one may have died in
  /// between, and what such an act ends is final. A hold is placed before the vacancy's lock is
  /// had, and then met here, or after the act.
  func actOnceHeld<R: Sendable>(
    _ id: ApplicationID, as actor: Actor, _ login: Login,
    _ body: @Sendable (Act, borrowing Rows) throws -> R
  ) async throws -> R {
    for _ in 1...Self.patience {
      let vacancy = try await coverFirst(id)
      do {
        return try await act(as: actor, login) { act, rows in
          if let vacancy { try Locks.shared(vacancy, in: rows) }
          try Locks.exclusive(id, in: rows)
          // Whom the actor doesn't see, the act itself refuses.
          let isHeld = try VacancyHolds.haveReached(id, of: vacancy, on: act.today, in: rows)
          guard isHeld ?? true else { throw HoldCameBetween() }
          return try body(act, rows)
        }
      } catch is HoldCameBetween { /* The next turn gives it its part. */  }
    }
    throw Refusal.busy
  }

  /// The same by somebody on the staff, in the login of the role they act in.
  func actOnceHeld<R: Sendable>(
    _ id: ApplicationID, by caller: Caller, _ roles: Set<Role>,
    _ body: @Sendable (Act, borrowing Rows) throws -> R
  ) async throws -> R {
    try caller.mustBe(roles)
    guard let login = Login(of: caller.member.role) else {
      throw Refusal.notOffered(caller.member.role.rawValue)
    }
    return try await actOnceHeld(id, as: .staff(caller.member), login, body)
  }

  /// Gives an application its missing parts of holds on its vacancy; the vacancy.
  private func coverFirst(_ id: ApplicationID) async throws -> VacancyID? {
    let (vacancy, isMissing) = try await act(as: .timer, .purge) { act, rows in
      let missing = try VacancyHolds.missing(on: [id], on: act.today, in: rows)[id] ?? []
      return (try Erasures.vacancies(of: [id], in: rows)[id], !missing.isEmpty)
    }
    guard let vacancy, isMissing else { return vacancy }
    do {
      try await act(as: .timer, .purge) { act, rows in
        try Locks.shared(vacancy, in: rows)
        try Locks.exclusive(id, in: rows)
        let missing = try VacancyHolds.missing(on: [id], on: act.today, in: rows)[id] ?? []
        // Moved meanwhile: whoever moved it has seen to that.
        try cover(id, by: missing.filter { $0.vacancy == vacancy }, at: act, in: rows)
      }
    } catch Refusal.journalUnavailable {
      // The part is there. The act that follows waits for the same journal, and says so of itself.
    }
    return vacancy
  }
}

/// A hold on its vacancy that an application has no part of yet: the act is rolled back.
private struct HoldCameBetween: Error {}

/// What the ledger says of holds and obligations, so that whoever repeats an act after a restore
/// needs nothing else.
enum HoldEntry {
  static func placed(
    _ hold: HoldID, _ ground: Ground, reviewOn: Day, vacancyHold: HoldID? = nil
  ) -> String {
    EntryDetail([
      "hold": hold.text, "ground": ground.id.text, "review": reviewOn.description,
      "until": ground.through?.description, "vacancyHold": vacancyHold?.text,
    ]).text
  }

  static func placed(_ hold: VacancyHoldRow) -> String {
    EntryDetail([
      "hold": hold.id.text, "vacancy": hold.vacancy.text, "review": hold.reviewOn.description,
      "until": hold.eraseFrom?.adding(days: -1).description,
    ]).text
  }

  static func reviewed(_ hold: HoldID, on day: Day, of vacancy: VacancyID? = nil) -> String {
    EntryDetail([
      "hold": hold.text, "review": day.description, "vacancy": vacancy?.text,
    ]).text
  }

  static func released(_ hold: HoldID) -> String { EntryDetail(["hold": hold.text]).text }

  static func placed(_ obligation: ObligationID, _ ground: Ground) -> String {
    EntryDetail([
      "obligation": obligation.text, "ground": ground.id.text,
      "until": ground.through?.description,
    ]).text
  }

  static func ended(_ obligation: ObligationID) -> String {
    EntryDetail(["obligation": obligation.text]).text
  }
}
