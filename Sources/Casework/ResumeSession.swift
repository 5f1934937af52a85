package import Domain
import Records
import Vault
import struct Foundation.Date
import struct Foundation.TimeInterval

/// Tells who is signed in behind the token of a cookie. Asked anew with every request: what is
/// taken away is gone at once.
package struct ResumeSession: Sendable {
  /// The use of a session is noted no more often than this.
  private static let seenEverySeconds: TimeInterval = 60
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// `nil` for a token that isn't in force, or whose owner still has to give a code or to enrol a
  /// second factor: ``ResumeSignIn`` knows those.
  package func callAsFunction(token: String) async throws -> Session? {
    guard let row = try await office.session(behind: token), row.step == .done else { return nil }
    let now = office.real.now()
    if now.timeIntervalSince(row.seenAt) >= Self.seenEverySeconds {
      try await office.act(as: .account(row.staff), .door) { _, rows in
        try Sessions.see(row.id, at: now, in: rows)
      }
    }
    return try office.opened(row)
  }
}

/// What somebody who gave the right password still has to do.
package enum SignInStep: Sendable, Equatable {
  /// Give a code of their app, or one for recovery.
  case code
  /// Enrol a second factor.
  case enrol
  /// Nothing.
  case done
}

/// Tells how far somebody has come who is signing in.
package struct ResumeSignIn: Sendable {
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// `nil` for a token that isn't in force.
  package func callAsFunction(
    token: String
  ) async throws -> (step: SignInStep, language: Language)? {
    try await office.session(behind: token).map { ($0.step, $0.language) }
  }
}

extension SessionRow {
  /// Roles that can be acted in, those of everyday work first.
  var usableRoles: [Role] {
    [.recruiter, .reviewer, .legal, .privacyOfficer, .auditor, .administrator]
      .filter { roles.contains($0.rawValue) }
  }

  var step: SignInStep {
    if awaitsCode { return .code }
    let needed = hasShortPassword || usableRoles.contains(where: \.needsSecondFactor)
    return needed && !hasSecondFactor ? .enrol : .done
  }
}

extension Office {
  /// The row behind a token that is in force.
  func session(behind token: String) async throws -> SessionRow? {
    let hash = BearerToken.hash(token)
    let now = real.now()
    let row = try await act(as: .stranger, .door) { _, rows in
      try Sessions.find(
        hash: hash, begunAfter: now.addingTimeInterval(-sessions.absoluteSeconds),
        seenAfter: now.addingTimeInterval(-sessions.idleSeconds), in: rows)
    }
    guard let row, !row.usableRoles.isEmpty else { return nil }
    // Whoever gave a password alone doesn't keep the door open for long.
    let isLate = now.timeIntervalSince(row.seenAt) > SessionRules.codeSeconds
    return row.awaitsCode && isLate ? nil : row
  }

  /// The session for those who work with it. A role that was taken away gives way to another.
  func opened(_ row: SessionRow) throws -> Session? {
    guard let first = row.usableRoles.first else { return nil }
    let chosen = row.usableRoles.first { $0.rawValue == row.role }
    let name = try ring.withDataKey(WrappedKey(row.key), of: row.staff.uuid) {
      try $0.openText(row.name, as: .staff("name", of: row.staff))
    }
    return Session(
      id: row.id, staff: row.staff, name: Private(name), roles: Set(row.usableRoles),
      role: chosen ?? first, language: row.language, confirmedAt: row.confirmedAt,
      hasSecondFactor: row.hasSecondFactor, secondsLeft: Int(sessions.idleSeconds))
  }
}
