package import Domain
import Records
import struct Foundation.Date

/// What somebody sees of their own account.
package struct AccountView: Sendable {
  package let email: Private<String>
  package let hasSecondFactor: Bool
  /// Whether one of their roles, or a short password, needs it.
  package let needsSecondFactor: Bool
  package let recoveryCodesLeft: Int
  /// Where they are signed in, this session included.
  package let sessions: Int
}

/// Shows somebody their own account.
package struct ShowAccount: Sendable {
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// Refuses an account that has gone.
  package func callAsFunction(_ session: Session) async throws -> AccountView {
    let now = office.real.now()
    return try await office.act(as: .account(session.staff), .door) { _, rows in
      guard let account = try Accounts.find(session.staff, in: rows) else {
        throw Refusal.unknown
      }
      return AccountView(
        email: try office.identity(of: account).email, hasSecondFactor: account.hasSecondFactor,
        needsSecondFactor: account.mustHaveSecondFactor(shortPassword: account.hasShortPassword),
        recoveryCodesLeft: try SecondFactors.recoveryCodesLeft(of: session.staff, in: rows),
        sessions: try Sessions.count(
          of: session.staff,
          begunAfter: now.addingTimeInterval(-office.sessions.absoluteSeconds),
          seenAfter: now.addingTimeInterval(-office.sessions.idleSeconds), in: rows))
    }
  }
}
