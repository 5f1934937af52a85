package import Domain
import Records

/// Acts in another of one's roles from now on, in this session.
package struct ChooseRole: Sendable {
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// Refuses a role they don't hold.
  package func callAsFunction(_ role: Role, in session: Session) async throws {
    guard session.roles.contains(role) else { throw Refusal.roleUnclear }
    try await office.act(as: .account(session.staff), .door) { _, rows in
      try Sessions.choose(role, in: session.id, in: rows)
    }
  }
}

/// Is spoken to in another language from now on, here and at the next sign-in.
package struct ChooseLanguage: Sendable {
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// Knows no refusal.
  package func callAsFunction(_ language: Language, in session: Session) async throws {
    try await office.act(as: .account(session.staff), .door) { _, rows in
      try Sessions.choose(language, in: session.id, in: rows)
      try Accounts.choose(language, of: session.staff, in: rows)
    }
  }
}
