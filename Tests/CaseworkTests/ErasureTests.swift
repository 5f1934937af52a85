import Casework
import Domain
import Records
import Support
import Testing

/// Erasure because the person asked for it, or because it was created in error.
@Suite(.office) struct ErasureTests {
  let here = TestOffice.current

  private func erase(
    _ id: ApplicationID, confirm: String? = nil, by caller: Caller? = nil
  ) async throws {
    try await EraseOnRequest(here.office)(
      id, confirm: confirm ?? id.text, reason: "letter of 1 March",
      by: caller ?? here.privacyOfficer)
  }

  @Test func everythingGoesInTheSameCallAndAReceiptStays() async throws {
    let id = try await here.receive(for: here.openReviewedVacancy())
    try await here.store(in: id)
    try await here.store(SampleDocument.pdf(bytes: 200_000), in: id)
    try await here.note(on: id)
    try await here.decide(id, .rejected)
    try await here.answer(here.invite(id), .give)
    #expect(try here.files().count == 2)
    try await erase(id)
    #expect(try await here.isErased(id))
    #expect(try here.files().isEmpty)
    #expect(try await here.count("doomed_file") == 0)
    let receipt = try await here.receipt(of: id)
    #expect(receipt?.cause == .request && receipt?.documents == 2)
    #expect(receipt?.finalOn == "2026-03-30")
    #expect(here.post.lastWords == .erasureReceipt(at: here.clock.now, finalOn: "2026-03-30"))
    #expect(
      try await here.ledger(of: id).suffix(2)
        == ["privacyOfficer erasureRequested", "timer applicationErased cause=request final=#"])
    #expect(try await here.whoOpens(id).isEmpty)
  }

  @Test func itsLinksLeadNowhereSinceNobodyWithdrewByThem() async throws {
    let id = try await here.rejected()
    let token = try await here.invite(id)
    try await erase(id)
    #expect(try await ShowLink(here.office)(token: token) == nil)
  }

  @Test func theConfirmationNamesTheApplication() async throws {
    let id = try await here.receive()
    for confirm in ["", " ", "yes", ApplicationID.random().text, id.text + " "] {
      await #expect(throws: Refusal.invalid(field: "confirm", .notTheApplication)) {
        try await erase(id, confirm: confirm)
      }
    }
    try await erase(id, confirm: id.text.uppercased())
    #expect(try await here.isErased(id))
  }

  @Test func aHoldForbidsItAndIsNamed() async throws {
    let id = try await here.rejected()
    let hold = try await here.hold(id)
    await #expect(throws: Refusal.forbidden(by: .hold)) { try await erase(id) }
    #expect(try await here.standing(id) == [.evidence, .hold])
    try await ReleaseHold(here.office)(hold, reason: "settled", by: here.legal)
    try await erase(id)
    #expect(try await here.isErased(id))
  }

  @Test func aProvisionalHoldForbidsItForItsSevenDays() async throws {
    let id = try await here.rejected()
    _ = try await here.hold(id, by: here.recruiter)
    here.clock.pass(days: 6)
    await #expect(throws: Refusal.forbidden(by: .hold)) { try await erase(id) }
    here.clock.pass(days: 1)
    try await erase(id)
    #expect(try await here.isErased(id))
    #expect(try await here.receipt(of: id)?.cause == .request)
    #expect(here.post.kinds == ["erasureReceipt"])
  }

  @Test func recruitersEraseWhatWasCreatedInErrorWithinADay() async throws {
    let (early, late) = (try await here.receive(.ada), try await here.receive(.karl))
    here.clock.pass(hours: 24)
    try await erase(early, by: here.recruiter)
    #expect(try await here.isErased(early))
    here.clock.pass(hours: 0.01)
    await #expect(throws: Refusal.createdTooLongAgo) {
      try await erase(late, by: here.recruiter)
    }
    #expect(try await here.standing(late) == [.procedure])
  }

  @Test func recruitersDoNotEraseWhatIsLocked() async throws {
    let id = try await here.rejected()
    await #expect(throws: Refusal.unknown) { try await erase(id, by: here.recruiter) }
  }

  @Test func whatIsNotThereOrAlreadyGoneIsUnknown() async throws {
    await #expect(throws: Refusal.unknown) { try await erase(.random()) }
    let id = try await here.receive()
    try await erase(id)
    await #expect(throws: Refusal.unknown) { try await erase(id) }
  }

  @Test func whoHasNoAddressIsErasedWithoutALetter() async throws {
    let id = try await here.receive(.karl)
    try await erase(id)
    #expect(try await here.isErased(id))
    #expect(here.post.letters.isEmpty)
    #expect(try await here.count("last_mail") == 0)
  }

  @Test func queuedMailToTheErasedGoesWithThem() async throws {
    let id = try await here.rejected()
    here.post.be(ill: true)
    _ = try await InviteToPool(here.office)(id, language: .english, by: here.recruiter)
    // The acknowledgement has left, the invitation waits.
    #expect(try await here.count("outbox") == 2)
    try await erase(id)
    #expect(try await here.count("outbox") == 0)
    here.post.be(ill: false)
    try await DeliverMail(here.office)()
    #expect(here.post.kinds == ["erasureReceipt"])
  }

  @Test func ifTheProcessDiesAfterTheActThePurgeFinishesIt() async throws {
    let id = try await here.receive()
    try await here.store(in: id)
    try await here.asSuperuser { rows in try Shortcut.endEverything(of: id, in: rows) }
    #expect(try await here.standing(id) == [])
    // Nobody finds it any more, whoever they are.
    #expect(try await here.whoOpens(id).isEmpty)
    #expect(
      try await ListApplications(here.office)(ApplicationFilter(), by: here.recruiter)
        .items.isEmpty)
    #expect(try await here.purge().erased == 1)
    #expect(try await here.isErased(id))
    #expect(try await here.receipt(of: id)?.cause == .request)
    #expect(try await DeliverMail(here.office)() == 1)
    #expect(here.post.kinds == ["erasureReceipt"])
    #expect(try here.files().isEmpty)
  }

  @Test(arguments: [Role.reviewer, .legal, .auditor, .administrator])
  func othersNeverErase(role: Role) async throws {
    let id = try await here.receive()
    await #expect(throws: Refusal.roleNeverMay) {
      try await erase(id, by: here.caller(role))
    }
  }
}
