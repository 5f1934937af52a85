import Casework
import Domain
import Support
import Testing

/// Lists: who is shown what, in which order, page by page.
@Suite(.office) struct ListTests {
  let here = TestOffice.current

  private func list(
    _ filter: ApplicationFilter = ApplicationFilter(), by caller: Caller? = nil
  ) async throws -> [ApplicationID] {
    try await ListApplications(here.office)(filter, by: caller ?? here.recruiter).items.map(\.id)
  }

  private func receiveSeven() async throws -> [ApplicationID] {
    let vacancy = try await here.openReviewedVacancy()
    var ids: [ApplicationID] = []
    for number in 0..<7 {
      // Two share an instant: the id then decides.
      if number != 3 { here.clock.pass(hours: 1) }
      ids.append(try await here.receive(.number(number), for: vacancy))
    }
    return ids
  }

  @Test func pagesGoThroughEverythingOnceNewestFirst() async throws {
    let ids = try await receiveSeven()
    for caller in [here.recruiter, here.reviewer] {
      var (seen, cursor, pages) = ([ApplicationID](), String?.none, 0)
      repeat {
        let page = try await ListApplications(here.office)(
          ApplicationFilter(limit: 3, cursor: cursor), by: caller)
        seen += page.items.map(\.id)
        (cursor, pages) = (page.next, pages + 1)
      } while cursor != nil && pages < 5
      #expect(pages == 3 && seen.count == 7 && Set(seen) == Set(ids))
      #expect(seen.first == ids.last && seen.last == ids.first)
    }
  }

