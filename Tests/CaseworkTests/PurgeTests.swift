import Casework
import Domain
import Postgres
import Records
import Support
import Testing

/// The scheduled purge: all that is due, nothing that isn't, whatever was left by a crash.
@Suite(.office) struct PurgeTests {
  let here = TestOffice.current

  @Test func aDryRunCountsWhatIsDueAndChangesNothing() async throws {
    let due = try await here.rejected()
    here.clock.pass(days: 300)
    let kept = try await here.rejected(.karl)
    let before = try await here.everyEntry(of: nil)
    let report = try await Purge(here.office).dryRun()
    #expect(report.due == 1 && report.erased == 0)
    #expect(report.kept.map(\.ground) == ["evidence"] && report.kept.map(\.count) == [2])
    #expect(try await here.everyEntry(of: nil) == before)
    #expect(try await here.standing(due) == [.evidence])
    #expect(try await Health(here.office).metrics().overdueApplications == 1)
    let real = try await here.purge()
    #expect(real.due == 1 && real.erased == 1 && real.failed == 0)
    #expect(real.kept.map(\.count) == [1])
    #expect(try await here.isErased(due))
    #expect(try await here.standing(kept) == [.evidence])
    #expect(try await Health(here.office).metrics().overdueApplications == 0)
  }

  @Test func nothingDueIsNothingDone() async throws {
    let id = try await here.receive()
    here.clock.pass(days: 3650)
    let report = try await here.purge()
    #expect(report.due == 0 && report.failed == 0)
    #expect(try await here.standing(id) == [.procedure])
    #expect(try await here.everyEntry(of: nil).last == "timer purgeRun 0 erased, 0 failed")
  }

  @Test func anExpiredGroundEndsWhereAnotherStands() async throws {
    let id = try await here.rejected()
    try await here.answer(here.invite(id), .give)
    here.clock.set(to: "2026-09-03", hours: 0)
    let report = try await here.purge()
    #expect(report.due == 0)
    #expect(try await here.standing(id) == [.pool])
    #expect(try await here.whoOpens(id) == [.recruiter, .privacyOfficer])
    let evidence = try await here.grounds(of: id).first { $0.kind == .evidence }
    #expect(evidence?.endedAt == here.clock.now)
    #expect(try await here.ledger(of: id).last == "timer groundExpired")
  }

  @Test func moreThanABatchGoesInOneRunWithItsFiles() async throws {
    let today = here.clock.today
    let count = 1203
    try await here.asSuperuser { rows in
      try Shortcut.applications(count, evidenceUntil: today, in: rows)
    }
    let (kept, due) = (try await here.receive(.ada), try await here.rejected(.karl))
    try await here.store(in: kept)
    let report = try await Purge(here.office)(confirm: count)
    #expect(report.due == count && report.erased == count && report.failed == 0)
    #expect(try await here.count("application") == 2)
    #expect(try await here.count("erasure") == count)
    #expect(try await here.count("doomed_file") == 0)
    #expect(try await here.standing(due) == [.evidence])
    #expect(try here.files().count == 1)
  }

  @Test func endingsCloseAfterTheirFortnight() async throws {
    _ = try await here.rejected()
    here.clock.pass(days: 14)
    try await here.purge()
    #expect(try await here.count("ending") == 1)
    here.clock.pass(days: 1)
    try await here.purge()
    #expect(try await here.count("ending") == 0)
  }

  @Test func whatSomebodyHoldsLockedIsReportedAndGoesNextTime() async throws {
    let (locked, free) = (try await here.rejected(.ada), try await here.rejected(.karl))
    here.clock.pass(days: 300)
    let number = locked.bytes.prefix(8).reduce(0) { $0 << 8 | Int($1) }
    try await here.asSuperuser { try $0.run("SELECT pg_advisory_lock(\(number))") }
    let report = try await here.purge()
    #expect(report.due == 2 && report.erased == 1 && report.failed == 1)
    #expect(try await here.isErased(free))
    #expect(try await here.standing(locked) == [.evidence])
    try await here.asSuperuser { try $0.run("SELECT pg_advisory_unlock(\(number))") }
    #expect(try await here.purge().erased == 1)
    #expect(try await here.isErased(locked))
  }

  @Test func oneThatCannotBeErasedKeepsNoOther() async throws {
    let today = here.clock.today
    let bad = try await here.rejected()
    try await here.asSuperuser { rows in
      try Shortcut.applications(20, evidenceUntil: today, in: rows)
      try rows.script(
        MigrationScript(
          contentsOfMigration: """
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION 'no'; END $$;
            CREATE TRIGGER refused BEFORE DELETE ON application FOR EACH ROW
            WHEN (OLD.id = '\(bad.text)') EXECUTE FUNCTION refuse();
            """))
    }
    here.clock.pass(days: 300)
    let report = try await here.purge()
    #expect(report.due == 21 && report.erased == 20 && report.failed == 1)
    #expect(report.faults == ["database other(code: \"P0001\")"])
    // Nothing of the bad one is half done.
    #expect(try await here.standing(bad) == [.evidence])
    #expect(try await here.receipt(of: bad) == nil)
    #expect(try await here.rows(of: bad)["data_key"] == 1)
  }

  @Test func filesThatACrashLeftDoomedAreUnlinked() async throws {
    let id = try await here.receive()
    try await here.store(in: id)
    // The erasing transaction committed, and then the process died.
    try await here.asSuperuser { rows in
      try rows.run("INSERT INTO doomed_file SELECT file, now() FROM document")
      try rows.run("DELETE FROM application WHERE id = \(id.uuid)")
    }
    #expect(try here.files().count == 1)
    try await here.purge()
    #expect(try here.files().isEmpty)
    #expect(try await here.count("doomed_file") == 0)
  }

  @Test func aDoomedFileThatIsGoneAlreadyIsStruck() async throws {
    try await here.asSuperuser { rows in
      try rows.run("INSERT INTO doomed_file VALUES (gen_random_uuid(), now())")
    }
    try await here.purge()
    #expect(try await here.count("doomed_file") == 0)
  }

  @Test func twoPurgesAtOnceEraseEachApplicationOnce() async throws {
    let today = here.clock.today
    try await here.asSuperuser { rows in
      try Shortcut.applications(100, evidenceUntil: today, in: rows)
    }
    async let one = Purge(here.office)()
    async let other = Purge(here.office)()
    let (first, second) = try await (one, other)
    #expect(first.erased + second.erased == 100)
    #expect(first.failed + second.failed == 0)
    #expect(try await here.count("erasure") == 100)
  }

  @Test func onScheduleItRunsOncePerIntervalHoweverManyAsk() async throws {
    let before = try await Health(here.office).metrics().purgeLastSuccess
    let runs = try await withThrowingTaskGroup(of: Bool.self) { group in
      for _ in 0..<4 {
        group.addTask { [here] in try await Purge(here.office).ifDue(every: 900) != nil }
      }
      return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
    }
    #expect(runs == 1)
    #expect(try await Purge(here.office).ifDue(every: 900) == nil)
    #expect(try await Purge(here.office).ifDue(every: 0) != nil)
    #expect(try await Health(here.office).metrics().purgeLastSuccess != before)
  }

  @Test func answersToCallsAreForgottenAfterAWeek() async throws {
    _ = try await OpenVacancy(here.office)(
      title: "Baker", location: nil, by: here.caller(.recruiter, key: "once"))
    here.clock.pass(days: 7)
    try await here.purge()
    #expect(try await here.count("first_answer") == 1)
    here.clock.pass(hours: 1)
    try await here.purge()
    #expect(try await here.count("first_answer") == 0)
  }
}
