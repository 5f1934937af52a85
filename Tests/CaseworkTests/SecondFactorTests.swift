import Casework
import Domain
import Foundation
import Postgres
import Records
import Support
import Testing
import Vault

/// Codes of an app and codes on paper: each is taken once.
@Suite(.office) struct SecondFactorTests {
  let here = TestOffice.current
  private let address = ClientAddress("192.0.2.1")

  /// Somebody with a second factor, and their recovery codes; the step of enrolling has passed.
  private func enrolled(
    roles: Set<Role> = [.legal]
  ) async throws -> (secret: Private<[UInt8]>, codes: [Private<String>], token: String) {
    let (token, step) = try await here.setUp(try await here.add(roles: roles))
    #expect(step == .enrol)
    #expect(try await ResumeSession(here.office)(token: token) == nil)
    let (secret, new, codes) = try await here.enrol(token)
    here.watch.pass(seconds: 60)
    return (secret, codes, new)
  }

  private func prove(_ token: String, _ proof: SecondFactorProof) async throws -> SignInAnswer {
    try await ProveSecondFactor(here.office)(token: token, proof, from: address)
  }

  private func isRefused(_ answer: SignInAnswer) -> Bool {
    if case .refused = answer { return true }
    return false
  }

  private func isOver(_ answer: SignInAnswer) -> Bool {
    if case .over = answer { return true }
    return false
  }

