import Casework
import Domain
import Postgres
import Records
import Support
import Testing

/// How a procedure ends, and what follows.
@Suite(.office) struct OutcomeTests {
  let here = TestOffice.current

  /// A line of the table of retention periods.
  struct Period: Sendable, CustomTestStringConvertible {
    let endedOn: Day
    let through: Day
    let eraseOn: Day
    var testDescription: String { endedOn.description }
  }

  static let periods = [
    Period(endedOn: "2026-03-15", through: "2026-09-15", eraseOn: "2026-09-16"),
    Period(endedOn: "2026-08-31", through: "2027-02-28", eraseOn: "2027-03-01"),
    Period(endedOn: "2027-08-31", through: "2028-02-29", eraseOn: "2028-03-01"),
    Period(endedOn: "2027-02-28", through: "2027-08-28", eraseOn: "2027-08-29"),
  ]

  @Test(arguments: periods)
  func evidenceIsKeptThroughItsLastDayAndErasedFromTheNextMidnight(_ period: Period) async throws {
    here.clock.set(to: period.endedOn)
    let id = try await here.rejected()
    let retention = try await here.retention(of: id)
    #expect(retention.eraseOn == period.eraseOn)
    #expect(retention.grounds.map(\.until) == [period.through])
    here.clock.set(to: period.through, hours: 23.99)
    #expect(try await here.purge().erased == 0)
    here.clock.set(to: period.eraseOn, hours: 0)
    #expect(try await here.purge().erased == 1)
    #expect(try await here.isErased(id))
    #expect(try await here.receipt(of: id)?.cause == .timeRanOut)
  }

  @Test(arguments: [OutcomeKind.rejected, .withdrawn, .offerDeclined])
  func anEndedApplicationIsEvidenceThatOnlyLegalAndPrivacyFind(outcome: OutcomeKind) async throws {
    let id = try await here.receive(for: here.openReviewedVacancy())
    try await here.decide(id, outcome)
    #expect(try await here.standing(id) == [.evidence])
    #expect(try await here.whoOpens(id) == [.legal, .privacyOfficer])
    #expect(
      try await here.ledger(of: id)
        == ["recruiter applicationReceived", "recruiter outcomeRecorded \(outcome.rawValue)"])
    #expect(try await here.grounds(of: id).first { $0.kind == .procedure }?.endedAt != nil)
  }

  @Test func aHiredOneStaysWithRecruitersAndLeavesItsTeam() async throws {
    let id = try await here.receive(for: here.openReviewedVacancy())
    try await here.decide(id, .hired)
    #expect(try await here.standing(id) == [.employment])
    #expect(try await here.whoOpens(id) == [.recruiter, .privacyOfficer])
    #expect(try await here.retention(of: id).eraseOn == nil)
    #expect(
      try await ListEndings(here.office)(limit: 10, cursor: nil, by: here.recruiter).items.isEmpty)
  }

  @Test func aSecondOutcomeIsRefusedWhetherItIsSeenOrOnlyEnding() async throws {
    let hired = try await here.receiveForVacancy()
    try await here.decide(hired, .hired)
    await #expect(throws: Refusal.alreadyDecided) { try await here.decide(hired, .rejected) }
    let rejected = try await here.rejected()
    await #expect(throws: Refusal.alreadyDecided) { try await here.decide(rejected, .hired) }
    here.clock.pass(days: 15)
    await #expect(throws: Refusal.unknown) { try await here.decide(rejected, .hired) }
  }

  @Test func anEndBeforeTheReceiptOrInTheFutureIsRefused() async throws {
    let id = try await here.receive()
    let today = here.clock.today
    await #expect(throws: Refusal.invalid(field: "endedOn", .beforeReceipt)) {
      try await here.decide(id, .rejected, endedOn: today.adding(days: -1))
    }
    await #expect(throws: Refusal.invalid(field: "endedOn", .inTheFuture)) {
      try await here.decide(id, .rejected, endedOn: today.adding(days: 1))
    }
    #expect(try await here.standing(id) == [.procedure])
  }

  @Test func whatWouldBeDueWithinAWeekMustBeConfirmedByItsDay() async throws {
    let id = try await here.receive(at: TestClock.zone.start(of: "2025-08-01"))
    let eraseOn: Day = "2026-03-09"
    await #expect(throws: Refusal.dueSoon(eraseOn)) {
      try await here.decide(id, .rejected, endedOn: "2025-09-08")
    }
    await #expect(throws: Refusal.dueSoon(eraseOn)) {
      try await here.decide(id, .rejected, endedOn: "2025-09-08", confirm: "2026-03-08")
    }
    // A day later it is no longer soon.
    try await here.decide(
      here.receive(at: TestClock.zone.start(of: "2025-08-01")), .rejected, endedOn: "2025-09-09")
    try await here.decide(id, .rejected, endedOn: "2025-09-08", confirm: eraseOn)
    here.clock.set(to: eraseOn, hours: 0)
    #expect(try await here.purge().erased == 1)
    #expect(try await here.isErased(id))
  }

  @Test func whatIsDueAtOnceIsErasedByTheNextPurge() async throws {
    let id = try await here.receive(at: TestClock.zone.start(of: "2025-01-01"))
    await #expect(throws: Refusal.dueSoon("2025-07-11")) {
      try await here.decide(id, .withdrawn, endedOn: "2025-01-10")
    }
    try await here.decide(id, .withdrawn, endedOn: "2025-01-10", confirm: "2025-07-11")
    #expect(try await here.purge().erased == 1)
  }

  @Test func anotherGroundKeepsWhatWouldBeDueSoon() async throws {
    let id = try await here.receive(at: TestClock.zone.start(of: "2025-01-01"))
    _ = try await here.hold(id)
    try await here.decide(id, .rejected, endedOn: "2025-01-10")
    #expect(try await here.purge().erased == 0)
    #expect(try await here.standing(id) == [.hold])
  }

  @Test(arguments: [Role.reviewer, .legal, .privacyOfficer, .auditor, .administrator])
  func onlyRecruitersDecide(role: Role) async throws {
    let id = try await here.receive()
    await #expect(throws: Refusal.roleNeverMay) {
      try await RecordOutcome(here.office)(
        id, OutcomeDecision(outcome: .rejected, endedOn: here.clock.today),
        by: here.caller(role))
    }
  }

  @Test func shorterPeriodsOfNewRulesCountForWhatEndsFromNowOn() async throws {
    let before = try await here.rejected()
    try await here.asSuperuser { rows in
      try rows.run("INSERT INTO retention_rules VALUES (2, 6, 3, 1, 6, 12)")
    }
    let rejected = try await here.rejected()
    let withdrawn = try await here.receiveForVacancy()
    try await here.decide(withdrawn, .withdrawn)
    #expect(try await here.retention(of: before).eraseOn == "2026-09-03")
    #expect(try await here.retention(of: rejected).eraseOn == "2026-06-03")
    #expect(try await here.retention(of: withdrawn).eraseOn == "2026-04-03")
  }
}
