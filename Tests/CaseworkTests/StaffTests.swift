import Casework
import Domain
import Postgres
import Records
import Support
import Testing

/// Who works here, and what their tokens are worth.
@Suite(.office) struct StaffTests {
  let here = TestOffice.current

  private func add(_ email: Private<String>, roles: Set<Role> = [.recruiter]) async throws -> (
    id: StaffID, token: String
  ) {
    let new = try await AddStaff(here.office)(
      email: email, name: "New One", roles: roles, withToken: true)
    return (new.id, try #require(new.token).reveal())
  }

  @Test func aTokenTellsWhoItIsAndWhatTheyMayDo() async throws {
    let (id, token) = try await add("new@example.org", roles: [.recruiter, .legal])
    let visitor = try #require(try await Authenticate(here.office)(token: token))
    #expect(visitor.id == id && visitor.roles == [.recruiter, .legal])
    #expect(
      try await here.everyEntry(of: nil).suffix(3) == [
        "console staffAdded #", "console tokenIssued #", "console setUpLinkMade #",
      ])
    #expect(try await Authenticate(here.office)(token: token + "x") == nil)
    #expect(try await Authenticate(here.office)(token: "") == nil)
  }

  @Test func withoutWishThereIsNoToken() async throws {
    let new = try await AddStaff(here.office)(
      email: "new@example.org", name: "New One", roles: [.auditor], withToken: false)
    #expect(new.token == nil)
    #expect(try await here.count("token") == 0)
  }

  @Test func anAddressIsSomebodysOnlyOnce() async throws {
    _ = try await add("new@example.org")
    await #expect(throws: Refusal.alreadyThere) { try await add("NEW@Example.org") }
    #expect(try await here.count("token") == 1)
  }

  @Test func whatIsTakenAwayIsGoneAtTheNextRequest() async throws {
    let (id, token) = try await add("new@example.org", roles: [.recruiter, .legal])
    try await here.asSuperuser { rows in
      try rows.run("DELETE FROM staff_role WHERE staff_id = \(id.uuid) AND role = 'legal'")
    }
    #expect(try await Authenticate(here.office)(token: token)?.roles == [.recruiter])
    try await here.asSuperuser { rows in
      try rows.run("UPDATE staff SET disabled_at = now() WHERE id = \(id.uuid)")
    }
    #expect(try await Authenticate(here.office)(token: token) == nil)
  }

  @Test func aRevokedOrExpiredTokenIsWorthNothing() async throws {
    let (_, revoked) = try await add("one@example.org")
    try await here.asSuperuser { try $0.run("UPDATE token SET revoked_at = now()") }
    let (_, expired) = try await add("two@example.org")
    try await here.asSuperuser { rows in
      try rows.run("UPDATE token SET expires_at = now() WHERE revoked_at IS NULL")
    }
    for token in [revoked, expired] {
      #expect(try await Authenticate(here.office)(token: token) == nil)
    }
  }

  @Test func aTokenLivesByRealTimeWhateverASandboxesClockSays() async throws {
    here.clock.pass(days: 10_000)
    let (_, token) = try await add("new@example.org")
    #expect(try await Authenticate(here.office)(token: token) != nil)
  }

  @Test func theLedgerIsReadByThoseWhoAnswerForIt() async throws {
    let id = try await here.receive()
    for caller in [here.auditor, here.privacyOfficer] {
      let entries = try await ReadLedger(here.office)(after: 0, limit: 1000, by: caller)
      let entry = try #require(entries.last { $0.action == "applicationReceived" })
      #expect(entry.applications == [id])
      #expect(entry.actor == here.recruiter.member.id && entry.function == "recruiter")
      #expect(entry.at == here.clock.now)
      #expect(
        try await ReadLedger(here.office)(after: entry.number, limit: 10, by: caller)
          .map(\.action) == ["mailSent"])
      #expect(entries.map(\.number) == entries.map(\.number).sorted())
    }
    for role in [Role.recruiter, .reviewer, .legal, .administrator] {
      await #expect(throws: Refusal.roleNeverMay) {
        try await ReadLedger(here.office)(after: 0, limit: 10, by: here.caller(role))
      }
    }
    for limit in [0, 1001] {
      await #expect(throws: Refusal.invalid(field: "limit", .outOfRange)) {
        try await ReadLedger(here.office)(after: 0, limit: limit, by: here.auditor)
      }
    }
  }

  @Test func revokedTokensOpenNothingAndTheLedgerNamesEach() async throws {
    let new = try await AddStaff(here.office)(
      email: "leaving@example.org", name: "L", roles: [.recruiter], withToken: true)
    let token = try #require(new.token).reveal()
    #expect(try await Authenticate(here.office)(token: token) != nil)
    await #expect(throws: Refusal.roleNeverMay) {
      try await RevokeTokens(here.office)(of: new.id, by: here.recruiter)
    }
    let administrator = here.caller(.administrator)
    await #expect(throws: Refusal.unknown) {
      try await RevokeTokens(here.office)(of: .random(), by: administrator)
    }
    #expect(try await RevokeTokens(here.office)(of: new.id, by: administrator) == 1)
    #expect(try await RevokeTokens(here.office)(of: new.id) == 0)
    #expect(try await Authenticate(here.office)(token: token) == nil)
    #expect(
      try await here.everyEntry(of: nil).last == "administrator tokenRevoked token=#")
  }
}