  @Test(arguments: Role.allCases)
  func aSecondFactorIsNeededByThoseRolesAlone(role: Role) {
    #expect(
      role.needsSecondFactor == [.legal, .privacyOfficer, .administrator].contains(role))
  }

  @Test func enrollingOpensTheDeskUnderANewToken() async throws {
    let (token, _) = try await here.setUp(try await here.add(roles: [.administrator]))
    let wrong = try await EnrolSecondFactor(here.office)(token: token, code: Private("000000"))
    guard case .refused = wrong else { throw TestOffice.NotLetIn() }
    let (_, new, codes) = try await here.enrol(token)
    #expect(new != token && Set(codes.map { $0.reveal() }).count == 10)
    #expect(try await ResumeSession(here.office)(token: token) == nil)
    let session = try #require(try await ResumeSession(here.office)(token: new))
    #expect(session.hasSecondFactor && session.confirmedAt != nil)
    #expect(
      try await here.everyEntry(of: nil).suffix(2) == [
        "account secondFactorEnrolled", "account signedIn",
      ])
    // A secret is enrolled once.
    let again = try await EnrolSecondFactor(here.office)(token: new, code: Private("000000"))
    guard case .over = again else { throw TestOffice.NotLetIn() }
  }

  @Test func thePasswordAloneOpensNothingAndTheCodeRotatesTheToken() async throws {
    let (secret, _, _) = try await enrolled()
    let (half, step) = try here.letIn(try await here.signIn())
    #expect(step == .code)
    #expect(try await ResumeSession(here.office)(token: half) == nil)
    #expect(isRefused(try await prove(half, .app(Private("000000")))))
    let (whole, next) = try here.letIn(try await prove(half, .app(here.code(secret))))
    #expect(next == .done && whole != half)
    #expect(try await ResumeSession(here.office)(token: half) == nil)
    #expect(try await ResumeSession(here.office)(token: whole) != nil)
  }

  @Test func aCodeIsTakenOnceAndNoOlderOneAfterIt() async throws {
    let (secret, _, _) = try await enrolled()
    let (first, _) = try here.letIn(try await here.signIn())
    let (second, _) = try here.letIn(try await here.signIn())
    let (code, older) = (here.code(secret), here.code(secret, ahead: -1))
    _ = try here.letIn(try await prove(first, .app(code)))
    #expect(isRefused(try await prove(second, .app(code))))
    #expect(isRefused(try await prove(second, .app(older))))
    _ = try here.letIn(try await prove(second, .app(here.code(secret, ahead: 1))))
  }

  @Test func aRecoveryCodeIsTakenOnce() async throws {
    let (_, codes, _) = try await enrolled()
    let (first, _) = try here.letIn(try await here.signIn())
    #expect(isRefused(try await prove(first, .recovery(Private("0000-0000-0000-0000")))))
    let typed = Private(codes[0].reveal().lowercased())
    let (token, _) = try here.letIn(try await prove(first, .recovery(typed)))
    #expect(try await here.everyEntry(of: nil).contains("account recoveryCodeUsed"))
    let session = try #require(try await ResumeSession(here.office)(token: token))
    #expect(try await ShowAccount(here.office)(session).recoveryCodesLeft == 9)
    let (second, _) = try here.letIn(try await here.signIn())
    #expect(isRefused(try await prove(second, .recovery(codes[0]))))
    _ = try here.letIn(try await prove(second, .recovery(codes[1])))
  }

  @Test func somebodyElsesCodesAreWorthNothing() async throws {
    let (_, codes, _) = try await enrolled()
    let other = try await here.add("other@example.org", roles: [.legal])
    _ = try await here.enrol(try await here.setUp(other).token)
    let (half, _) = try here.letIn(try await here.signIn("other@example.org"))
    #expect(isRefused(try await prove(half, .recovery(codes[0]))))
  }

  @Test func afterFiveWrongCodesThePasswordIsAskedForAgain() async throws {
    let (secret, _, _) = try await enrolled()
    let (half, _) = try here.letIn(try await here.signIn())
    for _ in 0..<4 { #expect(isRefused(try await prove(half, .app(Private("000000"))))) }
    #expect(isOver(try await prove(half, .app(Private("000000")))))
    #expect(isOver(try await prove(half, .app(here.code(secret)))))
    let (again, _) = try here.letIn(try await here.signIn())
    try await here.asSuperuser { try $0.run("UPDATE attempt SET failures = 15") }
    guard case .wait = try await prove(again, .app(here.code(secret))) else {
      throw TestOffice.NotLetIn()
    }
  }

  @Test func aPasswordWithoutItsCodeIsForgottenAfterTenMinutes() async throws {
    let (secret, _, _) = try await enrolled()
    let (half, _) = try here.letIn(try await here.signIn())
    here.watch.pass(seconds: 601)
    #expect(isOver(try await prove(half, .app(here.code(secret)))))
  }

  @Test func whatCantBeTakenBackAsksForTheCodeAgain() async throws {
    let (secret, _, token) = try await enrolled(roles: [.privacyOfficer])
    let id = try await here.receive()
    here.watch.pass(seconds: 300)
    func erase(_ token: String) async throws {
      let session = try #require(try await ResumeSession(here.office)(token: token))
      try await EraseOnRequest(here.office)(
        id, confirm: id.text, reason: "asked", by: session.caller(reason: "asked"))
    }
    await #expect(throws: Refusal.secondFactorNeeded) { try await erase(token) }
    #expect(try await !here.isErased(id))
    let (fresh, _) = try here.letIn(try await prove(token, .app(here.code(secret))))
    try await erase(fresh)
    #expect(try await here.isErased(id))
  }

  @Test func aHoldIsReleasedByWhoeverProvesThemselvesAndByPrograms() async throws {
    let id = try await here.receive()
    let hold = try await here.hold(id)
    let stale = Caller(
      member: here.legal.member, reason: "test", presence: .signedIn(confirmedAt: nil))
    await #expect(throws: Refusal.secondFactorNeeded) {
      try await ReleaseHold(here.office)(hold, reason: "settled", by: stale)
    }
    // Whoever may not do it at all isn't asked for a code.
    let other = Caller(member: here.recruiter.member, presence: .signedIn(confirmedAt: nil))
    await #expect(throws: Refusal.roleNeverMay) {
      try await ReleaseHold(here.office)(hold, reason: "settled", by: other)
    }
    try await ReleaseHold(here.office)(hold, reason: "settled", by: here.legal)
  }

  @Test func aSecondFactorIsRenewedByWhoProvesTheOldOne() async throws {
    let (secret, codes, token) = try await enrolled(roles: [.recruiter, .legal])
    let begin = BeginEnrolment(here.office)
    here.watch.pass(seconds: 300)
    await #expect(throws: Refusal.secondFactorNeeded) {
      try await begin(token: token, password: TestOffice.password, from: address)
    }
    let (proven, _) = try here.letIn(try await prove(token, .app(here.code(secret))))
    let (elsewhere, _) = try here.letIn(try await here.signIn())
    _ = try here.letIn(try await begin(token: proven, password: nil, from: address))
    let (_, new, _) = try await here.enrol(proven)
    #expect(try await ResumeSession(here.office)(token: new) != nil)
    #expect(isOver(try await prove(elsewhere, .recovery(codes[1]))))
    let (half, _) = try here.letIn(try await here.signIn())
    #expect(isRefused(try await prove(half, .recovery(codes[2]))))
    #expect(isRefused(try await prove(half, .app(here.code(secret, ahead: 1)))))
  }

  @Test func aFirstSecondFactorAsksForThePassword() async throws {
    let (token, step) = try await here.setUp(try await here.add())
    #expect(step == .done)
    let begin = BeginEnrolment(here.office)
    #expect(isRefused(try await begin(token: token, password: nil, from: address)))
    #expect(try await ShowEnrolment(here.office)(token: token, issuer: "Lethe") == nil)
    _ = try here.letIn(
      try await begin(token: token, password: TestOffice.password, from: address))
    _ = try await here.enrol(token)
  }

  @Test func aNewRoleThatNeedsOneShutsTheDeskUntilThen() async throws {
    let new = try await here.add()
    let (token, _) = try await here.setUp(new)
    try await GrantRole(here.office)(.legal, to: new.id, by: here.administrator)
    #expect(try await ResumeSession(here.office)(token: token) == nil)
    #expect(try await ResumeSignIn(here.office)(token: token)?.step == .enrol)
    _ = try here.letIn(
      try await BeginEnrolment(here.office)(token: token, password: nil, from: address))
    let (_, fresh, _) = try await here.enrol(token)
    #expect(try await ResumeSession(here.office)(token: fresh) != nil)
  }
}
