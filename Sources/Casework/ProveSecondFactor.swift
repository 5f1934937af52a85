package import Domain
import Records
import Vault
import struct Foundation.Date

/// What somebody proves a second factor with.
package enum SecondFactorProof: Sendable {
  /// The code their app shows now.
  case app(Private<String>)
  /// One of the codes they printed.
  case recovery(Private<String>)
}

/// Lets somebody on who gave the right password, or proves again that it is still them.
package struct ProveSecondFactor: Sendable {
  /// A session ends with so many wrong codes: then the password is asked for again.
  private static let mostWrongCodes = 5
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// The session goes on under a new token.
  package func callAsFunction(
    token: String, _ proof: SecondFactorProof, from address: ClientAddress
  ) async throws -> SignInAnswer {
    guard let session = try await office.session(behind: token), session.hasSecondFactor else {
      return .over
    }
    let attempt = office.attempt(.code, at: session.staff.text, from: address)
    let now = office.real.now()
    return try await office.act(as: .account(session.staff), .door) { act, rows in
      try Locks.account(session.staff, in: rows)
      if let wait = try attempt.begin(at: now, in: rows) { return .wait(seconds: wait) }
      guard try isRight(proof, of: session, at: now, in: rows) else {
        try attempt.fail(at: now, in: rows)
        try act.note(.signInRefused, detail: session.staff.text, in: rows)
        let wrong = try Sessions.countWrongCode(session.id, in: rows)
        guard wrong >= Self.mostWrongCodes else { return wrong == 0 ? .over : .refused }
        try Sessions.end(session.id, in: rows)
        return .over
      }
      try attempt.succeed(at: now, in: rows)
      if case .recovery = proof { try act.note(.recoveryCodeUsed, in: rows) }
      if session.awaitsCode { try act.note(.signedIn, in: rows) }
      let new = BearerToken.random()
      guard
        try Sessions.confirm(
          session.id, newHash: BearerToken.hash(new.reveal()), at: now, in: rows)
      else { return .over }
      return .letIn(token: new, .done)
    }
  }

  private func isRight(
    _ proof: SecondFactorProof, of session: SessionRow, at now: Date, in rows: borrowing Rows
  ) throws -> Bool {
    switch proof {
    case .recovery(let code):
      return try SecondFactors.use(
        recoveryHash: RecoveryCode.hash(code), of: session.staff, in: rows)
    case .app(let code):
      guard let factor = try SecondFactors.find(session.staff, in: rows) else { return false }
      let secret = try office.withKey(session.key, of: session.staff) {
        Private(try $0.open(factor.secret, as: .secondFactor(of: session.staff)))
      }
      guard let step = TimeCodes.step(of: code, secret, at: now, after: factor.lastStep) else {
        return false
      }
      return try SecondFactors.accept(step: step, of: session.staff, in: rows)
    }
  }
}
