package import Domain
import Records
import Vault

/// Releases a hold, on one application or on a whole vacancy. What became overdue meanwhile goes
/// in the same request.
package struct ReleaseHold: Sendable {
  package static let roles: Set<Role> = [.legal]
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// Refuses a hold that has been released, and an application's part of a hold on its vacancy.
  package func callAsFunction(
    _ id: HoldID, reason: Private<String>, by caller: Caller
  ) async throws {
    try caller.mustBe(Self.roles)
    try office.mustHaveConfirmed(caller)
    let found = try await office.act(by: caller, Self.roles) { _, rows in
      (try Holds.find(id, in: rows)?.application, try VacancyHolds.find(id, in: rows)?.hold)
    }
    switch found {
    case (let application?, _): try await release(id, on: application, reason, caller)
    case (nil, let hold?): try await release(hold, reason, caller)
    case (nil, nil): throw Refusal.unknown
    }
  }

  private func release(
    _ id: HoldID, on application: ApplicationID, _ reason: Private<String>, _ caller: Caller
  ) async throws {
    try await office.actOnceHeld(application, by: caller, Self.roles) { act, rows in
      guard let hold = try Holds.find(id, in: rows) else { throw Refusal.unknown }
      guard hold.vacancyHold == nil else { throw Refusal.heldWithVacancy }
      guard !hold.isReleased else { throw Refusal.alreadyReleased }
      let sealed = try office.withKey(of: hold.application, in: rows) {
        $0.seal(reason.reveal(), as: .hold("released_because", of: id))
      }
      try Holds.release(id, because: sealed, by: caller.member.id, at: act.now, in: rows)
      try act.note(.holdReleased, of: application, detail: HoldEntry.released(id), in: rows)
      try Grounds.end(
        [hold.ground], at: act.now, cause: ErasureCause.holdReleased.rawValue, in: rows)
    }
    try await Eraser(office).eraseIfNothingStands(application)
  }

  /// The release itself is one row; what it takes from the applications follows in batches, which
  /// the purge finishes if this process dies.
  private func release(
    _ hold: VacancyHoldRow, _ reason: Private<String>, _ caller: Caller
  ) async throws {
    try await office.act(by: caller, Self.roles) { act, rows in
      try Locks.exclusive(hold.vacancy, in: rows)
      guard let found = try VacancyHolds.find(hold.id, in: rows) else { throw Refusal.unknown }
      guard !found.isReleased else { throw Refusal.alreadyReleased }
      let sealed = try office.withStaffKey(of: hold.placedBy, in: rows) {
        $0.seal(reason.reveal(), as: .vacancyHold("released_because", of: hold.id))
      }
      try VacancyHolds.release(
        hold.id, because: sealed, by: caller.member.id, at: act.now, in: rows)
      try act.note(.vacancyHoldReleased, detail: HoldEntry.released(hold.id), in: rows)
    }
    do {
      try await VacancyRounds(office).settle(hold.id, as: .staff(caller.member))
    } catch Refusal.journalUnavailable {
      throw Refusal.journalUnavailable
    } catch { /* It is released; the next purge does the rest. */  }
  }
}
