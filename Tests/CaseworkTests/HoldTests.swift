import Casework
import Domain
import Postgres
import Records
import Support
import Testing

/// Keeping an application for a named legal matter, and letting it go.
@Suite(.office) struct HoldTests {
  let here = TestOffice.current

  private func release(_ hold: HoldID, by caller: Caller? = nil) async throws {
    try await ReleaseHold(here.office)(hold, reason: "settled", by: caller ?? here.legal)
  }

  @Test func legalHoldsWhatItCanNameAndIsThenLetIn() async throws {
    let id = try await here.receive(for: here.openReviewedVacancy())
    #expect(try await here.whoOpens(id) == [.recruiter, .reviewer, .privacyOfficer])
    _ = try await here.hold(id)
    #expect(try await here.standing(id) == [.hold, .procedure])
    #expect(try await here.whoOpens(id) == [.recruiter, .reviewer, .legal, .privacyOfficer])
    #expect(try await here.retention(of: id).eraseOn == nil)
    #expect(try await here.ledger(of: id).last == "legal holdPlaced hold=# ground=# review=#")
  }

  @Test func aHeldApplicationOutlivesItsEvidenceAndGoesWithItsRelease() async throws {
    let id = try await here.rejected()
    let hold = try await here.hold(id)
    here.clock.set(to: "2026-10-01")
    #expect(try await here.purge().erased == 0)
    #expect(try await here.standing(id) == [.hold])
    #expect(try await here.ledger(of: id).last == "timer groundExpired")
    try await release(hold)
    #expect(try await here.isErased(id))
    #expect(try await here.receipt(of: id)?.cause == .holdReleased)
    #expect(
      try await here.ledger(of: id).suffix(2)
        == ["legal holdReleased hold=#", "timer applicationErased cause=holdReleased final=#"])
  }

  @Test func whatBecameOverdueUnderAHoldGoesInTheCallThatReleasesIt() async throws {
    let id = try await here.rejected()
    let hold = try await here.hold(id)
    // No purge has run since the evidence expired.
    here.clock.set(to: "2026-10-01")
    #expect(try await here.standing(id) == [.evidence, .hold])
    try await release(hold)
    #expect(try await here.isErased(id))
  }

  @Test func aReleaseBeforeTheEvidenceEndsLeavesTheEvidence() async throws {
    let id = try await here.rejected()
    let hold = try await here.hold(id)
    try await release(hold)
    #expect(try await here.standing(id) == [.evidence])
    #expect(try await here.whoOpens(id) == [.legal, .privacyOfficer])
    await #expect(throws: Refusal.alreadyReleased) { try await release(hold) }
  }

  @Test func ofTwoHoldsEachKeepsForItself() async throws {
    let id = try await here.rejected()
    let (one, other) = (try await here.hold(id), try await here.hold(id))
    here.clock.set(to: "2026-10-01")
    try await release(one)
    #expect(try await here.standing(id) == [.hold])
    try await release(other)
    #expect(try await here.isErased(id))
  }

  @Test func aRecruitersHoldIsProvisionalAndEndsByItselfAfterSevenDays() async throws {
    let id = try await here.receive(at: TestClock.zone.start(of: "2025-01-01"))
    try await here.decide(id, .rejected, endedOn: "2025-09-03", confirm: "2026-03-04")
    _ = try await here.hold(id, by: here.recruiter)
    #expect(try await here.retention(of: id).eraseOn == "2026-03-09")
    here.clock.set(to: "2026-03-08", hours: 23.9)
    #expect(try await here.purge().erased == 0)
    #expect(try await here.standing(id) == [.hold])
    here.clock.set(to: "2026-03-09", hours: 0)
    #expect(try await here.purge().erased == 1)
    #expect(try await here.isErased(id))
  }

  @Test func legalReleasesARecruitersHold() async throws {
    let id = try await here.receive()
    let hold = try await here.hold(id, by: here.recruiter)
    try await release(hold)
    #expect(try await here.standing(id) == [.procedure])
  }

  @Test func legalReplacesAProvisionalHoldByOneOfItsOwn() async throws {
    let id = try await here.rejected()
    _ = try await here.hold(id, by: here.recruiter)
    _ = try await here.hold(id)
    here.clock.pass(days: 8)
    try await here.purge()
    #expect(try await here.standing(id) == [.evidence, .hold])
    here.clock.set(to: "2027-01-01")
    #expect(try await here.purge().erased == 0)
  }

  @Test func aRecruiterHoldsByItsNumberWhatIsLockedAndOpensNothing() async throws {
    let id = try await here.rejected()
    here.clock.pass(days: 15)
    try await here.purge()
    _ = try await here.hold(id, by: here.recruiter)
    #expect(try await here.standing(id) == [.evidence, .hold])
    #expect(try await here.whoOpens(id) == [.legal, .privacyOfficer])
    #expect(
      try await here.ledger(of: id).last == "recruiter holdPlaced hold=# ground=# review=# until=#")
    // Seven days, not more, whatever the login that places it may do.
    let hold = try await here.grounds(of: id).first { $0.kind == .hold }
    #expect(hold?.eraseFrom == here.clock.today.adding(days: 7))
  }

  @Test func whatRanOutIsReleasedWithItsGround() async throws {
    let id = try await here.rejected()
    let hold = try await here.hold(id, by: here.recruiter)
    here.clock.pass(days: 7)
    try await here.purge()
    #expect(try await here.standing(id) == [.evidence])
    #expect(try await openHolds() == 0)
    await #expect(throws: Refusal.alreadyReleased) { try await release(hold) }
  }

  private func openHolds() async throws -> Int {
    try await here.asSuperuser { rows in
      try rows.first("SELECT count(*) AS n FROM hold WHERE released_at IS NULL") { try $0("n") }
        ?? 0
    }
  }

  @Test func aReviewSetsANewDayAndChangesNothingElse() async throws {
    let id = try await here.rejected()
    let hold = try await here.hold(id)
    let day = here.clock.today.adding(days: 200)
    try await ReviewHold(here.office)(hold, reviewOn: day, reason: "still open", by: here.legal)
    #expect(try await here.standing(id) == [.evidence, .hold])
    let held = try await ListHolds(here.office)(by: here.legal)
    #expect(held.map(\.reviewOn) == [day])
    #expect(try await here.ledger(of: id).last == "legal holdReviewed hold=# review=#")
    let yesterday = here.clock.today.adding(days: -1)
    await #expect(throws: Refusal.invalid(field: "reviewOn", .outOfRange)) {
      _ = try await PlaceHold(here.office)(
        id, matter: "m", reason: "r", reviewOn: "9999-12-31", by: here.legal)
    }
    await #expect(throws: Refusal.invalid(field: "reviewOn", .beforeToday)) {
      try await ReviewHold(here.office)(hold, reviewOn: yesterday, reason: nil, by: here.legal)
    }
    await #expect(throws: Refusal.unknown) {
      try await ReviewHold(here.office)(.random(), reviewOn: day, reason: nil, by: here.legal)
    }
    for role in Role.allCases where ![.legal, .intake].contains(role) {
      await #expect(throws: Refusal.roleNeverMay) {
        try await ReviewHold(here.office)(
          hold, reviewOn: day, reason: nil, by: here.caller(role))
      }
    }
    try await release(hold)
    await #expect(throws: Refusal.alreadyReleased) {
      try await ReviewHold(here.office)(hold, reviewOn: day, reason: nil, by: here.legal)
    }
  }

  @Test func aReviewDayInThePastIsRefused() async throws {
    let id = try await here.rejected()
    await #expect(throws: Refusal.invalid(field: "reviewOn", .beforeToday)) {
      try await PlaceHold(here.office)(
        id, matter: "x", reason: "y", reviewOn: here.clock.today.adding(days: -1),
        by: here.legal)
    }
  }

  @Test func nobodyHoldsWhatIsNotThere() async throws {
    for caller in [here.legal, here.recruiter] {
      await #expect(throws: Refusal.unknown) { try await here.hold(.random(), by: caller) }
    }
    await #expect(throws: Refusal.unknown) { try await release(.random()) }
    let (erased, token) = try await here.onlyInPool()
    try await here.answer(token, .withdraw)
    await #expect(throws: Refusal.unknown) { try await here.hold(erased) }
  }

  @Test func whatNothingKeepsAnyMoreCannotBeHeld() async throws {
    let id = try await here.receive()
    try await here.asSuperuser { rows in try Shortcut.endEverything(of: id, in: rows) }
    await #expect(throws: Refusal.unknown) { try await here.hold(id) }
  }

  @Test func theSameKeyPlacesOneHold() async throws {
    let id = try await here.rejected()
    let keyed = here.caller(.legal, key: "once")
    #expect(try await here.hold(id, by: keyed) == here.hold(id, by: keyed))
    #expect(try await here.count("hold") == 1)
  }

  @Test func othersNeverHoldAndOnlyLegalReleases() async throws {
    let id = try await here.receive()
    for role in [Role.reviewer, .privacyOfficer, .auditor, .administrator] {
      await #expect(throws: Refusal.roleNeverMay) {
        try await here.hold(id, by: here.caller(role))
      }
    }
    let hold = try await here.hold(id)
    for role in Role.allCases where ![.legal, .intake].contains(role) {
      await #expect(throws: Refusal.roleNeverMay) {
        try await release(hold, by: here.caller(role))
      }
    }
  }
}
