package import Domain
import Records
import Vault

/// Releases a hold. What became overdue meanwhile goes in the same request.
package struct ReleaseHold: Sendable {
  package static let roles: Set<Role> = [.legal]
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// Refuses a hold that has been released.
  package func callAsFunction(
    _ id: HoldID, reason: Private<String>, by caller: Caller
  ) async throws {
    try caller.mustBe(Self.roles)
    try office.mustHaveConfirmed(caller)
    let application = try await office.act(by: caller, Self.roles) { act, rows in
      guard let found = try Holds.find(id, in: rows) else { throw Refusal.unknown }
      try Locks.exclusive(found.application, in: rows)
      guard let hold = try Holds.find(id, in: rows) else { throw Refusal.unknown }
      guard !hold.isReleased else { throw Refusal.alreadyReleased }
      let sealed = try office.withKey(of: hold.application, in: rows) {
        $0.seal(reason.reveal(), as: .hold("released_because", of: id))
      }
      try Holds.release(id, because: sealed, by: caller.member.id, at: act.now, in: rows)
      try act.note(.holdReleased, of: hold.application, detail: id.text, in: rows)
      try Grounds.end(
        [hold.ground], at: act.now, cause: ErasureCause.holdReleased.rawValue, in: rows)
      return hold.application
    }
    try await Eraser(office).eraseIfNothingStands(application)
  }
}
