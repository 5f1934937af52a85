package import Domain
import Records
import Vault
import struct Foundation.Date
import struct Foundation.TimeInterval

/// Somebody new on the staff, and what they are given: each is shown this once.
package struct NewStaff: Sendable {
  package let id: StaffID
  /// For the API, if one was asked for.
  package let token: Private<String>?
  /// Of the link with which they choose their password.
  package let setUpToken: Private<String>
}

/// Adds somebody to the staff.
package struct AddStaff: Sendable {
  package static let roles: Set<Role> = [.administrator]
  /// Tokens are valid for a year of real time, whatever a sandbox's clock says.
  private static let tokenLifeSeconds: TimeInterval = 365 * 86_400
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// From the machine's own shell. Refuses an address that is somebody's already.
  package func callAsFunction(
    email: Private<String>, name: Private<String>, roles: Set<Role>, withToken: Bool
  ) async throws -> NewStaff {
    let id = StaffID.random()
    let token = withToken ? BearerToken.random() : nil
    return try await office.act(as: .console, .admin) { act, rows in
      try add(id, email: email, name: name, roles: roles, at: act, in: rows)
      if let token {
        let now = Date()
        try Staff.issue(
          .random(), hash: BearerToken.hash(token.reveal()), to: id, at: now,
          until: now.addingTimeInterval(Self.tokenLifeSeconds), in: rows)
        try act.note(.tokenIssued, detail: id.text, in: rows)
      }
      return NewStaff(
        id: id, token: token, setUpToken: try office.makeSetUpLink(for: id, at: act, in: rows))
    }
  }

  /// By an administrator. Refuses an address that is somebody's already, and a role that isn't
  /// offered.
  package func callAsFunction(
    email: Private<String>, name: Private<String>, roles: Set<Role>, by caller: Caller
  ) async throws -> NewStaff {
    guard !roles.isEmpty else { throw Refusal.invalid(field: "roles", .missing) }
    guard !roles.contains(.intake) else { throw Refusal.notOffered(Role.intake.rawValue) }
    let id = StaffID.random()
    return try await office.act(by: caller, Self.roles) { act, rows in
      try add(id, email: email, name: name, roles: roles, at: act, in: rows)
      return NewStaff(
        id: id, token: nil, setUpToken: try office.makeSetUpLink(for: id, at: act, in: rows))
    }
  }

  /// Makes whoever holds the link the first administrator: the link is then theirs, still to be
  /// used. `false` if somebody is on the staff already.
  func first(
    _ email: Private<String>, _ name: Private<String>, setUpToken: String
  ) async throws -> Bool {
    let id = StaffID.random()
    return try await office.act(as: .stranger, .admin) { act, rows in
      try Locks.staff(in: rows)
      let link = try SetUpLinks.find(
        hash: BearerToken.hash(setUpToken), at: office.real.now(), in: rows)
      guard try StaffList.isEmpty(in: rows), let link, link.staff == nil else { return false }
      try add(id, email: email, name: name, roles: [.administrator], at: act, in: rows)
      try office.keepSetUpLink(Private(setUpToken), for: id, in: rows)
      return true
    }
  }

  private func add(
    _ id: StaffID, email: Private<String>, name: Private<String>, roles: Set<Role>, at act: Act,
    in rows: borrowing Rows
  ) throws {
    try Locks.staff(in: rows)
    let key = try office.newDataKey(for: id.uuid, in: rows)
    let keyRow = KeyRow(epoch: key.epoch, wrapped: key.wrapped)
    let typed = SearchTerms(email: email.reveal()).email ?? ""
    let index = try office.ring.blindIndex(.email, typed, epoch: key.epoch)
    let others = try office.livingEpochs(in: rows).filter { $0 != key.epoch }.map {
      try office.ring.blindIndex(.email, typed, epoch: $0)
    }
    let row = try office.withKey(keyRow, of: id) { key in
      StaffRow(
        id: id, emailIndex: index,
        email: key.seal(email.reveal(), as: .staff("email", of: id)),
        name: key.seal(name.reveal(), as: .staff("name", of: id)), key: keyRow,
        addedAt: act.now)
    }
    guard try Staff.add(row, otherIndexes: others, roles: roles, in: rows) else {
      throw Refusal.alreadyThere
    }
    // Whoever was to be the first administrator came too late.
    try SetUpLinks.remove(for: nil, in: rows)
    try act.note(.staffAdded, detail: id.text, in: rows)
  }
}
