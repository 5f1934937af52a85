import Casework
import Domain
import Postgres
import Records
import Support
import Testing

/// Art. 21 GDPR: against being kept as evidence, decided; against being contacted, absolute.
@Suite(.office) struct ObjectionTests {
  let here = TestOffice.current

  private func object(
    to against: ObjectionTarget, _ id: ApplicationID, on day: Day? = nil,
    text: Private<String>? = nil, by caller: Caller? = nil
  ) async throws -> ObjectionID {
    try await ReceiveObjection(here.office)(
      id,
      ObjectionRecord(
        against: against, receivedOn: day ?? here.clock.today, channel: .email, text: text),
      by: caller ?? here.privacyOfficer)
  }

  private func decide(
    _ objection: ObjectionID, _ decision: ObjectionDecision
  ) async throws {
    try await DecideObjection(here.office)(
      objection, decision, reason: "a suit was announced", by: here.privacyOfficer)
  }

  @Test func upheldItEndsTheEvidenceAndErases() async throws {
    let id = try await here.rejected()
    let objection = try await object(to: .evidence, id, text: "my situation", by: here.recruiter)
    let waiting = try await ListObjections(here.office)(by: here.privacyOfficer)
    #expect(waiting.map(\.id) == [objection] && waiting.first?.answerBy != nil)
    try await decide(objection, .upheld)
    #expect(try await here.isErased(id))
    #expect(try await here.receipt(of: id)?.cause == .objection)
    #expect(here.post.kinds.last == "erasureReceipt")
    await #expect(throws: Refusal.unknown) { try await decide(objection, .upheld) }
  }

