import Casework
import Domain
import Foundation
import Postgres
import Records
import Support
import Testing

/// A hold on a vacancy against whoever receives, moves or erases at the same moment: whichever
/// comes first, nobody slips through. `LETHE_TEST_SEED` repeats a run's waits.
@Suite(.office) struct VacancyHoldRaceTests {
  private static let turns = Race.turns / 2
  let here = TestOffice.current

  /// How often each side came first, to see that a race was one.
  private struct Score {
    var (one, other) = (0, 0)

    mutating func count(oneFirst: Bool) { if oneFirst { one += 1 } else { other += 1 } }

    func expectBoth(_ race: String) {
      print("\(race): \(one) to \(other)")
      #expect(one > 0 && other > 0, "\(race) was no race: \(one) to \(other)")
    }
  }

  /// Places a hold on a vacancy, as the other side of a race.
  private func placing(on vacancy: VacancyID) -> @Sendable () async throws -> HoldID {
    let (office, legal, day) = (here.office, here.legal, here.clock.today)
    return {
      try await PlaceVacancyHold(office)(
        vacancy, matter: "a suit", reason: "announced", reviewOn: day, by: legal)
    }
  }

  /// Whether whoever acted on the application gave it its part, not whoever placed the hold.
  private func cameWithTheAct(_ id: ApplicationID) async throws -> Bool {
    let entries = try await here.ledger(of: id).filter { $0.contains("holdPlaced") }
    #expect(entries.count == 1, "\(entries)")
    return entries.first?.hasPrefix("recruiter") == true
  }

  @Test func whoIsReceivedMeanwhileIsHeld() async throws {
    var (chance, score) = (Chance(salt: 21), Score())
    let (office, recruiter) = (here.office, here.recruiter)
    for turn in 0..<Self.turns {
      let vacancy = try await here.openVacancy()
      let new = NewApplication(vacancy: vacancy, channel: .form, applicant: .number(turn))
      let (received, placed) = await Race.run(
        &chance, { try await ReceiveApplication(office)(new, by: recruiter) },
        placing(on: vacancy))
      _ = try placed.get()
      let id = try received.get()
      #expect(try await here.standing(id) == [.hold, .procedure])
      score.count(oneFirst: try await !cameWithTheAct(id))
    }
    score.expectBoth("receipt against hold")
  }

  @Test func whoIsMovedMeanwhileIsHeldWhereverTheyCameFromOrWent() async throws {
    var (chance, score) = (Chance(salt: 22), Score())
    let (office, recruiter) = (here.office, here.recruiter)
    for turn in 0..<Self.turns {
      let (old, new) = (try await here.openVacancy(), try await here.openVacancy())
      let id = try await here.receive(.number(turn), for: old)
      let (moved, placed) = await Race.run(
        &chance, { try await MoveApplication(office)(id, to: new, by: recruiter) },
        placing(on: turn.isMultiple(of: 2) ? old : new))
      try moved.get()
      _ = try placed.get()
      // Whoever had left before the hold was placed isn't of that vacancy any more.
      let standing = try await here.standing(id)
      if turn.isMultiple(of: 2) {
        #expect(standing == [.procedure] || standing == [.hold, .procedure])
        score.count(oneFirst: standing == [.procedure])
      } else {
        #expect(standing == [.hold, .procedure])
        score.count(oneFirst: try await !cameWithTheAct(id))
      }
    }
    score.expectBoth("move against hold")
  }

  /// An application whose last ground has run out today.
  private func overdue(_ turn: Int, for vacancy: VacancyID) async throws -> ApplicationID {
    let id = try await here.receive(.number(turn), for: vacancy)
    try await here.decide(id, .rejected)
    let today = here.clock.today
    try await here.asSuperuser { rows in
      try rows.run(
        """
        UPDATE ground SET erase_from = \(today.description)::text::date
        WHERE application_id = \(id.uuid) AND kind = 'evidence'
        """)
    }
    return id
  }

  @Test func thePurgeErasesBeforeItOrNotAtAll() async throws {
    var (chance, score) = (Chance(salt: 23), Score())
    let office = here.office
    let spread = try await Race.againstThePurge(of: here)
    for turn in 0..<Self.turns {
      let vacancy = try await here.openVacancy()
      let id = try await overdue(turn, for: vacancy)
      let (placed, purged) = await Race.run(
        &chance, spread: spread, placing(on: vacancy), { try await Purge(office)() })
      let hold = try placed.get()
      #expect(try purged.get().failed == 0)
      let isErased = try await here.isErased(id)
      score.count(oneFirst: !isErased)
      if isErased { continue }
      // The purge may have begun with it still without its part.
      #expect(try await here.standing(id).map { $0.contains(.hold) } == true)
      try await ReleaseHold(office)(hold, reason: "settled", by: here.legal)
      #expect(try await here.isErased(id))
    }
    score.expectBoth("hold on a vacancy against purge")
  }

  @Test func itsReleaseAgainstThePurgeErasesOnce() async throws {
    var chance = Chance(salt: 24)
    let (office, legal) = (here.office, here.legal)
    let spread = try await Race.againstThePurge(of: here)
    for turn in 0..<Self.turns / 2 {
      let vacancy = try await here.openVacancy()
      let id = try await overdue(turn, for: vacancy)
      let hold = try await here.hold(vacancy: vacancy)
      let (released, purged) = await Race.run(
        &chance, spread: spread,
        { try await ReleaseHold(office)(hold, reason: "settled", by: legal) },
        { try await Purge(office)() })
      try released.get()
      _ = try purged.get()
      #expect(try await here.isErased(id))
    }
  }

  @Test func aRequestForErasureComesBeforeItOrIsRefused() async throws {
    var (chance, score) = (Chance(salt: 25), Score())
    let (office, officer) = (here.office, here.privacyOfficer)
    for turn in 0..<Self.turns {
      let vacancy = try await here.openVacancy()
      let id = try await here.receive(.number(turn), for: vacancy)
      let (placed, asked) = await Race.run(
        &chance, placing(on: vacancy),
        {
          try await EraseOnRequest(office)(
            id, confirm: id.text, reason: "asked", by: officer)
        })
      _ = try placed.get()
      switch asked {
      case .success:
        #expect(try await here.isErased(id))
        score.count(oneFirst: false)
      case .failure(let error):
        #expect(error as? Refusal == .forbidden(by: .hold))
        #expect(try await here.standing(id) == [.hold, .procedure])
        score.count(oneFirst: true)
      }
    }
    score.expectBoth("hold on a vacancy against a request for erasure")
  }
}
