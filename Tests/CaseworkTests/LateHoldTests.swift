import Casework
import Domain
import Postgres
import Records
import Support
import Testing

/// A hold on a vacancy that is placed after an act looked for one, and before the act has the lock
/// of its application: from its commit it protects.
@Suite(.office) struct LateHoldTests {
  let here = TestOffice.current

  /// Runs `act` against somebody who holds the application's lock until the act waits for it, and
  /// then lets go of it with a hold on its vacancy that has no part yet.
  private func heldMeanwhile(
    _ id: ApplicationID, _ act: @escaping @Sendable () async throws -> Void
  ) async throws {
    let (here, legal) = (here, here.member(.legal).id)
    let vacancy = try await here.asSuperuser { rows in
      try rows.first("SELECT vacancy_id AS id FROM application WHERE id = \(id.uuid)") {
        VacancyID(try $0("id"))
      }
    }
    let itsVacancy = try #require(vacancy)
    let (locks, locked) = AsyncStream<Void>.makeStream()
    async let waited = here.asSuperuser { rows in
      try Locks.exclusive(id, in: rows)
      try rows.run("SELECT 1")
      locked.finish()
      let waits = try Self.somebodyWaits(in: rows)
      _ = try Shortcut.holdWithoutParts(on: itsVacancy, by: legal, in: rows)
      return waits
    }
    for await _ in locks {}
    let outcome = await Result(catching: act)
    #expect(try await waited, "nobody waited for the lock")
    try outcome.get()
  }

  private static func somebodyWaits(in rows: borrowing Rows) throws -> Bool {
    for _ in 0..<400 {
      let waiting = try rows.first(
        """
        SELECT count(*) AS n FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
          AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        """
      ) { try $0("n", as: Int.self) }
      if waiting != 0 { return true }
      try rows.run("SELECT pg_sleep(0.01)")
    }
    return false
  }

  @Test func aRequestForErasureIsRefused() async throws {
    let (here, id) = (here, try await here.rejected())
    await #expect(throws: Refusal.forbidden(by: .hold)) {
      try await heldMeanwhile(id) {
        try await EraseOnRequest(here.office)(
          id, confirm: id.text, reason: "asked", by: here.privacyOfficer)
      }
    }
    #expect(try await here.standing(id) == [.evidence, .hold])
  }

  @Test func aWithdrawalIsRecordedAndTheHoldKeeps() async throws {
    let here = here
    let (id, _) = try await here.onlyInPool()
    try await heldMeanwhile(id) {
      try await RecordWithdrawal(here.office)(
        id, channel: .phone, receivedAt: here.clock.now, by: here.recruiter)
    }
    #expect(try await here.standing(id) == [.hold])
  }

  @Test func aWithdrawalThroughTheLinkLikewise() async throws {
    let here = here
    let (id, token) = try await here.onlyInPool()
    try await heldMeanwhile(id) { _ = try await here.answer(token, .withdraw) }
    #expect(try await here.standing(id) == [.hold])
  }

  @Test func aWithdrawalOfAllEntriesOfAnAddressLikewise() async throws {
    let here = here
    let (other, _) = try await here.onlyInPool()
    let (id, token) = try await here.onlyInPool()
    try await heldMeanwhile(other) {
      _ = try await AnswerLink(here.office)(token: token, .withdraw, scope: .all)
    }
    #expect(try await here.standing(other) == [.hold])
    #expect(try await here.isErased(id))
  }

  @Test func anUpheldObjectionLikewise() async throws {
    let (here, id) = (here, try await here.rejected())
    let objection = try await ReceiveObjection(here.office)(
      id,
      ObjectionRecord(against: .evidence, receivedOn: here.clock.today, channel: .post),
      by: here.privacyOfficer)
    try await heldMeanwhile(id) {
      try await DecideObjection(here.office)(
        objection, .upheld, reason: "no claim", by: here.privacyOfficer)
    }
    #expect(try await here.standing(id) == [.hold])
  }

  @Test func theReleaseOfAnotherHoldAndTheEndOfAnObligationLikewise() async throws {
    let (here, held) = (here, try await here.rejected())
    let hold = try await here.hold(held)
    let obliged = try await here.rejected(.karl)
    let obligation = try await PlaceObligation(here.office)(
      obliged, law: "§ 147 AO", until: "2030-12-31", reason: nil, by: here.legal)
    here.clock.set(to: "2026-10-01")
    try await here.purge()
    try await heldMeanwhile(held) {
      try await ReleaseHold(here.office)(hold, reason: "settled", by: here.legal)
    }
    #expect(try await here.standing(held) == [.hold])
    try await heldMeanwhile(obliged) {
      try await EndObligation(here.office)(obligation, reason: "repealed", by: here.legal)
    }
    #expect(try await here.standing(obliged) == [.hold])
  }

  @Test func aDocumentStays() async throws {
    let (here, id) = (here, try await here.receiveForVacancy())
    let document = try await here.store(in: id)
    await #expect(throws: Refusal.forbidden(by: .hold)) {
      try await heldMeanwhile(id) {
        try await DeleteDocument(here.office)(document, of: id, by: here.recruiter)
      }
    }
    #expect(try await here.read(document, of: id) == SampleDocument.pdf())
  }
}

extension Result where Failure == any Error {
  /// What an act returns or throws.
  fileprivate init(catching act: () async throws -> Success) async {
    do { self = .success(try await act()) } catch { self = .failure(error) }
  }
}