  @Test func upheldWhileThePoolStandsItIsToldAndThePoolStays() async throws {
    let id = try await here.rejected()
    try await here.answer(here.invite(id), .give)
    let objection = try await object(to: .evidence, id)
    try await decide(objection, .upheld)
    #expect(try await here.standing(id) == [.pool])
    #expect(
      here.post.messages.last
        == .objectionDecided(receivedOn: here.clock.today, reason: nil))
  }

  @Test func rejectedItRecordsTheReasonAndTellsTheApplicant() async throws {
    let id = try await here.rejected()
    let objection = try await object(to: .evidence, id)
    await #expect(throws: Refusal.alreadyThere) { _ = try await object(to: .evidence, id) }
    try await decide(objection, .rejected)
    #expect(try await here.standing(id) == [.evidence])
    #expect(
      here.post.messages.last
        == .objectionDecided(receivedOn: here.clock.today, reason: "a suit was announced"))
    await #expect(throws: Refusal.alreadyAnswered) { try await decide(objection, .upheld) }
    #expect(try await ListObjections(here.office)(by: here.privacyOfficer).isEmpty)
    // Their situation may change.
    _ = try await object(to: .evidence, id)
  }

  @Test func eachLetterTellsOfItsOwnObjectionHoweverLateItLeaves() async throws {
    let id = try await here.rejected()
    here.clock.pass(days: 2)
    here.post.answer(.unreachable)
    var told: [Day] = []
    for days in [2, 1, 0] {
      told.append(here.clock.today.adding(days: -days))
      let objection = try await object(to: .evidence, id, on: told.last)
      try await DecideObjection(here.office)(
        objection, .rejected, reason: Private("reason \(days)"), by: here.privacyOfficer)
    }
    here.post.answer(nil)
    try await here.asSuperuser { rows in try rows.run("UPDATE outbox SET due_at = NULL") }
    try await DeliverMail(here.office)()
    let letters = here.post.messages.suffix(3)
    for (day, reason) in zip(told, ["reason 2", "reason 1", "reason 0"]) {
      #expect(letters.contains(.objectionDecided(receivedOn: day, reason: Private(reason))))
    }
  }

  @Test func underARestrictionItCanBeUpheldAndTheErasureWaits() async throws {
    let id = try await here.rejected()
    try await PlaceRestriction(here.office)(id, reason: "a", by: here.privacyOfficer)
    await #expect(throws: Refusal.unknown) {
      _ = try await object(to: .evidence, id, by: here.recruiter)
    }
    try await decide(object(to: .evidence, id), .upheld)
    #expect(try await here.purge().erased == 0)
    try await LiftRestriction(here.office)(id, by: here.privacyOfficer)
    #expect(try await here.isErased(id))
    #expect(try await here.receipt(of: id)?.cause == .objection)
  }

  @Test func whatIsNoEvidenceCannotBeObjectedToAndDaysMustBePossible() async throws {
    let running = try await here.receive()
    await #expect(throws: Refusal.noEvidence) { _ = try await object(to: .evidence, running) }
    let id = try await here.rejected(.number(1))
    await #expect(throws: Refusal.invalid(field: "receivedOn", .inTheFuture)) {
      _ = try await object(to: .evidence, id, on: here.clock.today.adding(days: 1))
    }
    await #expect(throws: Refusal.invalid(field: "receivedOn", .beforeReceipt)) {
      _ = try await object(to: .evidence, id, on: here.clock.today.adding(days: -1))
    }
    await #expect(throws: Refusal.unknown) { _ = try await object(to: .contact, .random()) }
    await #expect(throws: Refusal.unknown) { try await decide(.random(), .upheld) }
  }

  @Test func whoObjectsToBeingContactedIsNeverAskedAgain() async throws {
    let id = try await here.rejected()
    let contact = try await object(to: .contact, id, by: here.recruiter)
    await #expect(throws: Refusal.alreadyThere) { _ = try await object(to: .contact, id) }
    await #expect(throws: Refusal.alreadyAnswered) { try await decide(contact, .upheld) }
    await #expect(throws: Refusal.objected) { try await here.invite(id) }
    await #expect(throws: Refusal.objected) {
      _ = try await PrintLetter(here.office)(id, .invitation, by: here.recruiter)
    }
    await #expect(throws: Refusal.objected) {
      _ = try await InviteToLongerStorage(here.office)(
        id, until: here.clock.today.adding(days: 300), language: .english, by: here.recruiter)
    }
    let view = try await OpenApplication(here.office)(id, by: here.privacyOfficer)
    #expect(!view.mayBeContacted)
  }

  @Test func itCountsForEveryApplicationOfTheSameAddressLaterOnesIncluded() async throws {
    let (pooled, _) = try await here.onlyInPool()
    let other = try await here.rejected(.number(7))
    let id = try await here.rejected()
    _ = try await object(to: .contact, id)
    await #expect(throws: Refusal.objected) {
      _ = try await ProposeVacancy(here.office)(
        pooled, vacancy: here.openVacancy("Other"), by: here.recruiter)
    }
    let later = try await here.rejected()
    await #expect(throws: Refusal.objected) { try await here.invite(later) }
    try await here.invite(other)
    // The pool entry stays until its end, and nobody asks before.
    let before = here.post.letters.count
    here.clock.pass(days: 480)
    #expect(try await AskRenewals(here.office)().queued == 0)
    #expect(here.post.letters.count == before)
  }

  /// As a restart leaves it: recorded on one application, passed on to none.
  private func keepOnly(_ id: ApplicationID) async throws {
    try await here.asSuperuser { rows in
      try rows.run("DELETE FROM objection WHERE application_id <> \(id.uuid)")
    }
  }

  private func objectors() async throws -> Int { try await here.count("objection") }

  @Test func recordingItAgainPassesOnWhatBrokeOff() async throws {
    let (id, other) = (try await here.rejected(), try await here.rejected())
    let caller = here.caller(.recruiter, key: "again")
    let first = try await object(to: .contact, id, by: caller)
    #expect(try await objectors() == 2)
    try await keepOnly(id)
    await #expect(throws: Refusal.alreadyThere) { _ = try await object(to: .contact, id) }
    #expect(try await objectors() == 2)
    try await keepOnly(id)
    #expect(try await object(to: .contact, id, by: caller) == first)
    #expect(try await objectors() == 2)
    await #expect(throws: Refusal.objected) { try await here.invite(other) }
    await #expect(throws: Refusal.keyReused) {
      _ = try await object(to: .contact, other, by: caller)
    }
  }

  @Test func whatNobodyPassedOnIsFoundBeforeALetterIsPrintedOrARenewalAsked() async throws {
    let (pooled, _) = try await here.onlyInPool()
    let (id, other) = (try await here.rejected(), try await here.rejected())
    _ = try await object(to: .contact, id)
    try await keepOnly(id)
    await #expect(throws: Refusal.objected) {
      _ = try await PrintLetter(here.office)(other, .invitation, by: here.recruiter)
    }
    let before = here.post.letters.count
    // The end of a consent of 2 March 2026, less sixty days.
    here.clock.set(to: "2028-01-01")
    #expect(try await AskRenewals(here.office)().queued == 0)
    #expect(here.post.letters.count == before)
    let view = try await OpenApplication(here.office)(pooled, by: here.privacyOfficer)
    #expect(!view.mayBeContacted)
  }

  @Test func aQuestionThatWaitsInTheQueueIsNotSent() async throws {
    let id = try await here.rejected()
    here.post.answer(.unreachable)
    _ = try await InviteToPool(here.office)(id, language: .english, by: here.recruiter)
    here.post.answer(nil)
    _ = try await object(to: .contact, id)
    try await here.asSuperuser { rows in try rows.run("UPDATE outbox SET due_at = NULL") }
    let before = here.post.letters.count
    try await DeliverMail(here.office)()
    #expect(here.post.letters.count == before)
  }

  @Test func othersNeitherRecordNorDecide() async throws {
    let id = try await here.rejected()
    for role in [Role.reviewer, .legal, .auditor, .administrator] {
      await #expect(throws: Refusal.roleNeverMay) {
        _ = try await object(to: .contact, id, by: here.caller(role))
      }
      await #expect(throws: Refusal.roleNeverMay) {
        try await DecideObjection(here.office)(
          .random(), .upheld, reason: "a", by: here.caller(role))
      }
    }
  }
}
