import Casework
import Domain
import Records
import Support
import Testing

/// What a law asks to keep, until its day.
@Suite(.office) struct ObligationTests {
  let here = TestOffice.current

  private func oblige(
    _ id: ApplicationID, until: Day, by caller: Caller? = nil
  ) async throws -> ObligationID {
    try await PlaceObligation(here.office)(
      id, law: "§ 147 AO", until: until, reason: "travel expenses", by: caller ?? here.legal)
  }

  @Test func itKeepsThroughItsLastDayAndForbidsErasureOnRequest() async throws {
    let id = try await here.rejected()
    _ = try await oblige(id, until: "2030-12-31")
    #expect(try await here.standing(id) == [.evidence, .legalObligation])
    #expect(try await here.whoOpens(id) == [.legal, .privacyOfficer])
    let retention = try await here.retention(of: id)
    #expect(retention.eraseOn == "2031-01-01")
    #expect(retention.explanation.contains { $0.contains("because a law requires it") })
    #expect(!retention.explanation.contains { $0.contains("147") })
    await #expect(throws: Refusal.forbidden(by: .legalObligation)) {
      try await EraseOnRequest(here.office)(
        id, confirm: id.text, reason: "asked", by: here.privacyOfficer)
    }
    here.clock.set(to: "2030-12-31", hours: 23.9)
    try await here.purge()
    #expect(try await here.standing(id) == [.legalObligation])
    here.clock.set(to: "2031-01-01", hours: 0)
    try await here.purge()
    #expect(try await here.isErased(id))
    #expect(try await here.receipt(of: id)?.cause == .timeRanOut)
    #expect(
      try await here.ledger(of: id).contains("legal obligationPlaced obligation=# ground=# until=#")
    )
  }

  @Test func oneThatRanOutWhileSomethingElseStandsIsEnded() async throws {
    let id = try await here.rejected()
    let obligation = try await oblige(id, until: here.clock.today)
    here.clock.pass(days: 1)
    try await here.purge()
    #expect(try await here.standing(id) == [.evidence])
    await #expect(throws: Refusal.alreadyReleased) {
      try await EndObligation(here.office)(obligation, reason: "over", by: here.legal)
    }
  }

  @Test func itsEndErasesAtOnceWhatNothingElseKeeps() async throws {
    let id = try await here.rejected()
    let obligation = try await oblige(id, until: "2030-12-31")
    var preview = try await PreviewHold(here.office).end(of: obligation, by: here.legal)
    #expect(preview.overdue == 0 && preview.application == id)
    here.clock.set(to: "2026-10-01")
    preview = try await PreviewHold(here.office).end(of: obligation, by: here.legal)
    #expect(preview.overdue == 1)
    try await EndObligation(here.office)(obligation, reason: "repealed", by: here.legal)
    #expect(try await here.isErased(id))
    #expect(try await here.ledger(of: id).contains("legal obligationEnded obligation=#"))
    await #expect(throws: Refusal.unknown) {
      try await EndObligation(here.office)(obligation, reason: "again", by: here.legal)
    }
    await #expect(throws: Refusal.unknown) {
      try await PreviewHold(here.office).end(of: obligation, by: here.legal)
    }
  }

  @Test func severalStandSideBySide() async throws {
    let id = try await here.rejected()
    let first = try await oblige(id, until: "2030-12-31")
    _ = try await oblige(id, until: "2028-12-31")
    try await EndObligation(here.office)(first, reason: "repealed", by: here.legal)
    #expect(try await here.retention(of: id).eraseOn == "2029-01-01")
    await #expect(throws: Refusal.alreadyReleased) {
      try await EndObligation(here.office)(first, reason: "again", by: here.legal)
    }
    await #expect(throws: Refusal.alreadyReleased) {
      try await PreviewHold(here.office).end(of: first, by: here.legal)
    }
  }

  @Test func aDayThatHasPassedAndWhatIsNotThereAreRefused() async throws {
    let id = try await here.rejected()
    for day: Day in ["2126-03-03", "9999-12-31"] {
      await #expect(throws: Refusal.invalid(field: "until", .outOfRange)) {
        _ = try await oblige(id, until: day)
      }
    }
    await #expect(throws: Refusal.invalid(field: "until", .beforeToday)) {
      try await oblige(id, until: here.clock.today.adding(days: -1))
    }
    await #expect(throws: Refusal.unknown) { try await oblige(.random(), until: "2030-12-31") }
    try await here.asSuperuser { rows in try Shortcut.endEverything(of: id, in: rows) }
    await #expect(throws: Refusal.unknown) { try await oblige(id, until: "2030-12-31") }
    for role in Role.allCases where ![.legal, .intake].contains(role) {
      await #expect(throws: Refusal.roleNeverMay) {
        try await oblige(id, until: "2030-12-31", by: here.caller(role))
      }
      await #expect(throws: Refusal.roleNeverMay) {
        try await EndObligation(here.office)(.random(), reason: "x", by: here.caller(role))
      }
    }
  }

  @Test func theSameKeyNotesOneObligation() async throws {
    let id = try await here.rejected()
    let keyed = here.caller(.legal, key: "once")
    let first = try await oblige(id, until: "2030-12-31", by: keyed)
    #expect(try await oblige(id, until: "2030-12-31", by: keyed) == first)
    #expect(try await here.count("legal_obligation") == 1)
  }

  @Test func whoLooksAtItIsToldTheLawForAReason() async throws {
    let id = try await here.rejected()
    _ = try await oblige(id, until: "2030-12-31")
    for role in [Role.legal, .privacyOfficer] {
      let shown = try await ListHolds(here.office).on(id, by: here.caller(role)).obligations
      #expect(shown.map { $0.law.reveal() } == ["§ 147 AO"])
      #expect(shown.map { $0.reason?.reveal() } == ["travel expenses"])
      #expect(shown.map(\.until) == ["2030-12-31"])
    }
    await #expect(throws: Refusal.reasonMissing) {
      try await ListHolds(here.office).on(id, by: here.caller(.legal, reason: nil))
    }
  }
}
