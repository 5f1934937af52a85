import Casework
import Domain
import Support
import Testing

/// Work on an application while its procedure runs.
@Suite(.office) struct ReviewTests {
  let here = TestOffice.current

  @Test func aNoteIsReadBackWithItsAuthor() async throws {
    let id = try await here.receive(for: here.openReviewedVacancy())
    let note = try await WriteNote(here.office)(
      id, kind: .recommendation, text: "hire her", verdict: .yes, by: here.reviewer)
    let notes = try await OpenApplication(here.office)(id, by: here.recruiter).notes
    #expect(notes.map(\.id) == [note])
    #expect(notes.first?.text == "hire her" && notes.first?.verdict == .yes)
    #expect(notes.first?.author == "The reviewer" && notes.first?.kind == .recommendation)
    #expect(try await here.ledger(of: id).last == "reviewer noteWritten")
  }

  @Test func aVerdictBelongsToARecommendation() async throws {
    let id = try await here.receive()
    await #expect(throws: Refusal.invalid(field: "verdict", .notAllowed)) {
      try await WriteNote(here.office)(
        id, kind: .general, text: "yes", verdict: .yes, by: here.recruiter)
    }
  }

  @Test func theSameKeyWritesOneNote() async throws {
    let id = try await here.receive()
    let keyed = here.caller(.recruiter, key: "once")
    #expect(try await here.note(on: id, by: keyed) == here.note(on: id, by: keyed))
    #expect(try await here.count("note") == 1)
    let other = try await here.receive()
    await #expect(throws: Refusal.keyReused) { try await here.note(on: other, by: keyed) }
  }

  @Test func reviewersAtTheDeskReadOthersNotesAfterTheirOwnRecommendation() async throws {
    let atDesk = Caller(member: here.reviewer.member, presence: .signedIn(confirmedAt: nil))
    let id = try await here.receive(for: here.openReviewedVacancy())
    try await here.note("brilliant", on: id)
    let mine = try await here.note("asked about Berlin", on: id, by: here.reviewer)
    let before = try await OpenApplication(here.office)(id, by: atDesk)
    #expect(before.notes.map(\.id) == [mine] && before.notesWait)
    #expect(before.notes.first?.isOwn == true)
    _ = try await WriteNote(here.office)(
      id, kind: .recommendation, text: "no", verdict: .no, by: here.reviewer)
    #expect(try await OpenApplication(here.office)(id, by: here.reviewer).notes.count == 3)
    let after = try await OpenApplication(here.office)(id, by: atDesk)
    #expect(after.notes.count == 3 && !after.notesWait)
    #expect(after.notes.filter(\.isOwn).count == 2)
  }

  @Test func whoDecidesReadsAllNotesAtOnce() async throws {
    let id = try await here.receive(for: here.openReviewedVacancy())
    try await here.note("asked about Berlin", on: id, by: here.reviewer)
    let view = try await OpenApplication(here.office)(id, by: here.recruiter)
    #expect(view.notes.count == 1 && !view.notesWait && view.notes.first?.isOwn == false)
  }

  @Test func neighboursAreOfTheSameVacancyNewestFirst() async throws {
    let vacancy = try await here.openReviewedVacancy()
    func neighbours(
      _ id: ApplicationID, by caller: Caller? = nil
    ) async throws -> [ApplicationID?] {
      let found = try await FindNeighbours(here.office)(of: id, by: caller ?? here.recruiter)
      return [found.previous, found.next]
    }
    let oldest = try await here.receive(for: vacancy)
    here.clock.pass(days: 1)
    let middle = try await here.receive(for: vacancy)
    let elsewhere = try await here.receiveForVacancy()
    here.clock.pass(days: 1)
    let newest = try await here.receive(for: vacancy)
    #expect(try await neighbours(oldest) == [middle, nil])
    #expect(try await neighbours(middle) == [newest, oldest])
    #expect(try await neighbours(newest, by: here.reviewer) == [nil, middle])
    #expect(try await neighbours(elsewhere) == [nil, nil])
    #expect(try await neighbours(elsewhere, by: here.reviewer) == [nil, nil])
    #expect(try await neighbours(here.receive()) == [nil, nil])
    try await here.decide(middle, .rejected)
    #expect(try await neighbours(newest) == [nil, oldest])
  }

  @Test func aReviewerOfAnotherVacancyFindsNothing() async throws {
    let id = try await here.receiveForVacancy()
    _ = try await here.openReviewedVacancy()
    await #expect(throws: Refusal.unknown) { try await here.note(on: id, by: here.reviewer) }
    await #expect(throws: Refusal.unknown) {
      try await OpenApplication(here.office)(id, by: here.reviewer)
    }
  }

  @Test func stagesGoForthAndBack() async throws {
    let id = try await here.receive()
    for stage in [Stage.interview, .screening, .interview, .offer] {
      try await ChangeStage(here.office)(id, to: stage, by: here.recruiter)
      #expect(try await OpenApplication(here.office)(id, by: here.recruiter).stage == stage)
    }
    #expect(try await here.ledger(of: id).last == "recruiter stageChanged offer")
  }

  @Test func aMovedApplicationChangesItsTeam() async throws {
    let id = try await here.receiveForVacancy()
    #expect(try await !here.whoOpens(id).contains(.reviewer))
    let reviewed = try await here.openReviewedVacancy()
    try await MoveApplication(here.office)(id, to: reviewed, by: here.recruiter)
    #expect(try await here.whoOpens(id).contains(.reviewer))
    #expect(try await here.ledger(of: id).last == "recruiter applicationMoved #")
  }

  @Test func nothingMovesToAClosedOrUnknownVacancy() async throws {
    let id = try await here.receive()
    let vacancy = try await here.openVacancy()
    try await CloseVacancy(here.office)(vacancy, by: here.recruiter)
    await #expect(throws: Refusal.vacancyClosed) {
      try await MoveApplication(here.office)(id, to: vacancy, by: here.recruiter)
    }
    await #expect(throws: Refusal.invalid(field: "vacancyId", .notAllowed)) {
      try await MoveApplication(here.office)(id, to: .random(), by: here.recruiter)
    }
  }

  @Test func onceHiredStageAndVacancyStay() async throws {
    let id = try await here.receiveForVacancy()
    let other = try await here.openVacancy()
    try await here.decide(id, .hired)
    await #expect(throws: Refusal.alreadyDecided) {
      try await ChangeStage(here.office)(id, to: .offer, by: here.recruiter)
    }
    await #expect(throws: Refusal.alreadyDecided) {
      try await MoveApplication(here.office)(id, to: other, by: here.recruiter)
    }
  }

  @Test func onceRejectedNobodyWorksOnItAnyMore() async throws {
    let vacancy = try await here.openReviewedVacancy()
    let id = try await here.receive(for: vacancy)
    try await here.decide(id, .rejected)
    for caller in [here.recruiter, here.reviewer] {
      await #expect(throws: Refusal.unknown) { try await here.note(on: id, by: caller) }
    }
    await #expect(throws: Refusal.unknown) {
      try await ChangeStage(here.office)(id, to: .offer, by: here.recruiter)
    }
    await #expect(throws: Refusal.unknown) {
      try await MoveApplication(here.office)(id, to: vacancy, by: here.recruiter)
    }
  }

  @Test func whatIsNotThereIsUnknown() async throws {
    let nowhere = ApplicationID.random()
    await #expect(throws: Refusal.unknown) { try await here.note(on: nowhere) }
    await #expect(throws: Refusal.unknown) {
      try await ChangeStage(here.office)(nowhere, to: .offer, by: here.recruiter)
    }
    await #expect(throws: Refusal.unknown) {
      try await OpenApplication(here.office)(nowhere, by: here.privacyOfficer)
    }
    await #expect(throws: Refusal.unknown) { try await here.retention(of: nowhere) }
  }

  @Test(arguments: [Role.legal, .privacyOfficer])
  func whoNeedsAReasonIsAskedForIt(role: Role) async throws {
    let id = try await here.rejected()
    let silent = here.caller(role, reason: nil)
    await #expect(throws: Refusal.reasonMissing) {
      try await OpenApplication(here.office)(id, by: silent)
    }
    // Why it is here opens nobody.
    _ = try await here.retention(of: id, by: silent)
    await #expect(throws: Refusal.reasonMissing) {
      try await OpenDocument(here.office)(.random(), of: id, by: silent)
    }
    let before = try await here.count("stated_reason")
    _ = try await OpenApplication(here.office)(id, by: here.caller(role))
    #expect(try await here.count("stated_reason") == before + 1)
  }

  @Test func openingIsAnActOfItsOwn() async throws {
    let id = try await here.receive(for: here.openReviewedVacancy())
    _ = try await OpenApplication(here.office)(id, by: here.reviewer)
    _ = try await here.retention(of: id, by: here.recruiter)
    #expect(
      try await here.everyEntry(of: id).suffix(2)
        == ["reviewer applicationOpened", "recruiter retentionExplained"])
  }

  @Test(arguments: [Role.legal, .privacyOfficer, .auditor, .administrator])
  func othersNeverWork(role: Role) async throws {
    let id = try await here.receive()
    await #expect(throws: Refusal.roleNeverMay) {
      try await here.note(on: id, by: here.caller(role))
    }
    await #expect(throws: Refusal.roleNeverMay) {
      try await ChangeStage(here.office)(id, to: .offer, by: here.caller(role))
    }
  }
}
