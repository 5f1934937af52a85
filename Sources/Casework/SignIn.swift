package import Domain
import Records
import Vault
import struct Foundation.Date

/// What somebody who wants to be let in is told. Every "no" is the same one.
package enum SignInAnswer: Sendable {
  case refused
  /// Too many tries; nothing was looked at.
  case wait(seconds: Int)
  /// The new token of their session, and what they have to do next.
  case letIn(token: Private<String>, SignInStep)
  /// There is no such session any more; it begins with the password again.
  case over
}

/// Lets somebody in who knows the password of an account, at least as far as the code of their app.
package struct SignIn: Sendable {
  let office: Office

  package init(_ office: Office) { self.office = office }

  private enum Finding: Sendable {
    case tooEarly(Int)
    case account(AccountRow?)
  }

  /// Lets in whoever knows the password, or has it followed by what else is asked for.
  package func callAsFunction(
    email: Private<String>, password: Private<String>, from address: ClientAddress
  ) async throws -> SignInAnswer {
    let typed = SearchTerms(email: email.reveal()).email ?? ""
    let attempt = office.attempt(.password, at: typed, from: address)
    let now = office.real.now()
    let finding = try await office.act(as: .stranger, .door) { _, rows -> Finding in
      if let wait = try attempt.begin(at: now, in: rows) { return .tooEarly(wait) }
      let indexes = try office.livingEpochs(in: rows).map {
        try office.ring.blindIndex(.email, typed, epoch: $0)
      }
      return .account(try Accounts.find(emailIndexes: indexes, in: rows))
    }
    switch finding {
    case .tooEarly(let seconds): return .wait(seconds: seconds)
    case .account(let found):
      let open = found.flatMap { $0.isOpen ? $0 : nil }
      let isRight = try await office.verify(password, of: open)
      if isRight, let open,
        let (token, step) = try await letIn(open, attempt)
      {
        return .letIn(token: token, step)
      }
      try await refuse(found, attempt)
      return .refused
    }
  }

  /// `nil` if the account changed while its password was looked at.
  private func letIn(
    _ account: AccountRow, _ attempt: CountedAttempt
  ) async throws -> (Private<String>, SignInStep)? {
    let now = office.real.now()
    return try await office.act(as: .account(account.staff), .door) { act, rows in
      try Locks.account(account.staff, in: rows)
      guard let still = try Accounts.find(account.staff, in: rows), still.isOpen,
        still.password == account.password
      else { return nil }
      try attempt.succeed(at: now, in: rows)
      let (token, step) = try office.beginSession(
        of: still, language: still.language, at: now, in: rows)
      if step == .done { try act.note(.signedIn, in: rows) }
      return (token, step)
    }
  }

  private func refuse(_ account: AccountRow?, _ attempt: CountedAttempt) async throws {
    let now = office.real.now()
    try await office.act(as: .stranger, .door) { act, rows in
      try attempt.fail(at: now, in: rows)
      if let account { try act.note(.signInRefused, detail: account.staff.text, in: rows) }
    }
  }
}

extension Office {
  /// A session of somebody who gave the right password: its token, and what is still to be done.
  func beginSession(
    of account: AccountRow, language: Language, at now: Date, in rows: borrowing Rows
  ) throws -> (token: Private<String>, step: SignInStep) {
    let token = BearerToken.random()
    let id = SessionID.random()
    let needed = account.mustHaveSecondFactor(shortPassword: account.hasShortPassword)
    let step: SignInStep =
      account.hasSecondFactor ? .code : needed ? .enrol : .done
    var secret: Sealed?
    if step == .enrol {
      secret = try newEnrolment(key: account.key, of: account.staff, in: id)
    }
    try Sessions.begin(
      NewSession(
        id: id, staff: account.staff, hash: BearerToken.hash(token.reveal()), at: now,
        awaitsCode: step == .code, confirmedAt: nil, language: language, enrolling: secret),
      in: rows)
    return (token, step)
  }

  /// A secret for an app, sealed for the session in which it is enrolled.
  func newEnrolment(key: KeyRow, of staff: StaffID, in session: SessionID) throws -> Sealed {
    try withKey(key, of: staff) {
      $0.seal(TimeCodes.newSecret().reveal(), as: .enrolling(in: session))
    }
  }
}
