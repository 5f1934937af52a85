package import Domain
import Records
import Vault

/// Keeps an application because a law asks for it (Art. 6(1)(c) GDPR), until its day.
package struct PlaceObligation: Sendable {
  package static let roles: Set<Role> = [.legal]
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// The new obligation's id. `until` is its last day; refuses one that has passed, or
  /// that nobody can foresee.
  package func callAsFunction(
    _ id: ApplicationID, law: Private<String>, until: Day, reason: Private<String>?,
    by caller: Caller
  ) async throws -> ObligationID {
    let call = "legal obligations of \(id)"
    do {
      return try await office.act(by: caller, Self.roles) { act, rows in
        if let earlier = try office.earlierAnswer(to: call, by: caller, in: rows) {
          return ObligationID(earlier.createdID)
        }
        try until.mustBeForeseeable(on: act.today, "until")
        try Locks.exclusive(id, in: rows)
        let ground = Ground(
          kind: .legalObligation, since: act.today, eraseFrom: until.adding(days: 1))
        try Grounds.add(ground, to: id, in: rows)
        let obligation = ObligationID.random()
        // It is this ground that lets the key be seen.
        let row = try office.withKey(of: id, in: rows) { key in
          ObligationRow(
            id: obligation, application: id, ground: ground.id,
            law: key.seal(law.reveal(), as: .obligation("law", of: obligation)),
            reason: reason.map {
              key.seal($0.reveal(), as: .obligation("reason", of: obligation))
            })
        }
        try Obligations.place(row, by: caller.member.id, at: act.now, in: rows)
        try office.keepAnswer(obligation.uuid, to: call, by: caller, at: act, in: rows)
        try act.note(
          .obligationPlaced, of: id, detail: HoldEntry.placed(obligation, ground), in: rows)
        return obligation
      }
    } catch {
      // The login obliges whatever it can name, so only the foreign key knows what isn't there.
      if DatabaseFault(error) == .referenceMissing { throw Refusal.unknown }
      throw error
    }
  }
}

/// Ends an obligation before its day. What nothing else keeps goes in the same request.
package struct EndObligation: Sendable {
  package static let roles: Set<Role> = [.legal]
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// Refuses one that has ended.
  package func callAsFunction(
    _ id: ObligationID, reason: Private<String>, by caller: Caller
  ) async throws {
    try caller.mustBe(Self.roles)
    try office.mustHaveConfirmed(caller)
    let found = try await office.act(by: caller, Self.roles) { _, rows in
      try Obligations.find(id, in: rows)?.application
    }
    guard let application = found else { throw Refusal.unknown }
    try await office.actOnceHeld(application, by: caller, Self.roles) { act, rows in
      guard let obligation = try Obligations.find(id, in: rows) else { throw Refusal.unknown }
      guard !obligation.isEnded else { throw Refusal.alreadyReleased }
      let sealed = try office.withKey(of: application, in: rows) {
        $0.seal(reason.reveal(), as: .obligation("ended_because", of: id))
      }
      try Obligations.end(id, because: sealed, by: caller.member.id, at: act.now, in: rows)
      try act.note(.obligationEnded, of: application, detail: HoldEntry.ended(id), in: rows)
      try Grounds.end([obligation.ground], at: act.now, cause: "obligationEnded", in: rows)
    }
    try await Eraser(office).eraseIfNothingStands(application)
  }
}
