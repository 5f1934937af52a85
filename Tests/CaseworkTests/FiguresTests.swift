import Casework
import Domain
import Foundation
import Postgres
import Records
import Support
import Testing

/// Figures of a year outlive what they count.
@Suite(.office) struct FiguresTests {
  let here = TestOffice.current

  private func figures(_ year: Int? = nil) async throws -> YearFigures {
    try await ShowFigures(here.office)(year: year, by: here.privacyOfficer)
  }

  @Test func aYearIsCountedAfterEverythingInItIsErased() async throws {
    let rejected = try await here.rejected(.ada)
    let hired = try await here.receiveForVacancy(.karl)
    try await here.decide(hired, .hired)
    let corrected = try await here.rejected(.number(1))
    try await CorrectOutcome(here.office)(
      corrected, OutcomeDecision(outcome: .withdrawn, endedOn: here.clock.today), reason: "r",
      by: here.recruiter)
    let reopened = try await here.rejected(.number(2))
    try await ReopenApplication(here.office)(reopened, reason: "r", by: here.recruiter)
    let mistake = try await here.receive(.number(3))
    try await EraseOnRequest(here.office)(
      mistake, confirm: mistake.text, reason: "by mistake", by: here.recruiter)
    let before = try await figures()
    #expect(before.received == 5 && before.keptNow == 4 && before.erasedInAll == 1)
    #expect(before.outcomes == [.rejected: 1, .hired: 1, .withdrawn: 1])
    // On the day, then three days late.
    here.clock.set(to: "2026-09-03")
    try await here.asSuperuser { rows in
      try rows.run(
        """
        UPDATE ground SET erase_from = '2026-08-31'
        WHERE application_id = \(corrected.uuid) AND ended_at IS NULL
        """)
    }
    #expect(try await here.purge().erased == 2)
    let after = try await figures(2026)
    #expect(after.received == 5 && after.keptNow == 2 && after.outcomes == before.outcomes)
    #expect(after.erasedInAll == 3 && after.onTime == 2 && after.late == 1)
    #expect(after.longestOverdueDays == 3)
    #expect(after.erased.map(\.cause) == ["request", "timeRanOut"])
    #expect(try await figures(2025).received == 0)
    #expect(try await here.isErased(rejected))
  }

  @Test func aYearBeginsAtTheOfficesMidnight() async throws {
    here.clock.set(to: "2026-12-31", hours: 23.9)
    _ = try await here.receive(.ada)
    here.clock.set(to: "2027-01-01", hours: 0)
    _ = try await here.receive(.karl)
    #expect(try await figures(2026).received == 1)
    #expect(try await figures(2027).received == 1)
  }

  @Test func onlyYearsAndRolesThatHaveFiguresAreAnswered() async throws {
    for year in [-1, 1999, 9999] {
      await #expect(throws: Refusal.invalid(field: "year", .outOfRange)) {
        try await ShowFigures(here.office)(year: year, by: here.recruiter)
      }
    }
    await #expect(throws: Refusal.roleNeverMay) {
      try await ShowFigures(here.office)(year: 2026, by: here.auditor)
    }
  }
}
