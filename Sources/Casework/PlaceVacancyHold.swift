package import Domain
import Records
import Vault

/// Keeps every application of a vacancy for a named legal matter: whoever sues is compared with
/// the others, the locked ones and those that are still to come among them.
package struct PlaceVacancyHold: Sendable {
  package static let roles: Set<Role> = [.legal, .recruiter]
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// The new hold's id. A recruiter's is provisional and ends by itself. From its commit nothing of
  /// the vacancy is erased; what a crash leaves of its parts is finished by the purge.
  package func callAsFunction(
    _ vacancy: VacancyID, matter: Private<String>, reason: Private<String>, reviewOn: Day,
    by caller: Caller
  ) async throws -> HoldID {
    let call = "holds of the vacancy \(vacancy)"
    try caller.mustBe(Self.roles)
    let hold = try await office.act(as: .staff(caller.member), .legal) { act, rows in
      if let earlier = try office.earlierAnswer(to: call, by: caller, in: rows) {
        return try VacancyHolds.find(HoldID(earlier.createdID), in: rows)?.hold
      }
      try reviewOn.mustBeForeseeable(on: act.today, "reviewOn")
      try Locks.exclusive(vacancy, in: rows)
      guard try Vacancies.find(vacancy, in: rows) != nil else { throw Refusal.unknown }
      let hold = VacancyHoldRow(
        id: .random(), vacancy: vacancy, reviewOn: reviewOn,
        eraseFrom: caller.member.role == .recruiter
          ? act.today.adding(days: Window.provisionalHoldDays) : nil,
        placedBy: caller.member.id)
      let (sealedMatter, sealedReason) = try office.withStaffKey(of: hold.placedBy, in: rows) {
        (
          $0.seal(matter.reveal(), as: .vacancyHold("matter", of: hold.id)),
          $0.seal(reason.reveal(), as: .vacancyHold("reason", of: hold.id))
        )
      }
      try VacancyHolds.place(
        hold, matter: sealedMatter, reason: sealedReason, at: act.now, in: rows)
      try office.keepAnswer(hold.id.uuid, to: call, by: caller, at: act, in: rows)
      try act.note(.vacancyHoldPlaced, detail: HoldEntry.placed(hold), in: rows)
      return hold
    }
    guard let hold else { throw Refusal.unknown }
    do {
      try await VacancyRounds(office).spread(hold, as: .staff(caller.member))
    } catch Refusal.journalUnavailable {
      throw Refusal.journalUnavailable
    } catch { /* It stands; the next purge gives the others their part. */  }
    return hold.id
  }
}

extension Office {
  /// Lends the key of somebody on the staff, whoever asks.
  func withStaffKey<R: ~Copyable>(
    of staff: StaffID, in rows: borrowing Rows, _ body: (borrowing DataKey) throws -> R
  ) throws -> R {
    guard let key = try Staff.names(of: [staff], in: rows).first?.key else {
      throw Refusal.unknown
    }
    return try withKey(key, of: staff, body)
  }
}
