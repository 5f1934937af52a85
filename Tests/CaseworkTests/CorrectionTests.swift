import Casework
import Domain
import Postgres
import Records
import Support
import Testing

/// Corrections and reopenings.
@Suite(.office) struct CorrectionTests {
  let here = TestOffice.current

  private func correct(
    _ id: ApplicationID, to outcome: OutcomeKind, endedOn: Day? = nil, by caller: Caller? = nil
  ) async throws {
    try await CorrectOutcome(here.office)(
      id, OutcomeDecision(outcome: outcome, endedOn: endedOn ?? here.clock.today),
      reason: "wrong button", by: caller ?? here.recruiter)
  }

  private func reopen(_ id: ApplicationID, by caller: Caller? = nil) async throws {
    try await ReopenApplication(here.office)(
      id, reason: "second thoughts", by: caller ?? here.recruiter)
  }

  @Test func aCorrectedDayCountsThePeriodAnew() async throws {
    let id = try await here.receiveForVacancy()
    here.clock.set(to: "2026-04-10")
    try await here.decide(id, .rejected)
    try await correct(id, to: .rejected, endedOn: "2026-03-31")
    #expect(try await here.retention(of: id).eraseOn == "2026-10-01")
    #expect(try await here.ledger(of: id).last == "recruiter outcomeCorrected rejected")
    let outcomes = try await here.asSuperuser { rows in
      try rows.all(
        """
        SELECT superseded_at IS NOT NULL AND superseded_because IS NOT NULL AS gone FROM outcome
        ORDER BY superseded_at IS NULL
        """
      ) { try $0("gone", as: Bool.self) }
    }
    #expect(outcomes == [true, false])
  }

  @Test func aRejectionCorrectedToHiredComesBackToRecruiters() async throws {
    let id = try await here.rejected()
    try await correct(id, to: .hired)
    #expect(try await here.standing(id) == [.employment])
    #expect(try await here.whoOpens(id) == [.recruiter, .privacyOfficer])
    #expect(try await here.count("ending") == 0)
  }

  @Test func aHiringCorrectedToRejectedLocksAndOpensAnEnding() async throws {
    let id = try await here.receiveForVacancy()
    try await here.decide(id, .hired)
    try await correct(id, to: .rejected)
    #expect(try await here.standing(id) == [.evidence])
    #expect(try await here.whoOpens(id) == [.legal, .privacyOfficer])
    #expect(try await here.count("ending") == 1)
    try await correct(id, to: .offerDeclined)
    #expect(try await here.standing(id) == [.evidence])
  }

  @Test func aReopenedProcedureRunsAgainForItsTeamAndEndsAnew() async throws {
    let id = try await here.receive(for: here.openReviewedVacancy())
    try await here.decide(id, .rejected)
    try await reopen(id)
    #expect(try await here.standing(id) == [.procedure])
    #expect(try await here.whoOpens(id) == [.recruiter, .reviewer, .privacyOfficer])
    #expect(try await here.retention(of: id).eraseOn == nil)
    #expect(try await here.count("ending") == 0)
    here.clock.pass(days: 30)
    try await here.decide(id, .offerDeclined)
    #expect(try await here.standing(id) == [.evidence])
    #expect(
      try await here.ledger(of: id).suffix(2)
        == ["recruiter procedureReopened", "recruiter outcomeRecorded offerDeclined"])
  }

  @Test func recruitersHaveAFortnightAndThePrivacyOfficerHasNoLimit() async throws {
    let rejected = try await here.rejected()
    let hired = try await here.receiveForVacancy()
    try await here.decide(hired, .hired)
    here.clock.pass(days: 14)
    try await correct(rejected, to: .withdrawn)
    try await correct(hired, to: .hired)
    here.clock.pass(days: 15)
    await #expect(throws: Refusal.unknown) { try await correct(rejected, to: .rejected) }
    await #expect(throws: Refusal.unknown) { try await reopen(rejected) }
    await #expect(throws: Refusal.correctionTooLate) { try await correct(hired, to: .rejected) }
    await #expect(throws: Refusal.correctionTooLate) { try await reopen(hired) }
    try await correct(rejected, to: .rejected, by: here.privacyOfficer)
    #expect(try await here.standing(rejected) == [.evidence])
    try await reopen(hired, by: here.privacyOfficer)
    #expect(try await here.standing(hired) == [.procedure])
    try await reopen(rejected, by: here.privacyOfficer)
    #expect(try await here.standing(rejected) == [.procedure])
  }

  @Test func whatIsUndecidedOrNotThereIsRefused() async throws {
    let id = try await here.receive()
    await #expect(throws: Refusal.notDecided) { try await correct(id, to: .rejected) }
    await #expect(throws: Refusal.notDecided) { try await reopen(id) }
    await #expect(throws: Refusal.unknown) { try await correct(.random(), to: .rejected) }
    await #expect(throws: Refusal.unknown) {
      try await reopen(.random(), by: here.privacyOfficer)
    }
  }

  @Test func impossibleDaysAndSoonErasuresAreRefusedHereToo() async throws {
    let id = try await here.receive(at: TestClock.zone.start(of: "2025-01-01"))
    try await here.decide(id, .rejected)
    await #expect(throws: Refusal.invalid(field: "endedOn", .beforeReceipt)) {
      try await correct(id, to: .rejected, endedOn: "2024-12-31")
    }
    await #expect(throws: Refusal.invalid(field: "endedOn", .inTheFuture)) {
      try await correct(id, to: .rejected, endedOn: "2026-03-03")
    }
    await #expect(throws: Refusal.dueSoon("2025-07-02")) {
      try await correct(id, to: .rejected, endedOn: "2025-01-01")
    }
    #expect(try await here.retention(of: id).eraseOn == "2026-09-03")
  }

  @Test func afterAHandOverNothingIsTakenBack() async throws {
    let id = try await here.receiveForVacancy()
    try await here.decide(id, .hired)
    try await HandOver(here.office)(id, reference: nil, documents: [], by: here.recruiter)
    await #expect(throws: Refusal.handedOver) {
      try await reopen(id, by: here.privacyOfficer)
    }
    await #expect(throws: Refusal.handedOver) {
      try await correct(id, to: .rejected, by: here.privacyOfficer)
    }
  }

  @Test func aCorrectionLeavesThePoolAlone() async throws {
    let id = try await here.rejected()
    try await here.answer(here.invite(id), .give)
    try await correct(id, to: .withdrawn)
    #expect(try await here.standing(id) == [.evidence, .pool])
    try await reopen(id)
    #expect(try await here.standing(id) == [.pool, .procedure])
  }

  @Test(arguments: [Role.reviewer, .legal, .auditor, .administrator])
  func othersNeverCorrect(role: Role) async throws {
    let id = try await here.rejected()
    await #expect(throws: Refusal.roleNeverMay) {
      try await correct(id, to: .hired, by: here.caller(role))
    }
    await #expect(throws: Refusal.roleNeverMay) { try await reopen(id, by: here.caller(role)) }
  }
}
