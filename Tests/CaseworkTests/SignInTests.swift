import Casework
import Domain
import Foundation
import Postgres
import Records
import Support
import Testing

/// Address and password: who is let in, and who is told the same as everybody else.
@Suite(.office) struct SignInTests {
  let here = TestOffice.current

  private func isRefused(_ answer: SignInAnswer) -> Bool {
    if case .refused = answer { return true }
    return false
  }

  private func waits(_ answer: SignInAnswer) -> Int? {
    if case .wait(let seconds) = answer { return seconds }
    return nil
  }

  @Test func whoKnowsThePasswordIsLetInAndKnownByName() async throws {
    let new = try await here.add(roles: [.reviewer, .recruiter])
    _ = try await here.setUp(new)
    let (token, step) = try here.letIn(try await here.signIn("NEW@example.org"))
    #expect(step == .done)
    let session = try #require(try await ResumeSession(here.office)(token: token))
    #expect(session.staff == new.id && session.name == Private("Kim Muster"))
    #expect(session.roles == [.recruiter, .reviewer] && session.role == .recruiter)
    #expect(!session.hasSecondFactor && session.confirmedAt == nil)
    #expect(try await here.everyEntry(of: nil).last == "account signedIn")
  }

  @Test func everyNoIsTheSame() async throws {
    let disabled = try await here.add("disabled@example.org")
    _ = try await here.setUp(disabled)
    let notSetUp = try await here.add("not-yet@example.org")
    _ = try await here.setUp(try await here.add())
    try await DisableStaff(here.office)(disabled.id, by: here.administrator)
    for (email, password) in [
      ("nobody@example.org", TestOffice.password), ("disabled@example.org", TestOffice.password),
      ("not-yet@example.org", TestOffice.password), ("new@example.org", Private("wrong")),
      ("new@example.org", Private("")), ("", TestOffice.password),
    ] {
      #expect(isRefused(try await here.signIn(Private(email), password: password)), "\(email)")
    }
    // Only what concerns somebody is in the ledger.
    let refused = try await here.everyEntry(of: nil).filter { $0.contains("signInRefused") }
    #expect(refused == Array(repeating: "stranger signInRefused #", count: 4))
    _ = notSetUp
  }

  @Test func whoHoldsNoRoleIsNotLetIn() async throws {
    let new = try await here.add()
    _ = try await here.setUp(new)
    try await RevokeRole(here.office)(.recruiter, from: new.id, by: here.administrator)
    #expect(isRefused(try await here.signIn()))
  }

  @Test func tooManyWrongTriesWaitHereAndNowhereElse() async throws {
    _ = try await here.setUp(try await here.add())
    for _ in 0..<5 {
      #expect(isRefused(try await here.signIn(password: Private("wrong"))))
    }
    // An unknown address waits as a known one does.
    for _ in 0..<5 { _ = try await here.signIn("nobody@example.org", from: "192.0.2.9") }
    // As after twelve in a row: a slow machine changes no answer.
    try await here.asSuperuser { try $0.run("UPDATE attempt SET failures = 12") }
    let seconds = try #require(waits(try await here.signIn()))
    #expect((1...128).contains(seconds))
    #expect(waits(try await here.signIn("nobody@example.org", from: "192.0.2.9")) != nil)
    // The owner comes in from elsewhere, and from here once the time has passed.
    _ = try here.letIn(try await here.signIn(from: "198.51.100.1"))
    here.watch.pass(seconds: 128)
    _ = try here.letIn(try await here.signIn())
    // Then the count begins anew.
    #expect(isRefused(try await here.signIn(password: Private("wrong"))))
    #expect(isRefused(try await here.signIn(password: Private("wrong"))))
    _ = try here.letIn(try await here.signIn())
  }

  @Test func nothingOfWhoTriedStandsInTheDatabase() async throws {
    _ = try await here.signIn("nobody@example.org", from: "192.0.2.77")
    let rows = try await here.asSuperuser { rows in
      try rows.all("SELECT attempt::text AS row FROM attempt") { try $0("row", as: String.self) }
    }
    #expect(rows.count == 3)
    #expect(rows.allSatisfy { !$0.contains("192.0.2") && !$0.contains("nobody") })
  }

  @Test func aSessionEndsWithItsHoursOrWithoutUse() async throws {
    _ = try await here.setUp(try await here.add())
    let (token, _) = try here.letIn(try await here.signIn())
    // Real seconds pass as well.
    here.watch.pass(seconds: 1700)
    #expect(try await ResumeSession(here.office)(token: token) != nil)
    // The use just now counts.
    here.watch.pass(seconds: 1700)
    #expect(try await ResumeSession(here.office)(token: token) != nil)
    here.watch.pass(seconds: 1810)
    #expect(try await ResumeSession(here.office)(token: token) == nil)
    let (long, _) = try here.letIn(try await here.signIn())
    for _ in 0..<26 {
      here.watch.pass(seconds: 1700)
      _ = try await ResumeSession(here.office)(token: long)
    }
    #expect(try await ResumeSession(here.office)(token: long) == nil)
    try await here.purge()
    #expect(try await here.count("session") == 0)
  }

