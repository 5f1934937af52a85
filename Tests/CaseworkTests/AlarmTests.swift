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
    try await note(late, toldOn: here.clock.today.adding(days: -11 + 29))
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

  /// Says that somebody was told on a day, whoever may record that still.
  private func note(_ id: ApplicationID, toldOn day: Day) async throws {
    try await here.asSuperuser { rows in
      try rows.run(
        """
        INSERT INTO notice (id, application_id, outcome_id, channel, sent_on, recorded_at,
          recorded_by)
        SELECT gen_random_uuid(), application_id, id, 'post',
          \(day.description)::text::date, now(), recorded_by
        FROM outcome WHERE application_id = \(id.uuid)
        """)
    }
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

  @Test func paperThatOutlivesItsErasureRingsUntilItIsGone() async throws {
    let id = try await receivedByPost()
    let paper = try #require(try await ListPaper(here.office).of(id, by: here.recruiter))
    #expect(try await ringing().isEmpty)
    try await erase(id)
    #expect(try await ringing() == [.paperOpen: [id]])
    #expect(try await ringing(here.recruiter)[.paperOpen] != nil)
    try await ConfirmPaperGone(here.office).byLabel(
      paper.id, how: .shredded, on: here.clock.today, by: here.privacyOfficer)
    #expect(try await ringing().isEmpty)
  }

  private func receivedByPost() async throws -> ApplicationID {
    try await ReceiveApplication(here.office)(
      NewApplication(vacancy: nil, channel: .post, applicant: .karl), by: here.recruiter)
  }

  private func erase(_ id: ApplicationID) async throws {
    try await EraseOnRequest(here.office)(
      id, confirm: id.text, reason: "in error", by: here.recruiter)
  }

  /// Rejected today, told on a day.
  private func told(_ number: Int, on day: Day? = nil) async throws -> ApplicationID {
    let id = try await here.rejected(.number(number))
    try await RecordNotice(here.office)(
      id, NoticeRecord(channel: .post, sentOn: day ?? here.clock.today), by: here.recruiter)
    return id
  }

  private func worries(_ office: Office? = nil) async throws -> Set<String> {
    let findings = try await Checkup(office ?? here.office)(isPrivate: true)
    return Set(findings.filter { !$0.isFine }.map(\.name))
  }

  @Test func doctorNeedsAPersonForEachAlarm() async throws {
    let before = try await worries()
    let all: Set = [
      "overdue", "purge", "notice missing", "notice late", "open-ended", "hold reviews", "paper",
      "clock",
    ]
    #expect(before.isDisjoint(with: all))
    _ = try await here.rejected()
    #expect(try await worries().subtracting(before) == ["notice missing"])
    here.watch.pass(seconds: 7300)
    #expect(try await worries().subtracting(before) == ["notice missing", "purge"])
  }

  @Test func doctorTellsOneAlarmFromTheOther() async throws {
    let before = try await worries()
    var expected: Set<String> = []
    func rings(_ name: String) async throws {
      expected.insert(name)
      #expect(try await worries().subtracting(before) == expected)
    }
    let vacancy = try await here.openVacancy()
    _ = try await here.receive(.number(1), for: vacancy)
    try await CloseVacancy(here.office)(vacancy, by: here.recruiter)
    try await rings("open-ended")
    try await erase(receivedByPost())
    try await rings("paper")
    let held = try await told(2)
    _ = try await PlaceHold(here.office)(
      held, matter: "m", reason: "r", reviewOn: here.clock.today.adding(days: 1), by: here.legal)
    here.clock.pass(days: 1)
    try await rings("hold reviews")
    let late = try await here.receiveForVacancy(.number(3))
    try await here.decide(late, .rejected)
    here.clock.pass(days: 29)
    try await note(late, toldOn: here.clock.today)
    try await rings("notice late")
    _ = try await told(4)
    here.clock.pass(days: 215)
    try await rings("overdue")
  }

  @Test func doctorTellsOfAClockThatCannotBeBelieved() async throws {
    var office = here.office
    office.bootClock = BootClock { ("a machine's start", 1000) }
    #expect(try await office.clockIsTrusted())
    #expect(try await !worries(office).contains("clock"))
    here.watch.pass(seconds: 2 * 86_400)
    #expect(try await worries(office).contains("clock"))
  }
}
