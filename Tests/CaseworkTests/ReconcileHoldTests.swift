import Domain
import Journal
import Postgres
import Records
import Support
import Testing

@testable import Casework

/// Holds that a restore has forgotten, where what they need has changed as well.
@Suite(.office) struct ReconcileHoldTests {
  let here = TestOffice.current

  private func rejected(_ number: Int, for vacancy: VacancyID) async throws -> ApplicationID {
    let id = try await here.receive(.number(number), for: vacancy)
    try await here.decide(id, .rejected)
    return id
  }

  private func restrict(_ id: ApplicationID) async throws {
    try await PlaceRestriction(here.office)(id, reason: "wrong", by: here.privacyOfficer)
  }

  private func openGrounds(of id: ApplicationID) async throws -> [GroundKind] {
    try await here.grounds(of: id).filter { $0.endedAt == nil }.map(\.kind)
  }

  private func openHolds(of id: ApplicationID) async throws -> Int {
    try await here.asSuperuser { rows in
      try rows.first(
        """
        SELECT count(*) AS holds FROM hold
        WHERE application_id = \(id.uuid) AND released_at IS NULL
        """
      ) { try $0("holds") } ?? -1
    }
  }

  @Test(arguments: [true, false])
  func aReleaseOfTheVacancysHoldReachesWhatIsRestricted(before: Bool) async throws {
    let vacancy = try await here.openVacancy()
    let (id, free) = (try await rejected(0, for: vacancy), try await rejected(1, for: vacancy))
    let hold = try await here.hold(vacancy: vacancy)
    if before { try await restrict(id) }
    let report = try await here.losing {
      if !before { try await restrict(id) }
      try await ReleaseHold(here.office)(hold, reason: "settled", by: here.legal)
    }
    #expect(report.holds == 3 && report.impossible == 0)
    #expect(report.restrictions == (before ? 0 : 1))
    #expect(try await openHolds(of: id) == 0)
    #expect(try await openGrounds(of: id) == [.evidence])
    #expect(try await here.standing(free) == [.evidence])
  }

  @Test func aHoldForAWeekThatRanOutReachesWhatIsRestricted() async throws {
    let vacancy = try await here.openVacancy()
    let id = try await rejected(0, for: vacancy)
    _ = try await here.hold(vacancy: vacancy, by: here.recruiter)
    try await restrict(id)
    let report = try await here.losing {
      here.clock.pass(days: 8)
      try await here.purge()
      // What a purge that died between the two leaves for the next.
      try await here.purge()
    }
    #expect(report.impossible == 0)
    here.clock.pass(days: 1)
    try await here.purge()
    #expect(try await openGrounds(of: id) == [.evidence])
  }

  @Test func aHoldOfItsOwnIsReleasedThoughItsKeyIsHidden() async throws {
    let id = try await here.rejected()
    let hold = try await here.hold(id)
    try await restrict(id)
    let record = JournalRecord(
      id: .random(), at: JournalRecord.instant(here.clock.now), actor: here.legal.member.id.uuid,
      function: "legal", action: "holdReleased", applications: [id], detail: "hold=\(hold.text)")
    let act = try #require(LostAct(record))
    #expect(try await Replay.holdReleased.again(here.office, act) == .repeated(1))
    #expect(try await openHolds(of: id) == 0)
    #expect(try await Replay.holdReleased.again(here.office, act) == .nothingToDo)
  }

  @Test func whatMovedUnderAHoldIsHeldByItselfOnceItsMoveIsLost() async throws {
    let (old, held) = (try await here.openVacancy(), try await here.openVacancy())
    let id = try await here.receive(for: old)
    let hold = try await here.hold(vacancy: held)
    let report = try await here.losing {
      try await MoveApplication(here.office)(id, to: held, by: here.recruiter)
    }
    #expect(report.holds == 1 && report.impossible == 0)
    #expect(try await here.standing(id) == [.hold, .procedure])
    // It has nothing to do with the vacancy it isn't in any more.
    try await ReleaseHold(here.office)(hold, reason: "settled", by: here.legal)
    #expect(try await here.standing(id) == [.hold, .procedure])
    let own = try await here.asSuperuser { rows in
      try rows.first("SELECT id FROM hold WHERE application_id = \(id.uuid)") {
        HoldID(try $0("id"))
      }
    }
    try await ReleaseHold(here.office)(try #require(own), reason: "settled", by: here.legal)
    #expect(try await here.standing(id) == [.procedure])
  }

  @Test func itsPartIsReleasedAgainWhereItCameBackAsAHoldOfItsOwn() async throws {
    let (old, held) = (try await here.openVacancy(), try await here.openVacancy())
    let id = try await here.receive(for: old)
    let hold = try await here.hold(vacancy: held)
    let report = try await here.losing {
      try await MoveApplication(here.office)(id, to: held, by: here.recruiter)
      try await ReleaseHold(here.office)(hold, reason: "settled", by: here.legal)
    }
    #expect(report.holds == 3 && report.impossible == 0)
    #expect(try await here.standing(id) == [.procedure])
  }
}
