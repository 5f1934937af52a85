import Casework
import Domain
import Postgres
import Records
import Support
import Testing

/// All entries of one address in the pool, behind the link of one of them.
@Suite(.office) struct SiblingTests {
  let here = TestOffice.current

  /// Somebody rejected for a vacancy of this title who consented today.
  private func entry(
    _ title: String, _ applicant: Applicant = .ada
  ) async throws -> (id: ApplicationID, token: String) {
    let id = try await here.receive(applicant, for: here.openVacancy(title))
    try await here.decide(id, .rejected)
    let token = try await here.invite(id)
    try await here.answer(token, .give)
    return (id, token)
  }

  private func show(_ token: String) async throws -> LinkMatter {
    try #require(try await ShowLink(here.office)(token: token))
  }

  private func withdraw(
    _ token: String, _ scope: LinkMatter.Scope
  ) async throws -> LinkMatter {
    try #require(try await AnswerLink(here.office)(token: token, .withdraw, scope: scope))
  }

  @Test func aPageListsTheOtherEntriesOfItsAddressAndNobodyElses() async throws {
    let one = try await entry("Baker")
    here.clock.pass(days: 1)
    _ = try await entry("Cook")
    _ = try await entry("Driver", .number(2))
    var upper = Applicant.ada
    upper.email = "ADA@Example.org"
    _ = try await entry("Smith", upper)
    let matter = try await show(one.token)
    #expect(Set(matter.others.map(\.vacancyTitle)) == ["Cook", "Smith"])
    #expect(matter.others.map(\.givenOn) == ["2026-03-03", "2026-03-03"])
    #expect(matter.others.map(\.eraseOn) == ["2028-03-02", "2028-03-02"])
    #expect(matter.others.allSatisfy { $0.remaining.map(\.kind) == [.evidence] })
  }

  @Test func anEntryOfAnotherAddressIsNotListedAnyMore() async throws {
    let (one, other) = (try await entry("Baker"), try await entry("Cook"))
    try await CorrectApplicant(here.office)(
      other.id, ApplicantChange(email: .set("else@example.org")), by: here.recruiter)
    #expect(try await show(one.token).others.isEmpty)
    _ = try await withdraw(one.token, .all)
    #expect(try await here.standing(other.id) == [.evidence, .pool])
  }

  @Test func whoHasNoAddressHasNoOthers() async throws {
    let id = try await here.receive(.karl)
    let other = try await here.receive(.karl)
    for id in [id, other] {
      _ = try await PrintLetter(here.office)(id, .invitation, by: here.recruiter)
    }
    let token = try await here.paperToken(of: id)
    try await here.answer(token, .give)
    try await here.answer(here.paperToken(of: other), .give)
    #expect(try await show(token).others.isEmpty)
  }

  @Test func onlyThisOneLeavesTheOthersWhereTheyAre() async throws {
    let (one, other) = (try await entry("Baker"), try await entry("Cook"))
    let matter = try await withdraw(one.token, .this)
    #expect(matter.state == .withdrawn(at: here.clock.now) && matter.receipts.isEmpty)
    #expect(try await here.standing(one.id) == [.evidence])
    #expect(try await here.standing(other.id) == [.evidence, .pool])
  }

