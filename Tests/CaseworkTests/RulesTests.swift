import Casework
import Domain
import Postgres
import Records
import Support
import Testing

/// Retention rules as versions: what a change would make due is said first, and a change shortens
/// what stands but never lengthens it.
@Suite(.office) struct RulesTests {
  let here = TestOffice.current

  private func months(rejected: Int = 6, pool: Int = 24) -> ChangeRules.Months {
    ChangeRules.Months(
      evidence: [.hired: 6, .rejected: rejected, .withdrawn: 6, .offerDeclined: 6], pool: pool)
  }

  @discardableResult
  private func change(
    rejected: Int = 6, pool: Int = 24, confirm: Int?
  ) async throws -> Int {
    try await ChangeRules(here.office)(
      months(rejected: rejected, pool: pool), reason: "as agreed", confirmDue: confirm,
      by: here.privacyOfficer
    ).version
  }

  @Test func aChangeSaysFirstWhatItWouldMakeDue() async throws {
    // 2 March 2026.
    let old = try await here.rejected()
    here.clock.pass(days: 40)
    let young = try await here.rejected(.number(1))
    let held = try await here.rejected(.number(2))
    _ = try await here.hold(held)
    let rules = ChangeRules(here.office)
    let unchanged = try await rules.whatIf(months(), by: here.privacyOfficer)
    #expect(unchanged.due == 0 && unchanged.dueWithin30Days == 0 && unchanged.shortened == 0)
    let effect = try await rules.whatIf(months(rejected: 1), by: here.privacyOfficer)
    #expect(effect.shortened == 3 && effect.due == 1 && effect.dueWithin30Days == 0)
    here.clock.pass(days: 1)
    let later = try await rules.whatIf(months(rejected: 1), by: here.privacyOfficer)
    #expect(later.due == 1 && later.dueWithin30Days == 1)
    #expect(try await here.grounds(of: old).count == 2)
    await #expect(throws: Refusal.wouldBeDue(1)) { try await change(rejected: 1, confirm: nil) }
    await #expect(throws: Refusal.wouldBeDue(1)) { try await change(rejected: 1, confirm: 2) }
    #expect(try await ListRules(here.office)(by: here.recruiter).count == 1)

    #expect(try await change(rejected: 1, confirm: 1) == 2)
    #expect(try await here.retention(of: young).eraseOn == "2026-05-12")
    let report = try await here.purge()
    #expect(report.erased == 1)
    #expect(try await here.isErased(old))
    #expect(try await here.receipt(of: old)?.cause == .timeRanOut)
    #expect(try await here.standing(held) == [.evidence, .hold])
    let versions = try await ListRules(here.office)(by: here.privacyOfficer)
    #expect(versions.map(\.rules.version) == [1, 2] && versions.last?.reason == "as agreed")
    #expect(versions.allSatisfy { $0.appliedAt != nil })
  }

  @Test func longerRulesLengthenNothingThatStands() async throws {
    let before = try await here.rejected()
    let promised = try await here.retention(of: before).eraseOn
    try await change(rejected: 12, confirm: 0)
    #expect(try await here.retention(of: before).eraseOn == promised)
    let after = try await here.rejected(.number(1))
    #expect(try await here.retention(of: after).eraseOn == "2027-03-03")
  }

