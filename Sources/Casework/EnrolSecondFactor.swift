package import Domain
import Records
import Vault
import struct Foundation.Date

/// What an authenticator app needs to know.
package struct Enrolment: Sendable {
  /// For typing, in groups of four.
  package let secret: Private<String>
  /// For a QR code.
  package let address: Private<String>
  /// Whether this session can do nothing else before.
  package let isRequired: Bool
}

/// Makes a secret for somebody's authenticator app. The one they have stays in force until the new
/// one is proven.
package struct BeginEnrolment: Sendable {
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// Whoever has a second factor proves it before; whoever wants a first one gives their password,
  /// unless they are just signing in.
  package func callAsFunction(
    token: String, password: Private<String>?, from address: ClientAddress
  ) async throws -> SignInAnswer {
    guard let session = try await office.session(behind: token), session.step != .code else {
      return .over
    }
    if session.hasSecondFactor {
      try office.mustHaveConfirmed(at: session.confirmedAt)
    } else if session.step == .done {
      let answer = try await office.verifyAgain(
        password ?? Private(""), of: session, from: address)
      if let answer { return answer }
    }
    let secret = try office.newEnrolment(
      key: session.key, of: session.staff, in: session.id)
    try await office.act(as: .account(session.staff), .door) { _, rows in
      try Sessions.keep(enrolling: secret, in: session.id, in: rows)
    }
    return .letIn(token: Private(token), .enrol)
  }
}

/// Shows the secret that is being enrolled.
package struct ShowEnrolment: Sendable {
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// `nil` if nothing is being enrolled in this session. `issuer` is how the app names us.
  package func callAsFunction(token: String, issuer: String) async throws -> Enrolment? {
    guard let session = try await office.session(behind: token),
      let secret = try office.enrolling(session)
    else { return nil }
    let email = try office.withKey(session.key, of: session.staff) {
      Private(try $0.openText(session.email, as: .staff("email", of: session.staff)))
    }
    return Enrolment(
      secret: TimeCodes.secretText(secret),
      address: TimeCodes.address(secret, issuer: issuer, account: email),
      isRequired: session.step == .enrol)
  }
}

/// Takes a second factor into use, once its app shows the right code.
package struct EnrolSecondFactor: Sendable {
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// What somebody is told who enrols.
  package enum Answer: Sendable {
    case refused
    case over
    /// The session's new token, and codes to print: they are shown this once.
    case enrolled(token: Private<String>, recoveryCodes: [Private<String>])
  }

  /// Ends every other session, and makes earlier secrets and recovery codes worthless.
  package func callAsFunction(token: String, code: Private<String>) async throws -> Answer {
    guard let session = try await office.session(behind: token),
      let secret = try office.enrolling(session)
    else { return .over }
    let now = office.real.now()
    guard let step = TimeCodes.step(of: code, secret, at: now, after: 0) else {
      return .refused
    }
    let sealed = try office.withKey(session.key, of: session.staff) {
      $0.seal(secret.reveal(), as: .secondFactor(of: session.staff))
    }
    let codes = (0..<RecoveryCode.count).map { _ in RecoveryCode.random() }
    let new = BearerToken.random()
    return try await office.act(as: .account(session.staff), .door) { act, rows in
      try Locks.account(session.staff, in: rows)
      // Two answers to the same secret: the second one finds the session under another token.
      guard
        try Sessions.confirm(
          session.id, newHash: BearerToken.hash(new.reveal()), enrolling: session.enrolling,
          at: now, in: rows)
      else { return .over }
      try SecondFactors.enrol(
        sealed, lastStep: step, recoveryHashes: codes.map(RecoveryCode.hash), of: session.staff,
        at: now, in: rows)
      try Sessions.endAll(of: session.staff, but: session.id, in: rows)
      try act.note(.secondFactorEnrolled, in: rows)
      if session.step == .enrol { try act.note(.signedIn, in: rows) }
      return .enrolled(token: new, recoveryCodes: codes)
    }
  }
}

extension Office {
  /// The secret a session is enrolling.
  func enrolling(_ session: SessionRow) throws -> Private<[UInt8]>? {
    guard session.step != .code, let sealed = session.enrolling else { return nil }
    return try withKey(session.key, of: session.staff) {
      Private(try $0.open(sealed, as: .enrolling(in: session.id)))
    }
  }
}