  @Test func allAreWithdrawnEachInItsOwnNameAndTheReceiptSaysWhatRemainsOfEach() async throws {
    let (one, other) = (try await entry("Baker"), try await entry("Cook"))
    let matter = try await withdraw(one.token, .all)
    #expect(matter.state == .withdrawn(at: here.clock.now))
    #expect(matter.receipts.map(\.givenOn) == ["2026-03-02"])
    guard case .withdrawn(let at, let title, let stays)? = matter.receipts.first?.fate else {
      Issue.record("no receipt")
      return
    }
    #expect(at == here.clock.now && title == "Cook" && stays.map(\.kind) == [.evidence])
    for id in [one.id, other.id] {
      #expect(try await here.standing(id) == [.evidence])
      #expect(
        try await here.ledger(of: id).filter { $0.hasPrefix("applicant consentWithdrawn") }.count
          == 1)
    }
    // The receipt can be loaded again, and repeating changes nothing.
    #expect(try await show(one.token) == matter)
    #expect(try await withdraw(one.token, .all) == matter)
    #expect(here.post.kinds.filter { $0 == "withdrawalReceipt" }.count == 2)
  }

  @Test func whereNothingElseStandsAllAreErasedAndTheReceiptStaysForThirtyDays() async throws {
    let (one, other) = (try await entry("Baker"), try await entry("Cook"))
    here.clock.set(to: "2026-10-05")
    try await here.purge()
    let matter = try await withdraw(one.token, .all)
    let finalOn: Day = "2026-11-02"
    #expect(matter.state == .erased(at: here.clock.now, finalOn: finalOn))
    #expect(
      matter.receipts == [
        EntryReceipt(
          givenOn: "2026-03-02", fate: .erased(at: here.clock.now, finalOn: finalOn))
      ])
    for id in [one.id, other.id] { #expect(try await here.isErased(id)) }
    #expect(here.post.kinds.filter { $0 == "erasureReceipt" }.count == 2)
    // The other entry's own link has a receipt of its own.
    #expect(try await show(other.token).state == matter.state)
    here.clock.pass(days: 30)
    try await here.purge()
    #expect(try await show(one.token) == matter)
    here.clock.pass(days: 1)
    try await here.purge()
    #expect(try await here.count("joint_receipt") == 0)
    #expect(try await ShowLink(here.office)(token: one.token) == nil)
  }

  @Test func aReceiptOfWhatRemainedBecomesOneOfItsErasure() async throws {
    let (one, other) = (try await entry("Baker"), try await entry("Cook"))
    here.clock.set(to: "2026-08-20")
    _ = try await withdraw(one.token, .all)
    let hold = try await here.hold(one.id)
    here.clock.set(to: "2026-09-03")
    try await here.purge()
    #expect(try await here.isErased(other.id))
    #expect(
      try await show(one.token).receipts == [
        EntryReceipt(
          givenOn: "2026-03-02",
          fate: .erased(at: here.clock.now, finalOn: here.clock.today.adding(days: 28)))
      ])
    try await ReleaseHold(here.office)(hold, reason: "settled", by: here.legal)
  }

  @Test func theLoginOfTheLinkSeesOthersOnlyByTheirMarkAndOnlyToRead() async throws {
    let (one, other) = (try await entry("Baker"), try await entry("Cook"))
    _ = try await entry("Driver", .number(2))
    let marks = try await here.asSuperuser { rows in
      try rows.all(
        """
        SELECT token FROM search_token WHERE application_id = \(one.id.uuid)
        """
      ) { try $0("token", as: [UInt8].self) }
    }
    let seen = try await here.as(.link, .applicant(one.id)) { rows in
      try rows.first("SELECT count(*) AS n FROM application") { try $0("n", as: Int.self) }
    }
    #expect(seen == 1)
    var most = 0
    for mark in marks {
      most = max(
        most,
        try await here.as(.link, .applicant(one.id)) { rows in
          try PoolEntries.see(address: [mark], in: rows)
          return try rows.first("SELECT count(*) AS n FROM application") {
            try $0("n", as: Int.self)
          } ?? 0
        })
    }
    #expect(most == 2)
    for mark in marks {
      let ended = try await here.as(.link, .applicant(one.id)) { rows in
        try PoolEntries.see(address: [mark], in: rows)
        return try rows.run(
          """
          UPDATE ground SET ended_at = now(), ended_by = 'x'
          WHERE application_id = \(other.id.uuid) AND ended_at IS NULL
          """)
      }
      #expect(ended == 0)
    }
  }
}
