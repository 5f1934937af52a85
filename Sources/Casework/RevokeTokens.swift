package import Domain
import Records

/// Makes the tokens somebody carries for the API worth nothing, from the next request on.
package struct RevokeTokens: Sendable {
  package static let roles: Set<Role> = [.administrator]
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// By an administrator; how many there were. Refuses an id that nobody has.
  @discardableResult
  package func callAsFunction(of staff: StaffID, by caller: Caller) async throws -> Int {
    try caller.mustBe(Self.roles)
    return try await revoke(staff, as: .staff(caller.member))
  }

  /// From the machine's own shell.
  @discardableResult
  package func callAsFunction(of staff: StaffID) async throws -> Int {
    try await revoke(staff, as: .console)
  }

  private func revoke(_ staff: StaffID, as actor: Actor) async throws -> Int {
    let revoked = try await office.act(as: actor, .admin) { act, rows in
      try Locks.staff(in: rows)
      guard try Staff.exists(staff, in: rows) else { throw Refusal.unknown }
      let tokens = try Tokens.revokeAll(of: staff, at: office.real.now(), in: rows)
      for token in tokens {
        try act.note(.tokenRevoked, detail: EntryDetail(["token": token.text]).text, in: rows)
      }
      return tokens.count
    }
    // Asked again, it is done only once the journal has what was done first.
    if revoked == 0 { try office.sequencer.mustBeUpToDate() }
    return revoked
  }
}
