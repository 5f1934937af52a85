import Casework
import Domain
import Postgres
import Records
import Support
import Testing

/// Legal holds what is restricted, and releases what it holds (Art. 18(2) GDPR): that keeps, and
/// opens nothing.
@Suite(.office) struct RestrictedHoldTests {
  let here = TestOffice.current

  private func restricted(_ applicant: Applicant = .ada) async throws -> ApplicationID {
    let id = try await here.rejected(applicant)
    try await restrict(id)
    return id
  }

  private func restrict(_ id: ApplicationID) async throws {
    try await PlaceRestriction(here.office)(
      id, reason: "says the file is wrong", by: here.privacyOfficer)
  }

  private func lift(_ id: ApplicationID) async throws {
    try await LiftRestriction(here.office)(id, by: here.privacyOfficer)
  }

  private func release(_ hold: HoldID) async throws {
    try await ReleaseHold(here.office)(hold, reason: "settled", by: here.legal)
  }

  @Test func aHoldPlacedMeanwhileOutlivesTheLifting() async throws {
    let id = try await restricted()
    let hold = try await here.hold(id)
    #expect(try await here.whoOpens(id) == [.privacyOfficer])
    here.clock.set(to: "2027-06-01")
    try await lift(id)
    #expect(try await here.standing(id) == [.hold])
    try await release(hold)
    #expect(try await here.isErased(id))
  }

  @Test func oneFromBeforeIsReviewedAndReleasedMeanwhile() async throws {
    let id = try await here.rejected()
    let hold = try await here.hold(id)
    try await restrict(id)
    here.clock.set(to: "2027-06-01")
    try await ReviewHold(here.office)(
      hold, reviewOn: here.clock.today, reason: "appealed", by: here.legal)
    try await release(hold)
    await #expect(throws: Refusal.alreadyReleased) { try await release(hold) }
    // The restriction keeps it alone.
    #expect(try await here.purge().erased == 0)
    try await lift(id)
    #expect(try await here.isErased(id))
  }

  @Test func anObligationIsNotedAndEndedMeanwhile() async throws {
    let id = try await restricted()
    let obligation = try await PlaceObligation(here.office)(
      id, law: "§ 147 AO", until: "2030-12-31", reason: "travel expenses", by: here.legal)
    here.clock.set(to: "2027-06-01")
    try await lift(id)
    #expect(try await here.standing(id) == [.legalObligation])
    try await restrict(id)
    try await EndObligation(here.office)(obligation, reason: "repealed", by: here.legal)
    try await lift(id)
    #expect(try await here.isErased(id))
  }

  @Test func aRecruiterHoldsItByItsNumberForSevenDays() async throws {
    let id = try await restricted()
    _ = try await here.hold(id, by: here.recruiter)
    let hold = try await here.grounds(of: id).first { $0.kind == .hold }
    #expect(hold?.eraseFrom == here.clock.today.adding(days: 7))
    #expect(try await here.whoOpens(id) == [.privacyOfficer])
  }

  @Test func theKeyIsLentForTheHoldsWordsAndNothingElse() async throws {
    let (id, other) = (try await here.receiveForVacancy(), try await restricted(.karl))
    try await here.store(in: id)
    try await here.decide(id, .rejected)
    let token = try await here.invite(id)
    try await here.answer(token, .give)
    try await restrict(id)
    let hold = try await here.hold(id)
    let legal = Actor.staff(here.legal.member)
    for table in ["application", "applicant", "document", "search_token", "outcome", "outbox"]
      as [StaticString]
    {
      let seen = try await here.as(.legal, legal) { rows in
        try rows.first("SELECT count(*) AS n FROM \(sql: table)") { try $0("n", as: Int.self) }
      }
      #expect(seen == 0, "\(table)")
      #expect(try await here.count(table) > 0, "\(table)")
    }
    let keys = try await here.as(.legal, legal) { rows in
      (try DataKeys.find(id, in: rows) != nil, try DataKeys.find(other, in: rows) != nil)
    }
    #expect(keys == (true, false))
    try await release(hold)
    let after = try await here.as(.legal, legal) { try DataKeys.find(id, in: $0) != nil }
    #expect(!after)
  }

  @Test func theListShowsTheHoldAndNobodysName() async throws {
    let (id, seen) = (try await here.rejected(), try await here.rejected(.karl))
    _ = try await here.hold(id)
    _ = try await here.hold(seen)
    try await restrict(id)
    let matter = try #require(try await ListHolds(here.office).matters(by: here.legal).first)
    #expect(matter.matter.reveal() == "Lovelace ./. Example" && matter.holds.count == 2)
    #expect(Set(matter.applications) == [id, seen] && matter.restricted == [id])
    for hold in matter.holds {
      guard case .application(let held, let name, let title) = hold.subject else {
        Issue.record("\(hold.subject)")
        continue
      }
      #expect((name == nil) == (held == id) && (title == nil) == (held == id))
    }
    let whole = try #require(
      try await ListHolds(here.office).matters(by: here.privacyOfficer).first)
    #expect(whole.restricted.isEmpty && whole.applications.count == 2)
  }
}
