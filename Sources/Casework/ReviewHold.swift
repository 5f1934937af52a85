package import Domain
import Records
import Vault

/// Looks at a hold again: it stays, and a new day is set for the next look.
package struct ReviewHold: Sendable {
  package static let roles: Set<Role> = [.legal]
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// Refuses a hold that has been released, and a day that has passed.
  package func callAsFunction(
    _ id: HoldID, reviewOn: Day, reason: Private<String>?, by caller: Caller
  ) async throws {
    let found = try await office.act(by: caller, Self.roles) { act, rows in
      try reviewOn.mustBeForeseeable(on: act.today, "reviewOn")
      return (
        try Holds.find(id, in: rows)?.application, try VacancyHolds.find(id, in: rows)?.hold
      )
    }
    switch found {
    case (let application?, _):
      try await office.act(by: caller, Self.roles) { act, rows in
        try Locks.exclusive(application, in: rows)
        guard let hold = try Holds.find(id, in: rows) else { throw Refusal.unknown }
        guard hold.vacancyHold == nil else { throw Refusal.heldWithVacancy }
        guard !hold.isReleased else { throw Refusal.alreadyReleased }
        try Holds.set(reviewOn: reviewOn, of: id, in: rows)
        let entry = try act.note(
          .holdReviewed, of: application, detail: HoldEntry.reviewed(id, on: reviewOn), in: rows)
        if let key = try DataKeys.find(application, in: rows) {
          try office.keepReason(reason, for: entry, of: application, key: key, in: rows)
        }
      }
    case (nil, let hold?): try await review(hold, on: reviewOn, reason, caller)
    case (nil, nil): throw Refusal.unknown
    }
  }

  private func review(
    _ hold: VacancyHoldRow, on reviewOn: Day, _ reason: Private<String>?, _ caller: Caller
  ) async throws {
    try await office.act(by: caller, Self.roles) { act, rows in
      try Locks.exclusive(hold.vacancy, in: rows)
      guard let found = try VacancyHolds.find(hold.id, in: rows) else { throw Refusal.unknown }
      guard !found.isReleased else { throw Refusal.alreadyReleased }
      let sealed = try reason.map { reason in
        try office.withStaffKey(of: hold.placedBy, in: rows) {
          $0.seal(reason.reveal(), as: .vacancyHold("reviewed_because", of: hold.id))
        }
      }
      try VacancyHolds.set(reviewOn: reviewOn, of: hold.id, because: sealed, in: rows)
      try act.note(
        .holdReviewed,
        detail: HoldEntry.reviewed(hold.id, on: reviewOn, of: hold.vacancy), in: rows)
    }
  }
}
