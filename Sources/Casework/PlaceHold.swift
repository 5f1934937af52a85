package import Domain
import Records
import Vault

/// Keeps an application for a named legal matter (Art. 17(3)(e) GDPR).
package struct PlaceHold: Sendable {
  package static let roles: Set<Role> = [.legal, .recruiter]
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// The new hold's id. A recruiter's is provisional and ends by itself.
  package func callAsFunction(
    _ id: ApplicationID, matter: Private<String>, reason: Private<String>, reviewOn: Day,
    by caller: Caller
  ) async throws -> HoldID {
    let call = "holds of \(id)"
    do {
      return try await office.act(by: caller, Self.roles) { act, rows in
        if let earlier = try office.earlierAnswer(to: call, by: caller, in: rows) {
          return HoldID(earlier.createdID)
        }
        guard reviewOn >= act.today else {
          throw Refusal.invalid(field: "reviewOn", .beforeToday)
        }
        try Locks.exclusive(id, in: rows)
        var eraseFrom: Day?
        if caller.member.role == .recruiter {
          _ = try office.workable(id, on: act.today, in: rows)
          eraseFrom = act.today.adding(days: Window.provisionalHoldDays)
        }
        let ground = Ground(kind: .hold, since: act.today, eraseFrom: eraseFrom)
        try Grounds.add(ground, to: id, in: rows)
        // For `legal` it is this ground that lets the key be seen.
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
        try act.note(.holdPlaced, of: id, detail: hold.text, in: rows)
        return hold
      }
    } catch {
      // `legal` holds whatever it can name, so only the foreign key knows what isn't there.
      if DatabaseFault(error) == .referenceMissing { throw Refusal.unknown }
      throw error
    }
  }
}
