import Casework
import Domain
import Postgres
import Records
import Support
import Testing

/// A mass of erasures that nobody announced stops before the first; what never waits goes on.
@Suite(.office) struct MassGuardTests {
  let here = TestOffice.current

  private func ended(_ count: Int, on day: Day? = nil) async throws {
    let day = day ?? here.clock.today
    try await here.asSuperuser { rows in
      try Shortcut.applications(count, evidenceUntil: day, in: rows)
    }
  }

  @Test func exactlyAHundredGoUnasked() async throws {
    try await ended(100)
    let report = try await here.purge()
    #expect(report.erased == 100 && report.stop == nil && report.unannounced == 100)
  }

  @Test func aHundredAndOneStopBeforeTheFirst() async throws {
    try await ended(101)
    let dry = try await Purge(here.office).dryRun()
    #expect(dry.due == 101 && dry.stop == .unannounced(due: 101))
    let report = try await here.purge()
    #expect(report.stop == .unannounced(due: 101) && report.erased == 0 && report.due == 101)
    #expect(try await here.count("application") == 101)
    #expect(try await here.count("erasure") == 0)
    #expect(
      try await ListAlarms(here.office)(by: here.privacyOfficer)
        .first { $0.alarm == .overdue }?.count == 101)
  }

  @Test func onlyTheCountThatIsDueConfirmsIt() async throws {
    try await ended(101)
    for wrong in [0, 100, 102] {
      let report = try await Purge(here.office)(confirm: wrong)
      #expect(report.stop == .otherCount(due: 101) && report.erased == 0)
    }
    #expect(try await here.count("application") == 101)
    let report = try await Purge(here.office)(confirm: 101)
    #expect(report.stop == nil && report.erased == 101)
    #expect(try await here.everyEntry(of: nil).contains("console purgeConfirmed count=101"))
  }

  @Test func whatWasAnnouncedTheDayBeforeGoesUnasked() async throws {
    try await ended(101, on: here.clock.today.adding(days: 1))
    try await here.purge()
    #expect(try await here.count("announcement") == 101)
    here.clock.pass(days: 1)
    let report = try await here.purge()
    #expect(report.erased == 101 && report.unannounced == 0 && report.stop == nil)
    #expect(try await here.count("announcement") == 0, "it goes with the application")
  }

  @Test func whatIsAnnouncedOnItsOwnDayDoesNotCount() async throws {
    try await ended(101)
    let today = here.clock.today
    try await here.asSuperuser { rows in
      try rows.run(
        """
        INSERT INTO announcement SELECT application_id, erase_from, \(today.description)::text::date
        FROM ground
        """)
    }
    #expect(try await here.purge().stop == .unannounced(due: 101))
  }

  @Test func somethingIsAnnouncedAWeekAheadOnceAndOnlyWhereNothingKeepsItLonger() async throws {
    let id = try await here.rejected()
    here.clock.set(to: "2026-08-26")
    try await here.purge()
    #expect(try await here.count("announcement") == 0, "due on 3 September: eight days ahead")
    here.clock.set(to: "2026-08-27")
    try await here.purge()
    try await here.purge()
    #expect(try await here.count("announcement") == 1)
    let next = try await ListNextDeadlines(here.office)(days: 7, by: here.privacyOfficer)
    #expect(next.map(\.day) == ["2026-09-03"] && next.map(\.count) == [1])
    #expect(next.map(\.announced) == [1] && next.map(\.applications) == [[id]])
    _ = try await here.hold(id)
    #expect(try await ListNextDeadlines(here.office)(days: 7, by: here.recruiter).isEmpty)
  }

  @Test func whatStandsOnNothingAndThePoolGoFirstAndNeverWait() async throws {
    let withdrawn = try await here.receive(.ada)
    let (pool, _) = try await here.onlyInPool(.number(1))
    let ceiling = try #require(
      try await here.grounds(of: pool).first { $0.kind == .pool }?.eraseFrom)
    here.clock.set(to: ceiling)
    try await here.asSuperuser { try Shortcut.endEverything(of: withdrawn, in: $0) }
    try await ended(101)
    let report = try await here.purge()
    #expect(report.stop == .unannounced(due: 101) && report.erased == 2 && report.due == 103)
    #expect(try await here.isErased(withdrawn))
    #expect(try await here.isErased(pool))
    #expect(try await here.count("application") == 101)
  }

  @Test func aReleasedHoldNeverWaits() async throws {
    let id = try await here.rejected()
    _ = try await here.hold(id)
    here.clock.pass(days: 300)
    let now = here.clock.now
    try await ended(101)
    // Released, and the process died before it could erase.
    try await here.asSuperuser { rows in
      try rows.run(
        """
        UPDATE ground SET ended_at = \(now), ended_by = 'holdReleased'
        WHERE application_id = \(id.uuid) AND kind = 'hold'
        """)
    }
    #expect(try await here.purge().erased == 1)
    #expect(try await here.isErased(id))
  }

  @Test func whatAProvisionalHoldOfAVacancyKeptIsAskedForHoweverOftenItRuns() async throws {
    let vacancy = try await here.openVacancy()
    try await ended(101, on: here.clock.today.adding(days: 1))
    try await here.asSuperuser { rows in
      try rows.run("UPDATE application SET vacancy_id = \(vacancy.uuid)")
    }
    _ = try await here.hold(vacancy: vacancy, by: here.recruiter)
    #expect(try await here.count("hold") == 101)
    // No purge has run since, so nothing was announced.
    here.clock.pass(days: 8)
    for _ in 0..<3 {
      let report = try await here.purge()
      #expect(report.stop == .unannounced(due: 101) && report.erased == 0)
      #expect(try await here.count("application") == 101)
    }
    #expect(try await Purge(here.office)(confirm: 101).erased == 101)
    #expect(try await here.count("hold") == 0)
  }

  @Test func theScheduledPurgeStopsLikewiseAndGoesOnOnceConfirmed() async throws {
    try await ended(101)
    let before = try await Health(here.office).metrics().purgeLastSuccess
    let report = try #require(try await Purge(here.office).ifDue(every: 0))
    #expect(report.stop == .unannounced(due: 101))
    #expect(try await Health(here.office).metrics().purgeLastSuccess == before)
    #expect(try await Purge(here.office)(confirm: 101).erased == 101)
    #expect(try #require(try await Purge(here.office).ifDue(every: 0)).stop == nil)
    #expect(try await Health(here.office).metrics().purgeLastSuccess != before)
  }
}
