package import Domain
import Records

/// Shuts somebody out: every session and token is worth nothing from this moment on.
package struct DisableStaff: Sendable {
  package static let roles: Set<Role> = [.administrator]
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// Refuses the last administrator. Repeating it changes nothing.
  package func callAsFunction(_ id: StaffID, by caller: Caller) async throws {
    try await office.act(by: caller, Self.roles) { act, rows in
      let line = try office.lockedStaff(id, in: rows)
      if line.roles.contains(.administrator) {
        try office.mustLeaveAdministrator(otherThan: id, in: rows)
      }
      guard try StaffList.disable(id, at: act.now, in: rows) else {
        return act.waitForJournal()
      }
      try Sessions.endAll(of: id, in: rows)
      try SetUpLinks.remove(for: id, in: rows)
      try act.note(.staffDisabled, detail: EntryDetail(["staff": id.text]).text, in: rows)
    }
  }
}

/// Lets somebody in again who was shut out. They sign in as before.
package struct EnableStaff: Sendable {
  package static let roles: Set<Role> = [.administrator]
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// Repeating it changes nothing.
  package func callAsFunction(_ id: StaffID, by caller: Caller) async throws {
    try await office.act(by: caller, Self.roles) { act, rows in
      _ = try office.lockedStaff(id, in: rows)
      guard try StaffList.disable(id, at: nil, in: rows) else {
        return act.waitForJournal()
      }
      try act.note(.staffEnabled, detail: EntryDetail(["staff": id.text]).text, in: rows)
    }
  }
}

/// Gives somebody another role.
package struct GrantRole: Sendable {
  package static let roles: Set<Role> = [.administrator]
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// Repeating it changes nothing.
  package func callAsFunction(_ role: Role, to id: StaffID, by caller: Caller) async throws {
    guard role != .intake else { throw Refusal.notOffered(role.rawValue) }
    try await office.act(by: caller, Self.roles) { act, rows in
      _ = try office.lockedStaff(id, in: rows)
      guard try StaffList.grant(role, to: id, at: act.now, in: rows) else {
        return act.waitForJournal()
      }
      try act.note(.roleGranted, detail: .role(role, of: id), in: rows)
    }
  }
}

/// Takes a role away, at once.
package struct RevokeRole: Sendable {
  package static let roles: Set<Role> = [.administrator]
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// Refuses the last administrator's. Repeating it changes nothing.
  package func callAsFunction(_ role: Role, from id: StaffID, by caller: Caller) async throws {
    try await office.act(by: caller, Self.roles) { act, rows in
      _ = try office.lockedStaff(id, in: rows)
      if role == .administrator {
        try office.mustLeaveAdministrator(otherThan: id, in: rows)
      }
      guard try StaffList.revoke(role, from: id, in: rows) else {
        return act.waitForJournal()
      }
      try act.note(.roleRevoked, detail: .role(role, of: id), in: rows)
    }
  }
}

extension String {
  /// What the ledger says of a role given or taken away.
  fileprivate static func role(_ role: Role, of id: StaffID) -> String {
    EntryDetail(["staff": id.text, "role": role.rawValue]).text
  }
}

extension Office {
  /// Somebody on the staff, while nobody else changes it.
  func lockedStaff(_ id: StaffID, in rows: borrowing Rows) throws -> StaffLineRow {
    try Locks.staff(in: rows)
    guard let line = try StaffList.all(only: id, in: rows).first else { throw Refusal.unknown }
    return line
  }

  /// Without an administrator who can sign in, nobody could make another.
  func mustLeaveAdministrator(otherThan id: StaffID, in rows: borrowing Rows) throws {
    guard try StaffList.hasAdministrator(otherThan: id, in: rows) else {
      throw Refusal.lastAdministrator
    }
  }
}
