import Casework
import Domain
import Records
import Support
import Testing
import Vault

/// Originals on paper: recorded, moved, returned, shredded, and open until somebody says so.
@Suite(.office) struct OriginalsTests {
  let here = TestOffice.current

  private func byPost(_ channel: Channel = .post) async throws -> ApplicationID {
    try await ReceiveApplication(here.office)(
      NewApplication(vacancy: nil, channel: channel, applicant: .karl), by: here.recruiter)
  }

  private func record(
    _ id: ApplicationID, _ location: Private<String> = "box 7", plan: PaperPlan = .shred,
    _ paperClass: PaperClass = .p4
  ) async throws -> PaperView {
    try await RecordPaper(here.office)(
      id, location: location, plan: plan, paperClass: paperClass, by: here.recruiter)
  }

  private func erase(_ id: ApplicationID) async throws {
    try await EraseOnRequest(here.office)(
      id, confirm: id.text, reason: "asked", by: here.privacyOfficer)
  }

  private func toFetch(_ state: PaperState = .fetch) async throws -> [PaperView] {
    try await ListPaper(here.office)(state, limit: 200, cursor: nil, by: here.privacyOfficer).items
  }

  private func confirm(
    _ id: PaperID, _ how: PaperEnd = .shredded, _ paperClass: PaperClass? = nil, on: Day? = nil,
    by caller: Caller? = nil
  ) async throws {
    try await ConfirmPaperGone(here.office).byLabel(
      id, how: how, paperClass: paperClass, on: on ?? here.clock.today,
      by: caller ?? here.privacyOfficer)
  }

  @Test func whatComesByPostIsPaperFromTheBeginning() async throws {
    let id = try await byPost()
    let paper = try #require(try await ListPaper(here.office).of(id, by: here.recruiter))
    #expect(paper.location == nil && paper.plan == .return && paper.paperClass == .p4)
    #expect(try await ListPaper(here.office).of(byPost(.form), by: here.recruiter) == nil)
    #expect(try await toFetch().isEmpty)
    #expect(try await toFetch(.open).map(\.id) == [paper.id])
  }

  @Test func theLastRecordHoldsAndTheLabelStays() async throws {
    let id = try await byPost()
    let first = try await record(id)
    let second = try await record(id, "box 8", plan: .return, .p5)
    #expect(second.id == first.id && second.code == first.code)
    #expect(second.location?.reveal() == "box 8" && second.paperClass == .p5)
    try await RecordPaper(here.office).move(id, to: "cellar", by: here.recruiter)
    let found = try await ListPaper(here.office).find(first.code, by: here.recruiter)
    #expect(found.location?.reveal() == "cellar" && found.plan == .return)
    #expect(try await here.ledger(of: id).count { $0.contains("paperRecorded") } == 3)
  }

