import Casework
import Domain
import Foundation
import Postgres
import Records
import Support
import Testing

/// Each alarm, told the same by the API, the metrics, doctor and the board.
@Suite(.office) struct AlarmTests {
  let here = TestOffice.current

  private func ringing(_ caller: Caller? = nil) async throws -> [Alarm: [ApplicationID]] {
    let lines = try await ListAlarms(here.office)(by: caller ?? here.privacyOfficer)
    #expect(lines.map(\.alarm) == Alarm.allCases)
    return Dictionary(
      lines.filter { $0.count > 0 }.map { ($0.alarm, $0.applications) }, uniquingKeysWith: +)
  }

  @Test func nothingRingsWhereNothingIsWrong() async throws {
    _ = try await here.receiveForVacancy()
    #expect(try await ringing().isEmpty)
    here.watch.pass(seconds: 7300)
    #expect(try await ringing() == [.purgeStale: []])
  }

  @Test func anAlarmOfAnApplicationIsTheSameAsThatOfTheList() async throws {
    let missing = try await here.rejected(.ada)
    let told = try await here.rejected(.karl)
    try await RecordNotice(here.office)(
      told,
      NoticeRecord(
        channel: .post, sentOn: here.clock.today, receivedOn: here.clock.today),
      by: here.recruiter)
    let late = try await here.rejected(.number(1))
    here.clock.pass(days: 10)
    let closing = try await here.openVacancy("Smith")
    let open = try await here.receive(.number(2), for: closing)
    try await CloseVacancy(here.office)(closing, by: here.recruiter)
    let held = try await here.rejected(.number(3))
    _ = try await PlaceHold(here.office)(
      held, matter: "m", reason: "r", reviewOn: here.clock.today.adding(days: 1), by: here.legal)
    here.clock.pass(days: 1)
    let lateOn = here.clock.today.adding(days: -11 + 29)
    try await here.asSuperuser { rows in
      try rows.run(
        """
        INSERT INTO notice (id, application_id, outcome_id, channel, sent_on, recorded_at,
          recorded_by)
        SELECT gen_random_uuid(), application_id, id, 'post',
          \(lateOn.description)::text::date, now(), recorded_by
        FROM outcome WHERE application_id = \(late.uuid)
        """)
    }
    let ringing = try await ringing()
    #expect(ringing[.openEnded] == [open])
    #expect(Set(ringing[.noticeMissing] ?? []) == [missing, held])
    #expect(ringing[.noticeLate] == [late])
    #expect(ringing[.reviewDue] == [held])
    #expect(ringing[.overdue] == nil && ringing[.paperOpen] == nil)
    for id in [missing, told, late, open, held] {
      let one = try await ExplainRetention(here.office)(id, by: here.privacyOfficer).alarms
      let listed = ringing.filter { $0.value.contains(id) }.map(\.key)
      #expect(Set(one) == Set(listed))
    }
    let metrics = try await Health(here.office).metrics()
    #expect(metrics.alarms.filter { $0.value > 0 } == ringing.mapValues(\.count))
  }

  @Test func whatIsDueAndStillThereIsOverdueAndThePoolOnTheAnniversary() async throws {
    let (pool, _) = try await here.onlyInPool(.number(1))
    let ceiling = try #require(
      try await here.grounds(of: pool).first { $0.kind == .pool }?.eraseFrom)
    here.clock.set(to: ceiling, hours: 23)
    #expect(try await Purge(here.office).dryRun().due == 1)
    #expect(try await ringing()[.overdue] == nil)
    here.clock.set(to: ceiling.adding(days: 1), hours: 0)
    #expect(try await ringing()[.overdue] == [pool])
    try await here.purge()
    #expect(try await ringing()[.overdue] == nil)
  }

  @Test func eachRoleIsToldOfThoseItMeets() async throws {
    let fresh = try await here.rejected(.ada)
    #expect(try await ringing(here.recruiter)[.noticeMissing] == [fresh])
    here.clock.pass(days: 15)
    try await here.purge()
    // Locked, and its ending is closed: a recruiter is told that there is one, not which.
    #expect(try await ringing(here.recruiter)[.noticeMissing] == [])
    #expect(try await ringing(here.privacyOfficer)[.noticeMissing] == [fresh])
    #expect(try await ringing(here.administrator)[.noticeMissing] == [])
    for role in [Role.reviewer, .legal, .auditor] {
      await #expect(throws: Refusal.roleNeverMay) {
        try await ListAlarms(here.office)(by: here.caller(role))
      }
    }
  }

  @Test func doctorNeedsAPersonForEachAlarm() async throws {
    func worries() async throws -> Set<String> {
      Set(try await Checkup(here.office)(isPrivate: true).filter { !$0.isFine }.map(\.name))
    }
    let before = try await worries()
    #expect(before.isDisjoint(with: ["overdue", "purge", "notice missing", "open-ended", "clock"]))
    _ = try await here.rejected()
    #expect(try await worries().subtracting(before) == ["notice missing"])
    here.watch.pass(seconds: 7300)
    #expect(try await worries().subtracting(before) == ["notice missing", "purge"])
  }
}