  @Test func aSandboxesClockEndsNoSession() async throws {
    let (token, _) = try await here.setUp(try await here.add())
    here.clock.pass(days: 10_000)
    #expect(try await ResumeSession(here.office)(token: token) != nil)
  }

  @Test func everySignInHasATokenOfItsOwnAndTheOldOneEndsWithSignOut() async throws {
    let (first, _) = try await here.setUp(try await here.add())
    let (second, _) = try here.letIn(try await here.signIn())
    #expect(first != second)
    try await SignOut(here.office)(token: first)
    try await SignOut(here.office)(token: first)
    #expect(try await ResumeSession(here.office)(token: first) == nil)
    #expect(try await ResumeSession(here.office)(token: second) != nil)
    #expect(try await ResumeSession(here.office)(token: second + "x") == nil)
    let hashes = try await here.asSuperuser { rows in
      try rows.all("SELECT session::text AS row FROM session") { try $0("row", as: String.self) }
    }
    #expect(hashes.allSatisfy { !$0.contains(second) })
  }

  @Test func signingOutEverywhereEndsEverySessionAndNobodyElses() async throws {
    _ = try await here.setUp(try await here.add())
    let other = try await here.setUp(try await here.add("other@example.org")).token
    let tokens = [
      try here.letIn(try await here.signIn()).token, try here.letIn(try await here.signIn()).token,
    ]
    let session = try #require(try await ResumeSession(here.office)(token: tokens[0]))
    #expect(try await ShowAccount(here.office)(session).sessions == 3)
    try await SignOutEverywhere(here.office)(session)
    for token in tokens { #expect(try await ResumeSession(here.office)(token: token) == nil) }
    #expect(try await ResumeSession(here.office)(token: other) != nil)
  }

  @Test func aChangedPasswordEndsTheOthersAndGoesOnUnderANewToken() async throws {
    _ = try await here.setUp(try await here.add())
    let (other, _) = try here.letIn(try await here.signIn())
    let (token, _) = try here.letIn(try await here.signIn())
    let change = ChangePassword(here.office)
    let (address, next) = (ClientAddress("192.0.2.1"), Private("another sentence, quite long"))
    #expect(
      isRefused(
        try await change(token: token, current: Private("wrong"), new: next, from: address)))
    for (new, problem) in [
      ("short one", InputProblem.tooShort), ("kim muster kim muster", .holdsNameOrAddress),
    ] {
      await #expect(throws: Refusal.invalid(field: "newPassword", problem)) {
        try await change(
          token: token, current: TestOffice.password, new: Private(new), from: address)
      }
    }
    let (fresh, _) = try here.letIn(
      try await change(token: token, current: TestOffice.password, new: next, from: address))
    for gone in [other, token] {
      #expect(try await ResumeSession(here.office)(token: gone) == nil)
    }
    #expect(try await ResumeSession(here.office)(token: fresh) != nil)
    #expect(isRefused(try await here.signIn()))
    _ = try here.letIn(try await here.signIn(password: next))
  }

  @Test func roleAndLanguageAreChosenAndALostRoleGivesWay() async throws {
    let new = try await here.add(roles: [.recruiter, .reviewer])
    let (token, _) = try await here.setUp(new)
    let session = try #require(try await ResumeSession(here.office)(token: token))
    await #expect(throws: Refusal.roleUnclear) {
      try await ChooseRole(here.office)(.auditor, in: session)
    }
    try await ChooseRole(here.office)(.reviewer, in: session)
    try await ChooseLanguage(here.office)(.german, in: session)
    var resumed = try #require(try await ResumeSession(here.office)(token: token))
    #expect(resumed.role == .reviewer && resumed.language == .german)
    try await RevokeRole(here.office)(.reviewer, from: new.id, by: here.administrator)
    resumed = try #require(try await ResumeSession(here.office)(token: token))
    #expect(resumed.role == .recruiter && resumed.roles == [.recruiter])
    try await RevokeRole(here.office)(.recruiter, from: new.id, by: here.administrator)
    #expect(try await ResumeSession(here.office)(token: token) == nil)
    try await GrantRole(here.office)(.reviewer, to: new.id, by: here.administrator)
    // The language comes back at the next sign-in.
    let (again, _) = try here.letIn(try await here.signIn())
    #expect(try await ResumeSession(here.office)(token: again)?.language == .german)
  }
}
