package import Domain
import Records
import Vault
import struct Foundation.Date

/// Changes one's own password. Ends every other session.
package struct ChangePassword: Sendable {
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// Refuses a new password that isn't taken, naming the field `newPassword`; one that is short
  /// needs a second factor beside it. The session goes on under a new token.
  package func callAsFunction(
    token: String, current: Private<String>, new: Private<String>, from address: ClientAddress
  ) async throws -> SignInAnswer {
    guard let session = try await office.session(behind: token), session.step == .done,
      let account = try await office.account(of: session)
    else { return .over }
    let (email, name) = try office.identity(of: account)
    let field = "newPassword"
    if PasswordRules.isShort(PasswordRules.normalised(new)), !session.hasSecondFactor {
      throw Refusal.invalid(field: field, .tooShort)
    }
    if let answer = try await office.verifyAgain(current, of: session, from: address) {
      return answer
    }
    let (encoded, isShort) = try await office.hash(new, field: field, email: email, name: name)
    let sealed = try office.withKey(session.key, of: session.staff) {
      $0.seal(encoded, as: .password(of: session.staff))
    }
    let now = office.real.now()
    let fresh = BearerToken.random()
    return try await office.act(as: .account(session.staff), .door) { act, rows in
      try Locks.account(session.staff, in: rows)
      guard
        try Sessions.rotate(
          session.id, newHash: BearerToken.hash(fresh.reveal()), at: now, in: rows)
      else { return .over }
      try Accounts.set(
        password: sealed, isShort: isShort, of: session.staff, at: now, in: rows)
      try Sessions.endAll(of: session.staff, but: session.id, in: rows)
      try act.note(.passwordChanged, in: rows)
      return .letIn(token: fresh, .done)
    }
  }
}

extension Office {
  /// The account a session belongs to.
  func account(of session: SessionRow) async throws -> AccountRow? {
    try await act(as: .account(session.staff), .door) { _, rows in
      try Accounts.find(session.staff, in: rows)
    }
  }

  /// Asks somebody who is signed in for their password again; `nil` if it is right.
  func verifyAgain(
    _ password: Private<String>, of session: SessionRow, from address: ClientAddress
  ) async throws -> SignInAnswer? {
    guard let account = try await account(of: session), account.isOpen else { return .over }
    let (email, _) = try identity(of: account)
    let typed = SearchTerms(email: email.reveal()).email ?? ""
    let attempt = attempt(.password, at: typed, from: address)
    let began = real.now()
    let wait = try await act(as: .account(session.staff), .door) { _, rows in
      try attempt.begin(at: began, in: rows)
    }
    if let wait { return .wait(seconds: wait) }
    let isRight = try await verify(password, of: account)
    let now = real.now()
    try await act(as: .account(session.staff), .door) { act, rows in
      if isRight {
        try attempt.succeed(at: now, in: rows)
      } else {
        try attempt.fail(at: now, in: rows)
        try act.note(.signInRefused, detail: session.staff.text, in: rows)
      }
    }
    return isRight ? nil : .refused
  }
}
