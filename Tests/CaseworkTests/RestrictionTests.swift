import Casework
import Domain
import Postgres
import Records
import Support
import Testing

/// Art. 18 GDPR: kept, but shown to and changed by nobody except as the article allows.
@Suite(.office) struct RestrictionTests {
  let here = TestOffice.current

  private func restrict(_ id: ApplicationID) async throws {
    try await PlaceRestriction(here.office)(
      id, reason: "says the file is wrong", by: here.privacyOfficer)
  }

  private func lift(_ id: ApplicationID) async throws {
    try await LiftRestriction(here.office)(id, by: here.privacyOfficer)
  }

  @Test func onlyThePrivacyOfficerStillSeesIt() async throws {
    let id = try await here.receive(for: here.openReviewedVacancy())
    let document = try await here.store(in: id)
    _ = try await here.hold(id)
    #expect(try await here.whoOpens(id) == [.recruiter, .reviewer, .legal, .privacyOfficer])
    try await restrict(id)
    #expect(try await here.whoOpens(id) == [.privacyOfficer])
    let view = try await OpenApplication(here.office)(id, by: here.privacyOfficer)
    #expect(view.restricted && view.eraseOn == nil)
    #expect(try await here.retention(of: id).restricted)
    #expect(
      try await here.retention(of: id).explanation.contains { $0.contains("Art. 18 GDPR") })
    for caller in [here.recruiter, here.reviewer, here.legal] {
      await #expect(throws: Refusal.unknown) {
        try await here.read(document, of: id, by: caller)
      }
      await #expect(throws: Refusal.unknown) {
        try await here.retention(of: id, by: caller)
      }
    }
    #expect(try await here.ledger(of: id).contains { $0.contains("restrictionPlaced") })
  }

  @Test func noListNoSearchNoEndingAndNoDeskShowsIt() async throws {
    let (pooled, _) = try await here.onlyInPool(.number(1))
    let ended = try await here.rejected(.ada)
    func seen() async throws -> Int {
      try await ListEndings(here.office)(limit: 10, cursor: nil, by: here.recruiter).items.count
        + ListPool(here.office)(question: nil, limit: 10, cursor: nil, by: here.recruiter)
        .items.count
    }
    #expect(try await seen() == 2)
    try await restrict(ended)
    try await restrict(pooled)
    #expect(try await seen() == 0)
    try await lift(ended)
    try await lift(pooled)
    #expect(try await seen() == 2)
  }

  @Test func nobodyChangesItNotEvenThePrivacyOfficer() async throws {
    let id = try await here.rejected()
    try await restrict(id)
    let officer = here.privacyOfficer
    await #expect(throws: Refusal.restricted) { try await restrict(id) }
    await #expect(throws: Refusal.restricted) {
      try await CorrectOutcome(here.office)(
        id, OutcomeDecision(outcome: .withdrawn, endedOn: here.clock.today), reason: "a",
        by: officer)
    }
    await #expect(throws: Refusal.restricted) {
      try await ReopenApplication(here.office)(id, reason: "a", by: officer)
    }
    await #expect(throws: Refusal.restricted) {
      try await RecordConsent(here.office)(
        id, PaperConsent(channel: .post, givenOn: here.clock.today, textVersion: "1"),
        by: officer)
    }
    await #expect(throws: Refusal.restricted) {
      try await EraseOnRequest(here.office)(id, confirm: id.text, reason: "a", by: officer)
    }
    await #expect(throws: Refusal.unknown) { try await here.invite(id) }
    await #expect(throws: Refusal.unknown) { try await here.note(on: id) }
  }

  @Test func aDocumentOfItIsNotDeleted() async throws {
    let id = try await here.receive()
    let document = try await here.store(in: id)
    try await restrict(id)
    await #expect(throws: Refusal.restricted) {
      try await DeleteDocument(here.office)(document, of: id, by: here.privacyOfficer)
    }
    await #expect(throws: Refusal.unknown) {
      try await DeleteDocument(here.office)(document, of: id, by: here.recruiter)
    }
  }

  @Test func noPurgeErasesItAndItCountsAmongWhatIsKept() async throws {
    let id = try await here.rejected()
    try await restrict(id)
    here.clock.set(to: "2027-06-01")
    #expect(try await Purge(here.office).dryRun().due == 0)
    let report = try await here.purge()
    #expect(report.erased == 0 && report.failed == 0)
    #expect(report.kept.contains { $0.ground == "restriction" && $0.count == 1 })
    #expect(try await here.retention(of: id).eraseOn == nil)
    // Lifting counts anew, and what became overdue goes in the same call.
    try await lift(id)
    #expect(try await here.isErased(id))
    #expect(try await here.receipt(of: id)?.cause == .timeRanOut)
  }

  @Test func theDatabaseItselfRefusesToEraseOrChangeIt() async throws {
    let id = try await here.rejected()
    try await restrict(id)
    here.clock.set(to: "2027-06-01")
    let gone = try await here.as(.purge) { rows in
      try rows.run("DELETE FROM application WHERE id = \(id.uuid)")
    }
    #expect(gone == 0)
    let officer = Actor.staff(here.member(.privacyOfficer))
    #expect(
      try await here.refusal(to: .privacy, officer) { rows in
        try Grounds.add(Ground(kind: .procedure, since: "2026-03-02"), to: id, in: rows)
      } == "42501")
    #expect(
      try await here.refusal(to: .privacy, officer) { rows in
        try rows.run(
          """
          UPDATE restriction SET ended_at = now() WHERE application_id = \(id.uuid)
          """)
      } == "23514")
  }

  @Test func theApplicantIsToldByMailBeforeItIsLifted() async throws {
    let id = try await here.rejected()
    try await restrict(id)
    let before = here.post.letters.count
    try await lift(id)
    #expect(try await here.standing(id) == [.evidence])
    let letters = here.post.letters.dropFirst(before)
    #expect(letters.map(\.message) == [.liftingAnnounced(liftOn: here.clock.today)])
    #expect(
      try await here.ledger(of: id).filter { $0.contains("restriction") }.map {
        $0.split(separator: " ").prefix(2).joined(separator: " ")
      } == [
        "privacyOfficer restrictionPlaced", "privacyOfficer restrictionAnnounced",
        "privacyOfficer restrictionLifted",
      ])
    await #expect(throws: Refusal.notRestricted) { try await lift(id) }
    await #expect(throws: Refusal.notRestricted) {
      try await AnnounceLifting(here.office)(id, liftOn: nil, by: here.privacyOfficer)
    }
  }

  @Test func anAnnouncedDayIsWaitedFor() async throws {
    let id = try await here.rejected()
    try await restrict(id)
    let day = here.clock.today.adding(days: 10)
    try await AnnounceLifting(here.office)(id, liftOn: day, by: here.privacyOfficer)
    await #expect(throws: Refusal.liftedFrom(day)) { try await lift(id) }
    #expect(here.post.letters.last?.message == .liftingAnnounced(liftOn: day))
    await #expect(throws: Refusal.invalid(field: "liftOn", .beforeToday)) {
      try await AnnounceLifting(here.office)(
        id, liftOn: here.clock.today.adding(days: -1), by: here.privacyOfficer)
    }
    await #expect(throws: Refusal.invalid(field: "liftOn", .outOfRange)) {
      try await AnnounceLifting(here.office)(id, liftOn: "9999-12-31", by: here.privacyOfficer)
    }
    here.clock.pass(days: 10)
    try await lift(id)
    #expect(try await here.standing(id) == [.evidence])
  }

  @Test func aLetterThatCouldNotBeDeliveredTellsNobody() async throws {
    let id = try await here.rejected()
    try await restrict(id)
    func open() async throws -> Restriction? {
      try await ListRestrictions(here.office).of(id, by: here.privacyOfficer)
    }
    here.post.answer(.badAddress)
    await #expect(throws: Refusal.notTold) { try await lift(id) }
    #expect(try await open()?.announcement?.isUndelivered == true)
    let list = try await ListRestrictions(here.office)(by: here.privacyOfficer)
    #expect(list.map(\.restriction.announcement?.isUndelivered) == [true])
    await #expect(throws: Refusal.notTold) { try await lift(id) }
    here.post.answer(.unreachable)
    // Told again at the same instant: this letter waits, so they are told.
    try await AnnounceLifting(here.office)(id, liftOn: nil, by: here.privacyOfficer)
    #expect(try await open()?.announcement?.isUndelivered == false)
    here.clock.pass(days: 1)
    here.post.answer(.refused)
    try await AnnounceLifting(here.office)(id, liftOn: nil, by: here.privacyOfficer)
    await #expect(throws: Refusal.notTold) { try await lift(id) }
    try await AnnounceLifting(here.office)(
      id, liftOn: nil, told: Restriction.Told(on: here.clock.today, channel: .phone),
      by: here.privacyOfficer)
    try await lift(id)
    #expect(try await here.standing(id) == [.evidence])
  }

  @Test func whoHasNoAddressIsToldBySomebodyFirst() async throws {
    let id = try await here.rejected(.karl)
    try await restrict(id)
    await #expect(throws: Refusal.notTold) { try await lift(id) }
    await #expect(throws: Refusal.noAddress) {
      try await AnnounceLifting(here.office)(id, liftOn: nil, by: here.privacyOfficer)
    }
    for day in [here.clock.today.adding(days: 1), here.clock.today.adding(days: -1)] {
      await #expect(throws: Refusal.self) {
        try await AnnounceLifting(here.office)(
          id, liftOn: nil, told: Restriction.Told(on: day, channel: .phone),
          by: here.privacyOfficer)
      }
    }
    try await AnnounceLifting(here.office)(
      id, liftOn: nil, told: Restriction.Told(on: here.clock.today, channel: .phone),
      by: here.privacyOfficer)
    try await lift(id)
    #expect(try await here.standing(id) == [.evidence])
  }

  @Test func aWithdrawalThroughTheLinkEndsThePoolAndTheErasureWaits() async throws {
    let (id, token) = try await here.onlyInPool()
    try await restrict(id)
    let state = try await here.answer(token, .withdraw)
    guard case .erasurePending = state else {
      Issue.record("\(String(describing: state))")
      return
    }
    #expect(try await here.purge().erased == 0)
    #expect(try await here.grounds(of: id).allSatisfy { $0.endedAt != nil })
    try await lift(id)
    #expect(try await here.isErased(id))
    #expect(try await here.receipt(of: id)?.cause == .consentWithdrawn)
  }

  @Test func aYesThroughTheLinkWaitsUntilItIsLifted() async throws {
    let id = try await here.rejected()
    let token = try await here.invite(id)
    try await restrict(id)
    try await here.answer(token, .give)
    #expect(try await here.standing(id) == [])
    #expect(try await !here.grounds(of: id).contains { $0.kind == .pool })
    try await lift(id)
    try await here.answer(token, .give)
    #expect(try await here.standing(id) == [.evidence, .pool])
  }

  @Test func aLetterThatWaitsLeavesOnceItIsLifted() async throws {
    let id = try await here.rejected()
    here.post.answer(.unreachable)
    _ = try await InviteToPool(here.office)(id, language: .english, by: here.recruiter)
    try await restrict(id)
    here.post.answer(nil)
    try await here.asSuperuser { rows in try rows.run("UPDATE outbox SET due_at = NULL") }
    let before = here.post.letters.count
    try await DeliverMail(here.office)()
    #expect(here.post.letters.count == before)
    try await lift(id)
    #expect(here.post.letters.count == before + 2)
  }

  @Test func othersNeverRestrictAndThereIsNothingWhereNothingIs() async throws {
    let id = try await here.receive()
    for role in Role.allCases where ![.privacyOfficer, .intake].contains(role) {
      await #expect(throws: Refusal.roleNeverMay) {
        try await PlaceRestriction(here.office)(id, reason: "a", by: here.caller(role))
      }
      await #expect(throws: Refusal.roleNeverMay) {
        try await LiftRestriction(here.office)(id, by: here.caller(role))
      }
    }
    await #expect(throws: Refusal.unknown) { try await restrict(.random()) }
    await #expect(throws: Refusal.unknown) { try await lift(.random()) }
  }
}