  @Test func aPlaceIsSealedUnderAKeyOfItsOwn() async throws {
    let (one, other) = (try await byPost(), try await byPost())
    let papers = (try await record(one), try await record(other))
    let (first, second) = try await here.asSuperuser { rows in
      (try Papers.find(of: one, in: rows)?.place, try Papers.find(of: other, in: rows)?.place)
    }
    let place = try #require(first)
    #expect(place.key.wrapped != second?.key.wrapped)
    #expect(throws: VaultError.notAuthentic) {
      _ = try here.ring.withDataKey(
        WrappedKey(epoch: place.key.epoch, bytes: place.key.wrapped), of: papers.1.id.uuid
      ) {
        try $0.openText(
          place.location, as: .init(table: "paper", column: "location", row: papers.0.id.uuid))
      }
    }
  }

  @Test func aPlaceIsWrappedAnewWithEverythingElseAndOldKeysMayGo() async throws {
    let id = try await byPost()
    let paper = try await record(id)
    try await erase(id)
    #expect(try await RotateKeys(here.office)().failed == 0)
    let place = try await here.asSuperuser { rows in try Papers.find(paper.id, in: rows)?.place }
    #expect(place?.key.epoch == 2)
    #expect(try await toFetch().first?.location?.reveal() == "box 7")
    try await RecordPaper(here.office).move(paper.code, to: "cellar", by: here.recruiter)
    here.clock.pass(days: 40)
    #expect(try await DestroyEpoch(here.office)(1) == .destroyed)
    #expect(try await toFetch().first?.location?.reveal() == "cellar")
  }

  @Test func anErasureStaysOpenUntilItsPaperIsConfirmedToBeGone() async throws {
    let id = try await byPost()
    let paper = try await record(id)
    try await erase(id)
    #expect(try await here.rows(of: id) == ["erasure": 1, "paper": 1])
    let due = try #require(try await toFetch().first)
    #expect(due.code == paper.code && due.location?.reveal() == "box 7")
    #expect(due.dueSince == here.clock.today)
    here.clock.pass(days: 3)
    try await confirm(paper.id, on: here.clock.today.adding(days: -1))
    #expect(try await toFetch().isEmpty)
    #expect(try await toFetch(.open).isEmpty)
    let gone = try await ListPaper(here.office).find(paper.code, by: here.recruiter)
    #expect(gone.location == nil && gone.gone?.how == .shredded)
    #expect(gone.gone?.on == here.clock.today.adding(days: -1))
    let entries = try await here.everyEntry(of: nil).filter { $0.contains("paperDestroyed") }
    #expect(entries == ["privacyOfficer paperDestroyed paper=# how=shredded class=P-4 on=#"])
    // Said twice, it is recorded once.
    try await confirm(paper.id)
    #expect(try await here.everyEntry(of: nil).count { $0.contains("paperDestroyed") } == 1)
  }

  @Test func whatWasReturnedInTimeLeavesNothingOpen() async throws {
    let id = try await byPost()
    await #expect(throws: Refusal.notDecided) {
      try await ConfirmPaperGone(here.office)(
        id, how: .returned, on: here.clock.today, by: here.recruiter)
    }
    try await here.decide(id, .rejected)
    let endings = ListEndings(here.office)
    let before = try await endings(limit: 10, cursor: nil, by: here.recruiter)
    #expect(before.items[0].tasks?.contains(.paper) == true)
    try await ConfirmPaperGone(here.office)(
      id, how: .returned, on: here.clock.today, by: here.recruiter)
    let after = try await endings(limit: 10, cursor: nil, by: here.recruiter)
    #expect(after.items[0].tasks?.contains(.paper) == false)
    await #expect(throws: Refusal.paperGone) { _ = try await record(id) }
    await #expect(throws: Refusal.paperGone) {
      try await RecordPaper(here.office).move(id, to: "a", by: here.recruiter)
    }
    try await erase(id)
    #expect(try await toFetch().isEmpty)
  }

  @Test func afterTheFortnightOriginalsGoBackByTheirLabel() async throws {
    let (one, other) = (try await byPost(), try await byPost())
    let papers = (try await record(one), try await record(other))
    await #expect(throws: Refusal.stillKept) { try await confirm(papers.0.id, .returned) }
    for id in [one, other] { try await here.decide(id, .rejected) }
    here.clock.pass(days: 20)
    await #expect(throws: Refusal.stillKept) { try await confirm(papers.0.id, .shredded) }
    try await PlaceRestriction(here.office)(other, reason: "a", by: here.privacyOfficer)
    await #expect(throws: Refusal.restricted) { try await confirm(papers.1.id, .returned) }
    await #expect(throws: Refusal.invalid(field: "on", .beforeReceipt)) {
      try await confirm(papers.0.id, .returned, on: here.clock.today.adding(days: -21))
    }
    let day = here.clock.today.adding(days: -15)
    try await confirm(papers.0.id, .returned, on: day, by: here.recruiter)
    let gone = try await ListPaper(here.office).find(papers.0.code, by: here.recruiter)
    #expect(gone.gone?.how == .returned && gone.gone?.on == day && gone.location == nil)
    #expect(try await here.ledger(of: one).last?.hasPrefix("recruiter paperDestroyed") == true)
    #expect(try await toFetch(.open).map(\.id) == [papers.1.id])
    try await erase(one)
    #expect(try await toFetch().isEmpty)
  }

  @Test func whatIsToBeShreddedIsNoTaskOfTheEnding() async throws {
    let id = try await byPost()
    _ = try await record(id)
    try await here.decide(id, .withdrawn)
    let lines = try await ListEndings(here.office)(limit: 10, cursor: nil, by: here.recruiter)
    #expect(lines.items[0].tasks?.contains(.paper) == false)
  }

  @Test func paperIsEvidenceWhileAHoldStands() async throws {
    let id = try await byPost()
    let hold = try await here.hold(id)
    let shred = { [here] in
      try await ConfirmPaperGone(here.office)(
        id, how: .shredded, on: here.clock.today, by: here.recruiter)
    }
    await #expect(throws: Refusal.forbidden(by: .hold)) { try await shred() }
    try await ReleaseHold(here.office)(hold, reason: "settled", by: here.legal)
    try await shred()
    #expect(try await toFetch(.open).isEmpty)
  }

  @Test func aFinerShredderWillDoACoarserWont() async throws {
    let id = try await byPost()
    let paper = try await record(id, "box", plan: .shred, .p5)
    await #expect(throws: Refusal.stillKept) { try await confirm(paper.id) }
    try await erase(id)
    await #expect(throws: Refusal.invalid(field: "class", .notAllowed)) {
      try await confirm(paper.id, .shredded, .p4)
    }
    await #expect(throws: Refusal.invalid(field: "on", .inTheFuture)) {
      try await confirm(paper.id, on: here.clock.today.adding(days: 1))
    }
    await #expect(throws: Refusal.invalid(field: "on", .beforeReceipt)) {
      try await confirm(paper.id, on: here.clock.today.adding(days: -1))
    }
    await #expect(throws: Refusal.unknown) { try await confirm(.random()) }
    try await confirm(paper.id, .shredded, .p5, by: here.recruiter)
    #expect(try await toFetch().isEmpty)
  }

  @Test func aBoxMovesWhateverBecameOfItsApplications() async throws {
    let id = try await byPost()
    let paper = try await record(id)
    try await erase(id)
    try await RecordPaper(here.office).move(paper.code, to: "archive", by: here.recruiter)
    #expect(try await toFetch().first?.location?.reveal() == "archive")
    await #expect(throws: Refusal.unknown) {
      try await RecordPaper(here.office).move(PaperCode.random(), to: "a", by: here.recruiter)
    }
    await #expect(throws: Refusal.unknown) {
      try await RecordPaper(here.office).move(id, to: "a", by: here.recruiter)
    }
  }

  @Test func aListGoesOnWhereItEnded() async throws {
    var (erased, kept): (Set<PaperCode>, Set<PaperCode>) = ([], [])
    for number in 0..<8 {
      let id = try await byPost()
      let code = try await record(id).code
      if number < 5 {
        erased.insert(code)
        try await erase(id)
      } else {
        kept.insert(code)
      }
    }
    let expected: [PaperState: Set<PaperCode>] = [
      .open: erased.union(kept), .fetch: erased, .kept: kept,
    ]
    for state in PaperState.allCases {
      var (seen, cursor): (Set<PaperCode>, String?) = ([], nil)
      repeat {
        let page = try await ListPaper(here.office)(
          state, limit: 2, cursor: cursor, by: here.recruiter)
        seen.formUnion(page.items.map(\.code))
        cursor = page.next
      } while cursor != nil
      #expect(seen == expected[state])
    }
    for wrong in ["", "a", "1.b", "9999999999999999999.\(PaperID.random())"] {
      await #expect(throws: Refusal.invalid(field: "cursor", .notAllowed)) {
        _ = try await ListPaper(here.office)(.open, limit: 2, cursor: wrong, by: here.recruiter)
      }
    }
    await #expect(throws: Refusal.invalid(field: "limit", .outOfRange)) {
      _ = try await ListPaper(here.office)(.open, limit: 0, cursor: nil, by: here.recruiter)
    }
  }

  @Test func whoNeverFetchesPaperSeesNone() async throws {
    let id = try await byPost()
    let paper = try await record(id)
    for role in [Role.reviewer, .legal, .auditor, .administrator] {
      await #expect(throws: Refusal.roleNeverMay) {
        _ = try await ListPaper(here.office)(.open, limit: 9, cursor: nil, by: here.caller(role))
      }
      await #expect(throws: Refusal.roleNeverMay) {
        try await confirm(paper.id, by: here.caller(role))
      }
    }
    await #expect(throws: Refusal.unknown) {
      _ = try await ListPaper(here.office).of(id, by: here.legal)
    }
    try await here.decide(id, .rejected)
    #expect(try await ListPaper(here.office).of(id, by: here.legal)?.code == paper.code)
    #expect(try await ListPaper(here.office).of(id, by: here.recruiter)?.code == paper.code)
    here.clock.pass(days: 20)
    await #expect(throws: Refusal.unknown) {
      _ = try await ListPaper(here.office).of(id, by: here.recruiter)
    }
  }
}
