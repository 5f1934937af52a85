import Casework
import Domain
import Foundation
import Postgres
import Records
import Support
import Testing

/// Set-up links, the first administrator, and what an administrator changes.
@Suite(.office) struct SetUpTests {
  let here = TestOffice.current

  private func isOver(_ answer: SignInAnswer) -> Bool {
    if case .over = answer { return true }
    return false
  }

  private func setUp(
    _ token: Private<String>, _ password: String, _ identity: SetUpAccount.Identity? = nil
  ) async throws -> SignInAnswer {
    try await SetUpAccount(here.office)(
      token: token.reveal(), password: Private(password), identity: identity, language: .german)
  }

  @Test func aLinkIsForOnePersonOnceAndForSevenDays() async throws {
    let new = try await here.add()
    guard
      case .account(let name, let email, let needs)? =
        try await ShowSetUp(here.office)(token: new.setUpToken.reveal())
    else { throw TestOffice.NotLetIn() }
    #expect(name == Private("Kim Muster") && email == Private("new@example.org") && !needs)
    _ = try await here.setUp(new)
    #expect(try await ShowSetUp(here.office)(token: new.setUpToken.reveal()) == nil)
    #expect(isOver(try await setUp(new.setUpToken, "a sentence nobody guesses")))
    let late = try await here.add("late@example.org")
    here.watch.pass(seconds: 7 * 86_400 + 1)
    #expect(isOver(try await setUp(late.setUpToken, "a sentence nobody guesses")))
    #expect(try await ShowSetUp(here.office)(token: "lethe_unknown") == nil)
  }

