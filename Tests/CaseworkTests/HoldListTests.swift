import Casework
import Domain
import Records
import Support
import Testing

/// What is held for which matter, for whoever says why they look.
@Suite(.office) struct HoldListTests {
  let here = TestOffice.current

  private func place(
    _ id: ApplicationID, _ matter: Private<String>, on day: Day, by caller: Caller? = nil
  ) async throws -> HoldID {
    try await PlaceHold(here.office)(
      id, matter: matter, reason: "a letter", reviewOn: day, by: caller ?? here.legal)
  }

  @Test func openHoldsAreListedWithAllThatIsKnown() async throws {
    let vacancy = try await here.openVacancy("Accountant")
    let id = try await here.receive(for: vacancy)
    let own = try await place(id, "Lovelace ./. Example", on: "2026-06-01", by: here.recruiter)
    let whole = try await here.hold(vacancy: vacancy)
    for role in [Role.legal, .privacyOfficer] {
      let holds = try await ListHolds(here.office)(by: here.caller(role))
      #expect(Set(holds.map(\.id)) == [own, whole])
      let single = try #require(holds.first { $0.id == own })
      #expect(single.matter.reveal() == "Lovelace ./. Example")
      #expect(single.reason.reveal() == "a letter")
      #expect(single.author == "The recruiter")
      #expect(single.reviewOn == "2026-06-01" && !single.isReviewDue)
      #expect(single.until == here.clock.today.adding(days: 6))
      guard case .application(let shown, let name, let title) = single.subject else {
        Issue.record("not the application")
        return
      }
      #expect(shown == id && name?.reveal() == "Ada Lovelace" && title == "Accountant")
      let wide = try #require(holds.first { $0.id == whole })
      #expect(wide.until == nil && wide.matter.reveal() == "Lovelace ./. Example")
      guard case .vacancy(let held, "Accountant", 1) = wide.subject else {
        Issue.record("not the vacancy")
        return
      }
      #expect(held == vacancy)
    }
  }

  @Test func mattersAreGroupedByTheirWordsAndTheFirstToReviewComesFirst() async throws {
    let vacancy = try await here.openVacancy()
    let inside = try await here.receive(.number(0), for: vacancy)
    let outside = try await here.rejected(.number(1))
    _ = try await here.hold(vacancy: vacancy, matter: "one")
    let later = try await place(outside, "one", on: "2026-08-01")
    _ = try await place(inside, "one", on: "2026-07-01")
    _ = try await place(outside, "two", on: "2026-03-02")
    let matters = try await ListHolds(here.office).matters(by: here.legal)
    #expect(matters.map { $0.matter.reveal() } == ["two", "one"])
    #expect(matters.map(\.isReviewDue) == [true, false])
    #expect(matters.map(\.reviewOn) == ["2026-03-02", "2026-05-31"])
    #expect(matters.map(\.vacancies) == [0, 1])
    #expect(Set(matters[1].applications) == [inside, outside])
    #expect(matters[1].applications.count == 2)
    let found = try await ListHolds(here.office).matter(of: later, by: here.legal)
    #expect(found.matter.reveal() == "one" && found.holds.count == 3)
    await #expect(throws: Refusal.unknown) {
      try await ListHolds(here.office).matter(of: .random(), by: here.legal)
    }
  }

  @Test func whatIsReleasedOrRanOutIsNotListed() async throws {
    let id = try await here.rejected()
    let hold = try await here.hold(id)
    _ = try await here.hold(id, by: here.recruiter)
    try await ReleaseHold(here.office)(hold, reason: "settled", by: here.legal)
    #expect(try await ListHolds(here.office)(by: here.legal).count == 1)
    here.clock.pass(days: 7)
    #expect(try await ListHolds(here.office)(by: here.legal).isEmpty)
    #expect(try await ListHolds(here.office).matters(by: here.legal).isEmpty)
  }

  @Test func theHoldsOfOneApplicationAreItsOwnAndItsVacancys() async throws {
    let vacancy = try await here.openVacancy()
    let id = try await here.receive(.number(0), for: vacancy)
    let own = try await here.hold(id)
    let whole = try await here.hold(vacancy: vacancy)
    _ = try await here.hold(here.rejected(.number(1)))
    let shown = try await ListHolds(here.office).on(id, by: here.legal).holds
    #expect(Set(shown.map(\.id)) == [own, whole])
    await #expect(throws: Refusal.unknown) {
      try await ListHolds(here.office).on(.random(), by: here.legal)
    }
  }

  @Test func whoLooksSaysWhyAndIsWrittenDown() async throws {
    let id = try await here.rejected()
    _ = try await here.hold(id)
    for role in [Role.legal, .privacyOfficer] {
      await #expect(throws: Refusal.reasonMissing) {
        try await ListHolds(here.office)(by: here.caller(role, reason: nil))
      }
    }
    let reasons = try await here.count("stated_reason")
    _ = try await ListHolds(here.office)(by: here.legal)
    #expect(try await here.count("stated_reason") == reasons + 1)
    #expect(try await here.everyEntry(of: id).last == "legal applicationsListed holds=1")
    for role in Role.allCases where ![.legal, .privacyOfficer, .intake].contains(role) {
      await #expect(throws: Refusal.roleNeverMay) {
        try await ListHolds(here.office)(by: here.caller(role))
      }
    }
  }
}
