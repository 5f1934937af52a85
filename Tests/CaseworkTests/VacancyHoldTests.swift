import Postgres
import Casework
import Domain
import Records
import Support
import Testing

/// Keeping every application of a vacancy: the comparison matters.
@Suite(.office) struct VacancyHoldTests {
  let here = TestOffice.current

  private func release(_ hold: HoldID) async throws {
    try await ReleaseHold(here.office)(hold, reason: "settled", by: here.legal)
  }

  private func rejected(for vacancy: VacancyID, _ number: Int = 0) async throws -> ApplicationID {
    let id = try await here.receive(.number(number), for: vacancy)
    try await here.decide(id, .rejected)
    return id
  }

  @Test func whateverKeepsThemAllOfAVacancyAreHeldAndNobodyElses() async throws {
    let vacancy = try await here.openVacancy()
    let running = try await here.receive(.number(0), for: vacancy)
    let ended = try await rejected(for: vacancy, 1)
    let pooled = try await rejected(for: vacancy, 2)
    try await here.answer(here.invite(pooled), .give)
    let hired = try await here.receive(.number(3), for: vacancy)
    try await here.decide(hired, .hired)
    let other = try await here.receiveForVacancy()
    _ = try await here.hold(vacancy: vacancy)
    #expect(try await here.standing(running) == [.hold, .procedure])
    #expect(try await here.standing(ended) == [.evidence, .hold])
    #expect(try await here.standing(pooled) == [.evidence, .hold, .pool])
    #expect(try await here.standing(hired) == [.employment, .hold])
    #expect(try await here.standing(other) == [.procedure])
    #expect(
      try await here.ledger(of: ended).last
        == "legal holdPlaced hold=# ground=# review=# vacancyHold=#")
    #expect(
      try await here.everyEntry(of: nil).contains(
        "legal vacancyHoldPlaced hold=# vacancy=# review=#"))
  }

  @Test func itsReleaseErasesWhatIsOverdueAndNothingElse() async throws {
    let vacancy = try await here.openVacancy()
    let overdue = [
      try await rejected(for: vacancy, 0), try await rejected(for: vacancy, 1),
    ]
    let running = try await here.receive(.number(2), for: vacancy)
    let hold = try await here.hold(vacancy: vacancy)
    here.clock.set(to: "2026-10-01")
    #expect(try await here.purge().erased == 0)
    let preview = try await PreviewHold(here.office).release(of: hold, by: here.legal)
    #expect(preview.held == 3 && preview.overdue == 2 && preview.application == nil)
    try await release(hold)
    for id in overdue {
      #expect(try await here.isErased(id))
      #expect(try await here.receipt(of: id)?.cause == .holdReleased)
    }
    #expect(try await here.standing(running) == [.procedure])
    await #expect(throws: Refusal.alreadyReleased) { try await release(hold) }
    await #expect(throws: Refusal.alreadyReleased) {
      try await PreviewHold(here.office).release(of: hold, by: here.legal)
    }
  }

  @Test func aHoldOfItsOwnAndOneOfItsVacancyAreIndependent() async throws {
    let vacancy = try await here.openVacancy()
    let id = try await rejected(for: vacancy)
    let own = try await here.hold(id)
    let first = try await here.hold(vacancy: vacancy, matter: "one")
    let second = try await here.hold(vacancy: vacancy, matter: "another")
    here.clock.set(to: "2026-10-01")
    try await release(first)
    try await release(own)
    #expect(try await here.standing(id) == [.hold])
    try await release(second)
    #expect(try await here.isErased(id))
  }

  @Test func whatComesOrIsMovedLaterIsHeldToo() async throws {
    let (vacancy, other) = (try await here.openVacancy(), try await here.openVacancy())
    let hold = try await here.hold(vacancy: vacancy)
    let received = try await here.receive(.number(0), for: vacancy)
    #expect(try await here.standing(received) == [.hold, .procedure])
    let moved = try await here.receive(.number(1), for: other)
    try await MoveApplication(here.office)(moved, to: vacancy, by: here.recruiter)
    #expect(try await here.standing(moved) == [.hold, .procedure])
    // Whoever leaves stays held: they applied there.
    try await MoveApplication(here.office)(received, to: other, by: here.recruiter)
    #expect(try await here.standing(received) == [.hold, .procedure])
    // Once each, however often they come and go.
    try await MoveApplication(here.office)(received, to: vacancy, by: here.recruiter)
    #expect(try await here.grounds(of: received).filter { $0.kind == .hold }.count == 1)
    try await release(hold)
    #expect(try await here.standing(received) == [.procedure])
    #expect(try await here.standing(moved) == [.procedure])
    let later = try await here.receive(.number(2), for: vacancy)
    #expect(try await here.standing(later) == [.procedure])
  }

  @Test func aYesToAProposalForAHeldVacancyIsHeld() async throws {
    let vacancy = try await here.openVacancy()
    let (entry, _) = try await here.onlyInPool()
    _ = try await here.hold(vacancy: vacancy)
    _ = try await ProposeVacancy(here.office)(entry, vacancy: vacancy, by: here.recruiter)
    let token = try #require(here.post.tokens.last)
    _ = try await AnswerLink(here.office)(token: token, .give)
    let made = try await here.asSuperuser { rows in
      try rows.all("SELECT id FROM application WHERE vacancy_id = \(vacancy.uuid)") {
        ApplicationID(try $0("id"))
      }
    }
    #expect(made.count == 1)
    for id in made { #expect(try await here.standing(id) == [.hold, .procedure]) }
  }

  @Test func aRecruitersIsProvisionalForLockedOnesTooAndRunsOutAsAWhole() async throws {
    let vacancy = try await here.openVacancy()
    let locked = try await rejected(for: vacancy, 0)
    here.clock.pass(days: 15)
    try await here.purge()
    let hold = try await here.hold(vacancy: vacancy, by: here.recruiter)
    let late = try await here.receive(.number(1), for: vacancy)
    #expect(try await here.standing(locked) == [.evidence, .hold])
    #expect(try await here.standing(late) == [.hold, .procedure])
    #expect(try await here.whoOpens(late) == [.legal, .privacyOfficer, .recruiter])
    here.clock.pass(days: 7)
    // It no longer stands, whether or not a purge has run.
    let after = try await here.receive(.number(2), for: vacancy)
    #expect(try await here.standing(after) == [.procedure])
    try await here.purge()
    #expect(try await here.standing(locked) == [.evidence])
    #expect(try await here.standing(late) == [.procedure])
    for table in ["hold", "vacancy_hold"] as [StaticString] {
      let open = try await here.asSuperuser { rows in
        try rows.first("SELECT count(*) AS n FROM \(sql: table) WHERE released_at IS NULL") {
          try $0("n", as: Int.self)
        }
      }
      #expect(open == 0)
    }
    await #expect(throws: Refusal.alreadyReleased) { try await release(hold) }
  }

  @Test func apartOfItIsNeitherReleasedNorReviewedAlone() async throws {
    let vacancy = try await here.openVacancy()
    _ = try await rejected(for: vacancy)
    _ = try await here.hold(vacancy: vacancy)
    let part = try await here.asSuperuser { rows in
      try rows.first("SELECT id FROM hold") { HoldID(try $0("id")) }
    }
    let id = try #require(part)
    let day = here.clock.today
    await #expect(throws: Refusal.heldWithVacancy) { try await release(id) }
    await #expect(throws: Refusal.heldWithVacancy) {
      try await ReviewHold(here.office)(id, reviewOn: day, reason: nil, by: here.legal)
    }
    await #expect(throws: Refusal.heldWithVacancy) {
      try await PreviewHold(here.office).release(of: id, by: here.legal)
    }
  }

  @Test func aReviewIsOfAllItsParts() async throws {
    let vacancy = try await here.openVacancy()
    _ = try await rejected(for: vacancy)
    let hold = try await here.hold(vacancy: vacancy)
    let day = here.clock.today.adding(days: 300)
    try await ReviewHold(here.office)(hold, reviewOn: day, reason: "appealed", by: here.legal)
    let days = try await here.asSuperuser { rows in
      try rows.all(
        "SELECT review_on::text AS day FROM hold UNION ALL SELECT review_on::text FROM vacancy_hold"
      ) {
        try $0("day", as: String.self)
      }
    }
    #expect(days == [day.description, day.description])
    #expect(
      try await here.everyEntry(of: nil).contains("legal holdReviewed hold=# review=# vacancy=#"))
    try await release(hold)
    await #expect(throws: Refusal.alreadyReleased) {
      try await ReviewHold(here.office)(hold, reviewOn: day, reason: nil, by: here.legal)
    }
  }

  @Test func aHeldApplicationIsNotErasedOnRequest() async throws {
    let vacancy = try await here.openVacancy()
    let id = try await rejected(for: vacancy)
    _ = try await here.hold(vacancy: vacancy)
    await #expect(throws: Refusal.forbidden(by: .hold)) {
      try await EraseOnRequest(here.office)(
        id, confirm: id.text, reason: "asked", by: here.privacyOfficer)
    }
  }

  @Test func nobodyHoldsAVacancyThatIsNotThereOrUntilYesterday() async throws {
    for caller in [here.legal, here.recruiter] {
      await #expect(throws: Refusal.unknown) {
        try await here.hold(vacancy: .random(), by: caller)
      }
      await #expect(throws: Refusal.unknown) {
        try await PreviewHold(here.office).onVacancy(.random(), by: caller)
      }
    }
    let vacancy = try await here.openVacancy()
    await #expect(throws: Refusal.invalid(field: "reviewOn", .beforeToday)) {
      try await PlaceVacancyHold(here.office)(
        vacancy, matter: "x", reason: "y", reviewOn: here.clock.today.adding(days: -1),
        by: here.legal)
    }
    for role in [Role.reviewer, .privacyOfficer, .auditor, .administrator] {
      await #expect(throws: Refusal.roleNeverMay) {
        try await here.hold(vacancy: vacancy, by: here.caller(role))
      }
    }
    #expect(try await here.count("vacancy_hold") == 0)
  }

  @Test func theSameKeyPlacesOneHoldOnAVacancy() async throws {
    let vacancy = try await here.openVacancy()
    _ = try await rejected(for: vacancy)
    let keyed = here.caller(.legal, key: "once")
    let first = try await here.hold(vacancy: vacancy, by: keyed)
    #expect(try await here.hold(vacancy: vacancy, by: keyed) == first)
    #expect(try await here.count("vacancy_hold") == 1)
    #expect(try await here.count("hold") == 1)
  }

  @Test func itsWordsGoOnceItIsReleasedAndNoPartIsOpen() async throws {
    func words() async throws -> Int? {
      try await here.asSuperuser { rows in
        try rows.first(
          """
          SELECT sum(num_nonnulls(matter, reason, reviewed_because, released_because))::bigint AS n
          FROM vacancy_hold
          """
        ) { try $0("n", as: Int.self) }
      }
    }
    let vacancy = try await here.openVacancy()
    let id = try await rejected(for: vacancy)
    let hold = try await here.hold(vacancy: vacancy)
    try await ReviewHold(here.office)(
      hold, reviewOn: here.clock.today, reason: "appealed", by: here.legal)
    try await here.purge()
    #expect(try await words() == 3)
    try await release(hold)
    #expect(try await words() == 4)
    try await here.purge()
    #expect(try await words() == 0)
    // One that ran out keeps them as long as a part of it is open: the restricted one's.
    _ = try await here.hold(vacancy: vacancy, by: here.recruiter)
    try await PlaceRestriction(here.office)(id, reason: "disputed", by: here.privacyOfficer)
    here.clock.pass(days: 8)
    try await here.purge()
    #expect(try await words() == 2)
    try await LiftRestriction(here.office)(id, by: here.privacyOfficer)
    try await here.purge()
    #expect(try await words() == 0)
    await #expect(throws: Refusal.alreadyReleased) { try await release(hold) }
  }

  @Test func itsCountIsOfEveryoneTheLockedOnesToo() async throws {
    let vacancy = try await here.openVacancy()
    _ = try await rejected(for: vacancy, 0)
    _ = try await here.receive(.number(1), for: vacancy)
    here.clock.pass(days: 15)
    try await here.purge()
    for caller in [here.legal, here.recruiter] {
      let preview = try await PreviewHold(here.office).onVacancy(vacancy, by: caller)
      #expect(preview.title == "Baker" && preview.applications == 2)
    }
  }
}