  @Test func aPasswordThatIsNotTakenLeavesTheLinkInForce() async throws {
    let new = try await here.add()
    for (password, problem) in [
      ("", InputProblem.missing), ("1234567", .tooShort), ("aaaaaaaaaaaaaaaa", .tooSimple),
      ("muster muster muster", .holdsNameOrAddress),
    ] {
      await #expect(throws: Refusal.invalid(field: "password", problem)) {
        try await setUp(new.setUpToken, password)
      }
    }
    // A short one needs a second factor beside it.
    let (token, step) = try here.letIn(try await setUp(new.setUpToken, "k3#vQ9!x"))
    #expect(step == .enrol)
    #expect(try await ResumeSession(here.office)(token: token) == nil)
    _ = try await here.enrol(token)
  }

  @Test func aRenewedLinkVoidsTheOldOneAndItsUseEverythingBefore() async throws {
    let new = try await here.add(roles: [.legal])
    let (token, _) = try await here.setUp(new)
    let (_, session, codes) = try await here.enrol(token)
    let renew = RenewSetUpLink(here.office)
    let first = try await renew(for: new.id, by: here.administrator)
    let second = try await renew(for: new.id, by: here.administrator)
    #expect(isOver(try await setUp(first, "a sentence nobody guesses")))
    // Until it is used, everything stays as it was.
    #expect(try await ResumeSession(here.office)(token: session) != nil)
    let (again, step) = try here.letIn(try await setUp(second, "quite another sentence"))
    #expect(step == .enrol && again != session)
    #expect(try await ResumeSession(here.office)(token: session) == nil)
    #expect(try await here.count("recovery_code") == 0)
    #expect(!codes.isEmpty)
    await #expect(throws: Refusal.unknown) {
      try await renew(for: .random(), by: here.administrator)
    }
    await #expect(throws: Refusal.roleNeverMay) { try await renew(for: new.id, by: here.recruiter) }
  }

  @Test func theFirstAdministratorComesFromALinkWhileNobodyIsThere() async throws {
    let offer = OfferFirstAdministrator(here.office)
    #expect(try await offer() == nil)
    try await here.asSuperuser { try $0.run("DELETE FROM staff") }
    let void = try #require(try await offer())
    let token = try #require(try await offer())
    let identity = SetUpAccount.Identity(
      email: Private("first@example.org"), name: Private("Erste Person"))
    #expect(isOver(try await setUp(void, "a sentence nobody guesses", identity)))
    await #expect(throws: Refusal.invalid(field: "email", .missing)) {
      try await setUp(token, "a sentence nobody guesses")
    }
    await #expect(throws: Refusal.invalid(field: "password", .tooShort)) {
      try await setUp(token, "short", identity)
    }
    #expect(try await here.count("staff") == 0)
    let (session, step) = try here.letIn(
      try await setUp(token, "a sentence nobody guesses", identity))
    #expect(step == .enrol)
    let (_, fresh, _) = try await here.enrol(session)
    let first = try #require(try await ResumeSession(here.office)(token: fresh))
    #expect(first.role == .administrator && first.name == Private("Erste Person"))
    #expect(isOver(try await setUp(token, "a sentence nobody guesses", identity)))
    #expect(try await offer() == nil)
  }

  @Test func whoeverIsAddedMeanwhileVoidsTheOfferOfTheFirstPlace() async throws {
    try await here.asSuperuser { try $0.run("DELETE FROM staff") }
    let token = try #require(try await OfferFirstAdministrator(here.office)())
    _ = try await here.add()
    #expect(try await ShowSetUp(here.office)(token: token.reveal()) == nil)
  }

  @Test func disabledMeansAtOnceAndUntilLetInAgain() async throws {
    let new = try await here.add()
    let (token, _) = try await here.setUp(new)
    try await DisableStaff(here.office)(new.id, by: here.administrator)
    try await DisableStaff(here.office)(new.id, by: here.administrator)
    #expect(try await ResumeSession(here.office)(token: token) == nil)
    await #expect(throws: Refusal.unknown) {
      try await RenewSetUpLink(here.office)(for: new.id, by: here.administrator)
    }
    try await EnableStaff(here.office)(new.id, by: here.administrator)
    #expect(try await ResumeSession(here.office)(token: token) == nil)
    _ = try here.letIn(try await here.signIn())
    let entries = try await here.everyEntry(of: nil)
    #expect(
      entries.filter { $0.contains("staffDisabled") } == ["administrator staffDisabled staff=#"])
  }

  @Test func theLastAdministratorStays() async throws {
    let first = try await here.add("first@example.org", roles: [.administrator, .recruiter])
    _ = try await here.setUp(first)
    let by = Caller(member: StaffMember(id: first.id, role: .administrator))
    await #expect(throws: Refusal.lastAdministrator) {
      try await DisableStaff(here.office)(first.id, by: by)
    }
    await #expect(throws: Refusal.lastAdministrator) {
      try await RevokeRole(here.office)(.administrator, from: first.id, by: by)
    }
    let second = try await here.add("second@example.org", roles: [.administrator])
    // One who never chose a password can't administer.
    await #expect(throws: Refusal.lastAdministrator) {
      try await DisableStaff(here.office)(first.id, by: by)
    }
    _ = try await here.setUp(second)
    try await RevokeRole(here.office)(.administrator, from: first.id, by: by)
    try await RevokeRole(here.office)(.administrator, from: first.id, by: by)
  }

  @Test func theStaffIsSeenAndChangedByAdministratorsAlone() async throws {
    let new = try await here.add(roles: [.reviewer])
    let vacancy = try await here.openVacancy()
    try await SetTeamPart(here.office)(
      vacancy: vacancy, staff: new.id, part: .interviewer, until: nil, by: here.recruiter)
    let (line, parts) = try await ShowStaff(here.office)(new.id, by: here.administrator)
    #expect(line.name == Private("Kim Muster") && line.email == Private("new@example.org"))
    #expect(!line.isSetUp && !line.hasSecondFactor && line.linkUntil != nil)
    #expect(parts.map(\.vacancy) == [vacancy] && parts.map(\.title) == ["Baker"])
    let all = try await ListStaff(here.office)(by: here.administrator)
    #expect(all.count == 7 && all.map { $0.name.reveal() } == all.map { $0.name.reveal() }.sorted())
    try await EndSessions(here.office)(of: new.id, by: here.administrator)
    await #expect(throws: Refusal.unknown) {
      try await ShowStaff(here.office)(.random(), by: here.administrator)
    }
    await #expect(throws: Refusal.unknown) {
      try await EndSessions(here.office)(of: .random(), by: here.administrator)
    }
    await #expect(throws: Refusal.notOffered("intake")) {
      try await GrantRole(here.office)(.intake, to: new.id, by: here.administrator)
    }
    for role in [Role.recruiter, .reviewer, .legal, .privacyOfficer, .auditor] {
      let caller = here.caller(role)
      await #expect(throws: Refusal.roleNeverMay) { try await ListStaff(here.office)(by: caller) }
      await #expect(throws: Refusal.roleNeverMay) {
        try await GrantRole(here.office)(.legal, to: new.id, by: caller)
      }
      await #expect(throws: Refusal.roleNeverMay) {
        try await DisableStaff(here.office)(new.id, by: caller)
      }
      await #expect(throws: Refusal.roleNeverMay) {
        try await AddStaff(here.office)(
          email: "x@example.org", name: "X", roles: [.legal], by: caller)
      }
    }
  }
}
