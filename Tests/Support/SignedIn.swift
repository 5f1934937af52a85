package import Casework
package import Domain
import Vault

/// What people do at the door, in one line.
extension TestOffice {
  /// Long enough to stand alone.
  package static let password = Private("a sentence nobody guesses")

  /// Somebody new, not set up yet.
  package func add(
    _ email: Private<String> = "new@example.org", roles: Set<Role> = [.recruiter]
  ) async throws -> NewStaff {
    try await AddStaff(office)(
      email: email, name: Private("Kim Muster"), roles: roles, withToken: false)
  }

  /// Chooses the password with a set-up link; the session's token.
  package func setUp(
    _ new: NewStaff, password: Private<String> = TestOffice.password
  ) async throws -> (token: String, step: SignInStep) {
    let answer = try await SetUpAccount(office)(
      token: new.setUpToken.reveal(), password: password, language: .english)
    return try letIn(answer)
  }

  /// Gives address and password.
  package func signIn(
    _ email: Private<String> = "new@example.org", password: Private<String> = TestOffice.password,
    from address: String = "192.0.2.1"
  ) async throws -> SignInAnswer {
    try await SignIn(office)(
      email: email, password: password, from: ClientAddress(address))
  }

  /// Enrols a second factor in a session; its secret, the new token and the recovery codes.
  package func enrol(
    _ token: String
  ) async throws -> (secret: Private<[UInt8]>, token: String, codes: [Private<String>]) {
    let enrolment = try await ShowEnrolment(office)(token: token, issuer: "Lethe")
    guard let enrolment else { preconditionFailure("nothing is being enrolled") }
    let secret = Private(TestOffice.base32(enrolment.secret.reveal()))
    let code = TimeCodes.code(secret, step: TimeCodes.step(at: watch.now))
    let answer = try await EnrolSecondFactor(office)(token: token, code: code)
    guard case .enrolled(let new, let codes) = answer else {
      preconditionFailure("the code of an app was refused")
    }
    return (secret, new.reveal(), codes)
  }

  /// The code an app shows now, or some steps ahead.
  package func code(_ secret: Private<[UInt8]>, ahead: Int = 0) -> Private<String> {
    TimeCodes.code(secret, step: TimeCodes.step(at: watch.now) + ahead)
  }

  /// Token and next step of somebody who was let in.
  package func letIn(_ answer: SignInAnswer) throws -> (token: String, step: SignInStep) {
    guard case .letIn(let token, let step) = answer else { throw NotLetIn() }
    return (token.reveal(), step)
  }

  /// Somebody was expected to be let in and wasn't.
  package struct NotLetIn: Error { package init() {} }

  /// As apps read it.
  private static func base32(_ text: String) -> [UInt8] {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
    var (held, bits, bytes) = (0, 0, [UInt8]())
    for letter in text where letter != " " {
      held = held << 5 | (alphabet.firstIndex(of: letter) ?? 0)
      bits += 5
      if bits >= 8 {
        bits -= 8
        bytes.append(UInt8(held >> bits & 0xFF))
        held &= (1 << bits) - 1
      }
    }
    return bytes
  }
}
