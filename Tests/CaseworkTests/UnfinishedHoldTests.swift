import Casework
import Domain
import Postgres
import Records
import Support
import Testing

/// Whatever a crash leaves of a hold on a vacancy: its row protects at once, and the purge or the
/// next act finishes the rest.
@Suite(.office) struct UnfinishedHoldTests {
  let here = TestOffice.current

  /// A vacancy with one rejected application, and a hold that nobody got a part of.
  private func heldWithoutParts() async throws -> (ApplicationID, VacancyID, HoldID) {
    let vacancy = try await here.openVacancy()
    let id = try await here.receive(for: vacancy)
    try await here.decide(id, .rejected)
    return (id, vacancy, try await plant(on: vacancy))
  }

  private func plant(on vacancy: VacancyID) async throws -> HoldID {
    let legal = here.member(.legal).id
    return try await here.asSuperuser { rows in
      try Shortcut.holdWithoutParts(on: vacancy, by: legal, in: rows)
    }
  }

  @Test func thePurgeGivesEveryoneTheirPart() async throws {
    let (id, vacancy, _) = try await heldWithoutParts()
    let other = try await here.receive(.number(1), for: vacancy)
    // The second was received under the hold; the first is still without.
    #expect(try await here.standing(id) == [.evidence])
    #expect(try await here.standing(other) == [.hold, .procedure])
    try await here.purge()
    #expect(try await here.standing(id) == [.evidence, .hold])
    #expect(
      try await here.ledger(of: id).last
        == "timer holdPlaced hold=# ground=# review=# vacancyHold=#")
    try await here.purge()
    #expect(try await here.count("hold") == 2)
  }

  @Test func theDatabaseErasesNothingThatAHoldOnItsVacancyCovers() async throws {
    let (id, _, hold) = try await heldWithoutParts()
    here.clock.set(to: "2027-01-01")
    func deleted() async throws -> Int {
      try await here.as(.purge) { try $0.run("DELETE FROM application WHERE id = \(id.uuid)") }
    }
    #expect(try await deleted() == 0)
    try await here.asSuperuser { rows in try Shortcut.release(hold, in: rows) }
    #expect(try await deleted() == 1)
  }

  @Test func whatTimeEndedIsKeptByTheEraserItself() async throws {
    let (id, _, _) = try await heldWithoutParts()
    let own = try await here.hold(id)
    here.clock.set(to: "2027-01-01")
    // Its release asks the eraser, long before any purge.
    try await ReleaseHold(here.office)(own, reason: "settled", by: here.legal)
    #expect(try await here.standing(id) == [.hold])
  }

  @Test func aRequestForErasureMeetsTheHoldFirst() async throws {
    let (id, _, _) = try await heldWithoutParts()
    await #expect(throws: Refusal.forbidden(by: .hold)) {
      try await EraseOnRequest(here.office)(
        id, confirm: id.text, reason: "asked", by: here.privacyOfficer)
    }
    #expect(try await here.standing(id) == [.evidence, .hold])
  }

  @Test func aWithdrawalOfWhatOnlyThePoolKeepsMeetsItToo() async throws {
    for way in 0..<2 {
      let (id, token) = try await here.onlyInPool(.number(way))
      let vacancy = try await here.asSuperuser { rows in
        try rows.first("SELECT vacancy_id AS id FROM application WHERE id = \(id.uuid)") {
          VacancyID(try $0("id"))
        }
      }
      _ = try await plant(on: try #require(vacancy))
      if way == 0 {
        try await here.answer(token, .withdraw)
      } else {
        try await RecordWithdrawal(here.office)(
          id, channel: .phone, receivedAt: here.clock.now, by: here.recruiter)
      }
      #expect(try await here.standing(id) == [.hold])
    }
  }

  @Test func anObjectionThatIsUpheldMeetsItToo() async throws {
    let (id, _, _) = try await heldWithoutParts()
    let today = here.clock.today
    let objection = try await ReceiveObjection(here.office)(
      id, ObjectionRecord(against: .evidence, receivedOn: today, channel: .post),
      by: here.privacyOfficer)
    try await DecideObjection(here.office)(
      objection, .upheld, reason: "no claim", by: here.privacyOfficer)
    #expect(try await here.standing(id) == [.hold])
  }

  @Test func aWithdrawalOfLongerStorageMeetsItToo() async throws {
    let vacancy = try await here.openVacancy()
    let id = try await here.receive(for: vacancy)
    try await here.decide(id, .rejected)
    let paper = PaperConsent(channel: .post, givenOn: here.clock.today, textVersion: "1")
    try await RecordLongerStorage(here.office)(
      id, paper, until: here.clock.today.adding(months: 12), by: here.recruiter)
    here.clock.pass(days: 250)
    try await here.purge()
    #expect(try await here.standing(id) == [.longerStorage])
    _ = try await plant(on: vacancy)
    try await RecordWithdrawal(here.office)(
      id, for: .longerStorage, channel: .phone, receivedAt: here.clock.now, by: here.recruiter)
    #expect(try await here.standing(id) == [.hold])
  }

  @Test func theEndOfARestrictionMeetsItToo() async throws {
    let (id, token) = try await here.onlyInPool()
    let vacancy = try await here.asSuperuser { rows in
      try rows.first("SELECT vacancy_id AS id FROM application WHERE id = \(id.uuid)") {
        VacancyID(try $0("id"))
      }
    }
    try await PlaceRestriction(here.office)(id, reason: "disputed", by: here.privacyOfficer)
    try await here.answer(token, .withdraw)
    _ = try await plant(on: try #require(vacancy))
    try await LiftRestriction(here.office)(id, by: here.privacyOfficer)
    #expect(try await here.standing(id) == [.hold])
  }

  @Test func whoIsMovedAwayTakesItsPartAlong() async throws {
    let vacancy = try await here.openVacancy()
    let id = try await here.receive(for: vacancy)
    _ = try await plant(on: vacancy)
    try await MoveApplication(here.office)(id, to: here.openVacancy(), by: here.recruiter)
    #expect(try await here.standing(id) == [.hold, .procedure])
  }

  @Test func aReleaseThatDiedIsFinishedByThePurge() async throws {
    let vacancy = try await here.openVacancy()
    let id = try await here.receive(for: vacancy)
    try await here.decide(id, .rejected)
    let hold = try await here.hold(vacancy: vacancy)
    here.clock.set(to: "2026-10-01")
    try await here.purge()
    #expect(try await here.standing(id) == [.hold])
    try await here.asSuperuser { rows in try Shortcut.release(hold, in: rows) }
    try await here.purge()
    #expect(try await here.isErased(id))
    #expect(try await here.receipt(of: id)?.cause == .holdReleased)
  }

  @Test func whatAnActEndedForGoodIsErasedAllTheSame() async throws {
    let (id, _, _) = try await heldWithoutParts()
    try await here.asSuperuser { rows in
      try Shortcut.endEverything(of: id, cause: .consentWithdrawn, in: rows)
    }
    try await here.purge()
    #expect(try await here.isErased(id))
  }

  @Test func manyAreHeldAndReleasedInBatches() async throws {
    let vacancy = try await here.openVacancy()
    try await here.asSuperuser { rows in
      try Shortcut.applications(1100, evidenceUntil: "2026-04-01", in: rows)
      try rows.run("UPDATE application SET vacancy_id = \(vacancy.uuid)")
    }
    let hold = try await here.hold(vacancy: vacancy)
    #expect(try await here.count("hold") == 1100)
    here.clock.set(to: "2026-06-01")
    #expect(try await here.purge().erased == 0)
    let preview = try await PreviewHold(here.office).release(of: hold, by: here.legal)
    #expect(preview.held == 1100 && preview.overdue == 1100)
    try await ReleaseHold(here.office)(hold, reason: "settled", by: here.legal)
    #expect(try await here.count("application") == 0)
    #expect(try await here.count("erasure") == 1100)
  }
}