  @Test func aPoolPeriodOverTwoYearsIsRefusedByTheProgramAndByTheDatabase() async throws {
    await #expect(throws: Refusal.invalid(field: "months", .outOfRange)) {
      try await change(pool: 25, confirm: 0)
    }
    await #expect(throws: Refusal.invalid(field: "months", .outOfRange)) {
      try await ChangeRules(here.office).whatIf(months(pool: 25), by: here.privacyOfficer)
    }
    let officer = Actor.staff(here.member(.privacyOfficer))
    #expect(
      try await here.refusal(to: .privacy, officer) { rows in
        try rows.run(
          """
          INSERT INTO retention_rules (version, hired_months, rejected_months, withdrawn_months,
            offer_declined_months, pool_months, set_at, reason)
          VALUES (9, 6, 6, 6, 6, 25, now(), 'longer')
          """)
      } == "23514")
  }

  @Test func aPoolEntryKeepsTheEndItWasPromised() async throws {
    let id = try await here.rejected()
    try await here.answer(here.invite(id), .give)
    let promised = try await here.retention(of: id).eraseOn
    try await change(pool: 6, confirm: 0)
    #expect(try await here.retention(of: id).eraseOn == promised)
  }

  @Test func thePurgeFinishesAChangeThatAKillInterrupted() async throws {
    let id = try await here.rejected()
    here.clock.pass(days: 10)
    // The version is set, and the process died before it shortened anything.
    try await here.asSuperuser { rows in
      try rows.run(
        """
        INSERT INTO retention_rules (version, hired_months, rejected_months, withdrawn_months,
          offer_declined_months, pool_months, set_at, reason)
        VALUES (2, 6, 1, 6, 6, 24, now(), 'shorter')
        """)
    }
    #expect(try await here.retention(of: id).eraseOn == "2026-09-03")
    try await here.purge()
    #expect(try await here.retention(of: id).eraseOn == "2026-04-03")
    #expect(try await here.ledger(of: id).last == "timer evidenceShortened version=2")
    try await here.purge()
    #expect(try await here.grounds(of: id).count == 3)
  }

  @Test func whatIsRestrictedIsShortenedOnceThatIsLifted() async throws {
    let id = try await here.rejected()
    try await PlaceRestriction(here.office)(id, reason: "a", by: here.privacyOfficer)
    here.clock.pass(days: 60)
    try await change(rejected: 1, confirm: 0)
    #expect(try await here.grounds(of: id).count == 2)
    try await LiftRestriction(here.office)(id, by: here.privacyOfficer)
    #expect(try await here.isErased(id))
  }

  @Test func thePurgeShortensWhatWasRestrictedWhoeverLiftedIt() async throws {
    let id = try await here.rejected()
    try await PlaceRestriction(here.office)(id, reason: "a", by: here.privacyOfficer)
    here.clock.pass(days: 10)
    try await change(rejected: 1, confirm: 0)
    try await here.purge()
    #expect(try await here.grounds(of: id).count == 2)
    // As a replay after a restore leaves it, or a process that died behind the commit.
    try await here.asSuperuser { rows in
      try rows.run(
        """
        UPDATE restriction SET announced_at = now(), lift_on = now()::date, ended_at = now()
        WHERE application_id = \(id.uuid)
        """)
    }
    try await here.purge()
    #expect(try await here.retention(of: id).eraseOn == "2026-04-03")
    try await here.purge()
    #expect(try await here.grounds(of: id).count == 3)
  }

  @Test func whereverTheProcessDiesThatLiftsItTheEvidenceIsShorter() async throws {
    let id = try await here.rejected()
    try await PlaceRestriction(here.office)(id, reason: "a", by: here.privacyOfficer)
    here.clock.pass(days: 10)
    try await change(rejected: 1, confirm: 0)
    var times = 0
    while try await here.standing(id) != [.evidence], times < 30 {
      let dying = try here.reopened(on: Fuse(times, here.clock).legal)
      do {
        try await LiftRestriction(dying)(id, by: here.privacyOfficer)
      } catch is Fuse.Died { times += 1 }
    }
    #expect(times > 1)
    try await here.purge()
    #expect(try await here.retention(of: id).eraseOn == "2026-04-03")
  }

  @Test func onlyThePrivacyOfficerChangesTheRules() async throws {
    for role in Role.allCases where ![.privacyOfficer, .intake].contains(role) {
      await #expect(throws: Refusal.roleNeverMay) {
        try await ChangeRules(here.office).whatIf(months(), by: here.caller(role))
      }
      await #expect(throws: Refusal.roleNeverMay) {
        _ = try await ChangeRules(here.office)(
          months(), reason: "a", confirmDue: 0, by: here.caller(role))
      }
    }
  }
}
