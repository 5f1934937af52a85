package import Domain
import Records
import Vault

/// Keeps an application for a named legal matter (Art. 17(3)(e) GDPR).
package struct PlaceHold: Sendable {
  package static let roles: Set<Role> = [.legal, .recruiter]
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// The new hold's id. A recruiter's is provisional and ends by itself. It is placed by the login
  /// that holds whatever it can name, since what a recruiter holds may be locked for them by now;
  /// nothing is shown but the id.
  package func callAsFunction(
    _ id: ApplicationID, matter: Private<String>, reason: Private<String>, reviewOn: Day,
    by caller: Caller
  ) async throws -> HoldID {
    let call = "holds of \(id)"
    try caller.mustBe(Self.roles)
    do {
      return try await office.act(as: .staff(caller.member), .legal) { act, rows in
        if let earlier = try office.earlierAnswer(to: call, by: caller, in: rows) {
          return HoldID(earlier.createdID)
        }
        try reviewOn.mustBeForeseeable(on: act.today, "reviewOn")
        try Locks.exclusive(id, in: rows)
        let ground = Ground(
          kind: .hold, since: act.today,
          eraseFrom: caller.member.role == .recruiter
            ? act.today.adding(days: Window.provisionalHoldDays) : nil)
        try Grounds.add(ground, to: id, in: rows)
        // It is this ground that lets the key be seen.
        let hold = HoldID.random()
        let row = try office.withKey(of: id, in: rows) { key in
          HoldRow(
            id: hold, application: id, ground: ground.id,
            matter: key.seal(matter.reveal(), as: .hold("matter", of: hold)),
            reason: key.seal(reason.reveal(), as: .hold("reason", of: hold)),
            reviewOn: reviewOn)
        }
        try Holds.place(row, by: caller.member.id, at: act.now, in: rows)
        try office.keepAnswer(hold.uuid, to: call, by: caller, at: act, in: rows)
        try act.note(
          .holdPlaced, of: id, detail: HoldEntry.placed(hold, ground, reviewOn: reviewOn), in: rows)
        return hold
      }
    } catch {
      // The login holds whatever it can name, so only the foreign key knows what isn't there.
      if DatabaseFault(error) == .referenceMissing { throw Refusal.unknown }
      throw error
    }
  }
}
