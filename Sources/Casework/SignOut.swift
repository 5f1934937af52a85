package import Domain
import Records
import Vault

/// Ends the session behind a token. Repeating it changes nothing.
package struct SignOut: Sendable {
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// Knows no refusal.
  package func callAsFunction(token: String) async throws {
    guard let session = try await office.session(behind: token) else { return }
    try await office.act(as: .account(session.staff), .door) { _, rows in
      try Sessions.end(session.id, in: rows)
    }
  }
}

/// Ends every session of somebody's own, the one that asks for it included.
package struct SignOutEverywhere: Sendable {
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// Knows no refusal.
  package func callAsFunction(_ session: Session) async throws {
    try await office.act(as: .account(session.staff), .door) { act, rows in
      try Sessions.endAll(of: session.staff, in: rows)
      try act.note(
        .sessionsEnded, detail: EntryDetail(["staff": session.staff.text]).text, in: rows)
    }
  }
}

/// Ends every session of somebody on the staff.
package struct EndSessions: Sendable {
  package static let roles: Set<Role> = [.administrator]
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// Refuses an id that nobody has.
  package func callAsFunction(of staff: StaffID, by caller: Caller) async throws {
    try await office.act(by: caller, Self.roles) { act, rows in
      guard try Staff.exists(staff, in: rows) else { throw Refusal.unknown }
      try Sessions.endAll(of: staff, in: rows)
      try act.note(.sessionsEnded, detail: EntryDetail(["staff": staff.text]).text, in: rows)
    }
  }
}