  @Test func aLineShowsNameStageReceiptAndItsDayOfErasure() async throws {
    let id = try await here.receiveForVacancy(.ada)
    try await ChangeStage(here.office)(id, to: .interview, by: here.recruiter)
    let line = try #require(
      try await ListApplications(here.office)(ApplicationFilter(), by: here.recruiter).items.first)
    #expect(line.givenName == "Ada" && line.familyName == "Lovelace")
    #expect(line.stage == .interview && line.outcome == nil && line.eraseOn == nil)
    #expect(line.receivedAt == here.clock.now && line.tasks == nil)
    try await here.decide(id, .rejected)
    let locked = try #require(
      try await ListApplications(here.office)(ApplicationFilter(), by: here.legal).items.first)
    #expect(locked.outcome?.kind == .rejected && locked.eraseOn == "2026-09-03")
  }

  @Test func eachRoleIsListedWhatItsGroundsAndTeamsLetIn() async throws {
    let team = try await here.openReviewedVacancy()
    let mine = try await here.receive(.number(1), for: team)
    let other = try await here.receiveForVacancy(.number(2))
    let hired = try await here.receive(.number(3), for: team)
    try await here.decide(hired, .hired)
    let locked = try await here.receive(.number(4), for: team)
    try await here.decide(locked, .rejected)
    let pooled = try await here.rejected(.number(5))
    try await here.answer(here.invite(pooled), .give)
    #expect(Set(try await list()) == [mine, other, hired, pooled])
    #expect(try await list(by: here.reviewer) == [mine])
    #expect(Set(try await list(by: here.legal)) == [locked, pooled])
    let pool = try await ListPool(here.office)(
      question: nil, limit: 10, cursor: nil, by: here.recruiter)
    #expect(pool.items.map(\.id) == [pooled])
    for role in [Role.privacyOfficer, .auditor, .administrator] {
      await #expect(throws: Refusal.roleNeverMay) { try await list(by: here.caller(role)) }
    }
    for role in Role.allCases where ![.recruiter, .intake].contains(role) {
      await #expect(throws: Refusal.roleNeverMay) {
        try await ListPool(here.office)(
          question: nil, limit: 10, cursor: nil, by: here.caller(role))
      }
      await #expect(throws: Refusal.roleNeverMay) {
        try await ListEndings(here.office)(limit: 10, cursor: nil, by: here.caller(role))
      }
    }
  }

  @Test func filtersNarrow() async throws {
    let (one, other) = (try await here.openReviewedVacancy(), try await here.openVacancy())
    let first = try await here.receive(.number(1), for: one)
    let second = try await here.receive(.number(2), for: other)
    try await ChangeStage(here.office)(second, to: .offer, by: here.recruiter)
    let hired = try await here.receive(.number(3), for: other)
    try await here.decide(hired, .hired)
    #expect(try await list(ApplicationFilter(vacancy: one)) == [first])
    #expect(try await list(ApplicationFilter(stage: .offer)) == [second])
    #expect(try await list(ApplicationFilter(outcome: .hired)) == [hired])
    #expect(try await list(ApplicationFilter(vacancy: other, stage: .received)) == [hired])
    #expect(try await list(ApplicationFilter(vacancy: one, outcome: .hired)) == [])
    #expect(try await list(ApplicationFilter(vacancy: other), by: here.reviewer) == [])
    #expect(try await list(ApplicationFilter(outcome: .hired), by: here.reviewer) == [])
    #expect(try await list(ApplicationFilter(stage: .received), by: here.reviewer) == [first])
    try await here.decide(first, .rejected)
    #expect(try await list(ApplicationFilter(vacancy: one), by: here.legal) == [first])
    #expect(try await list(ApplicationFilter(vacancy: other), by: here.legal) == [])
    #expect(try await list(ApplicationFilter(outcome: .rejected), by: here.legal) == [first])
  }

  @Test func searchFindsAddressesAndBeginningsOfNames() async throws {
    let ada = try await here.receiveForVacancy(.ada)
    let karl = try await here.receiveForVacancy(.karl)
    let hits: [(Private<String>, [ApplicationID])] = [
      ("ada@example.org", [ada]), (" ADA@Example.org ", [ada]), ("lov", [ada]),
      ("Ada Lovelace", [ada]), ("lovelace ada", [ada]), ("weierstra", [karl]), ("kar", [karl]),
      ("ovelace", []), ("ada karl", []), ("ada@example", []), ("", []), ("…", []),
    ]
    for (question, expected) in hits {
      #expect(
        try await list(ApplicationFilter(question: question)) == expected, "\(question.reveal())")
    }
    try await here.decide(ada, .rejected)
    #expect(try await list(ApplicationFilter(question: "lov")) == [])
    #expect(try await list(ApplicationFilter(question: "lov"), by: here.legal) == [ada])
    #expect(try await list(ApplicationFilter(question: "kar"), by: here.legal) == [])
    #expect(try await list(ApplicationFilter(question: "kar"), by: here.reviewer) == [])
  }

  @Test func thePoolIsSearchedByItself() async throws {
    let pooled = try await here.rejected(.ada)
    try await here.answer(here.invite(pooled), .give)
    _ = try await here.receive(.ada)
    let found = try await ListPool(here.office)(
      question: "lovelace", limit: 10, cursor: nil, by: here.recruiter)
    #expect(found.items.map(\.id) == [pooled])
  }

  @Test func endingsAreListedByTheirEndWithWhatIsLeftToDo() async throws {
    let first = try await here.rejected(.number(1))
    here.clock.pass(hours: 1)
    let second = try await here.receiveForVacancy(.number(2))
    try await here.decide(second, .offerDeclined)
    let page = try await ListEndings(here.office)(limit: 1, cursor: nil, by: here.recruiter)
    #expect(page.items.map(\.id) == [second])
    #expect(page.items.first?.familyName == "Number2")
    #expect(page.items.first?.tasks == [.invitation])
    let next = try await ListEndings(here.office)(
      limit: 1, cursor: page.next, by: here.recruiter)
    #expect(next.items.map(\.id) == [first] && next.next == nil)
    #expect(next.items.first?.tasks == [.notice, .invitation])
    try await here.invite(first)
    let all = try await ListEndings(here.office)(limit: 9, cursor: nil, by: here.recruiter)
    #expect(all.items.last?.tasks == [.notice])
  }

  @Test func whoNeedsAReasonIsAccountableForEachName() async throws {
    let id = try await here.rejected()
    await #expect(throws: Refusal.reasonMissing) {
      try await list(by: here.caller(.legal, reason: nil))
    }
    _ = try await list(by: here.legal)
    #expect(try await here.everyEntry(of: id).last == "legal applicationsListed 1")
    #expect(try await here.count("stated_reason") == 1)
    _ = try await here.receive(.karl)
    _ = try await list()
    #expect(try await here.everyEntry(of: nil).last == "recruiter applicationsListed 1")
  }

  @Test(arguments: [0, -1, 201])
  func impossibleLimitsAreRefused(limit: Int) async throws {
    await #expect(throws: Refusal.invalid(field: "limit", .outOfRange)) {
      try await list(ApplicationFilter(limit: limit))
    }
    await #expect(throws: Refusal.invalid(field: "limit", .outOfRange)) {
      try await ListEndings(here.office)(limit: limit, cursor: nil, by: here.recruiter)
    }
  }

  @Test(
    arguments: [
      "", "x", "1.2.3", "1.", ".", "9999999999999999999.0", "1 OR 1=1",
      "-9223372036854775808.2f1b6c1e-6f0a-4d3b-9c58-0a5d1f6f2b11",
      "9223372036854775807.2f1b6c1e-6f0a-4d3b-9c58-0a5d1f6f2b11",
    ])
  func impossibleCursorsAreRefused(cursor: String) async throws {
    await #expect(throws: Refusal.invalid(field: "cursor", .notAllowed)) {
      try await list(ApplicationFilter(cursor: cursor))
    }
  }
}
