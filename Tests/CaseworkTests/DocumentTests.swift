@testable import Casework
import Domain
import Postgres
import Records
import Support
import Testing
import Vault

/// Documents that are there: opened, deleted, swept.
@Suite(.office) struct DocumentTests {
  let here = TestOffice.current

  @Test func aDocumentIsFoundByWhoFindsItsApplication() async throws {
    let id = try await here.receive(for: here.openReviewedVacancy())
    let document = try await here.store(in: id)
    for caller in [here.recruiter, here.reviewer, here.privacyOfficer] {
      #expect(try await here.read(document, of: id, by: caller) == SampleDocument.pdf())
    }
    await #expect(throws: Refusal.unknown) {
      try await here.read(document, of: id, by: here.legal)
    }
    try await here.decide(id, .rejected)
    for caller in [here.recruiter, here.reviewer] {
      await #expect(throws: Refusal.unknown) {
        try await here.read(document, of: id, by: caller)
      }
    }
    #expect(try await here.read(document, of: id, by: here.legal) == SampleDocument.pdf())
    #expect(try await here.ledger(of: id).last == "legal documentOpened #")
  }

  @Test func aDocumentOfAnotherApplicationIsUnknown() async throws {
    let (id, other) = (try await here.receive(.ada), try await here.receive(.karl))
    let document = try await here.store(in: id)
    await #expect(throws: Refusal.unknown) { try await here.read(document, of: other) }
    await #expect(throws: Refusal.unknown) {
      try await DeleteDocument(here.office)(document, of: other, by: here.recruiter)
    }
    await #expect(throws: Refusal.unknown) { try await here.read(.random(), of: id) }
  }

  @Test func aRowMovedToAnotherApplicationOpensNothing() async throws {
    let (id, other) = (try await here.receive(.ada), try await here.receive(.karl))
    let document = try await here.store(in: id)
    try await here.asSuperuser { rows in
      try rows.run("UPDATE document SET application_id = \(other.uuid)")
    }
    await #expect(throws: VaultError.notAuthentic) { try await here.read(document, of: other) }
  }

  @Test func aDeletedDocumentIsGoneWithItsFile() async throws {
    let id = try await here.receive()
    let (gone, kept) = (try await here.store(in: id), try await here.store(in: id))
    try await DeleteDocument(here.office)(gone, of: id, by: here.recruiter)
    await #expect(throws: Refusal.unknown) { try await here.read(gone, of: id) }
    #expect(try await here.read(kept, of: id) == SampleDocument.pdf())
    #expect(try here.files().count == 1)
    #expect(try await here.count("doomed_file") == 0)
    #expect(
      try await here.ledger(of: id).filter { !$0.contains("documentOpened") }.suffix(2)
        == ["recruiter documentDeleted document=#", "timer applicationRekeyed"])
  }

  @Test func whatAHoldOrALawKeepsLosesNoDocument() async throws {
    let id = try await here.receive()
    let document = try await here.store(in: id)
    func delete() async throws {
      try await DeleteDocument(here.office)(document, of: id, by: here.recruiter)
    }
    let hold = try await here.hold(id)
    let obligation = try await PlaceObligation(here.office)(
      id, law: "§ 147 AO", until: "2030-12-31", reason: nil, by: here.legal)
    for caller in [here.recruiter, here.privacyOfficer] {
      await #expect(throws: Refusal.forbidden(by: .hold)) {
        try await DeleteDocument(here.office)(document, of: id, by: caller)
      }
    }
    try await ReleaseHold(here.office)(hold, reason: "settled", by: here.legal)
    await #expect(throws: Refusal.forbidden(by: .legalObligation)) { try await delete() }
    #expect(try await here.read(document, of: id) == SampleDocument.pdf())
    try await EndObligation(here.office)(obligation, reason: "repealed", by: here.legal)
    try await delete()
    #expect(try await here.count("document") == 0)
  }

  /// An application of which as many columns as possible hold something, and one that was handed
  /// over: between them every sealed column.
  private func twoThatFillEveryColumn() async throws -> [ApplicationID] {
    let ended = try await here.receiveForVacancy()
    _ = try await WriteNote(here.office)(
      ended, kind: .recommendation, text: "take her", verdict: .yes, by: here.recruiter)
    let hold = try await here.hold(ended)
    try await ReleaseHold(here.office)(hold, reason: "settled", by: here.legal)
    for _ in 0..<2 { try await here.store(in: ended) }
    try await here.decide(ended, .rejected)
    try await RecordNotice(here.office)(
      ended, NoticeRecord(channel: .post, sentOn: here.clock.today, proof: "letter 1"),
      by: here.recruiter)
    try await CorrectOutcome(here.office)(
      ended, OutcomeDecision(outcome: .withdrawn, endedOn: here.clock.today), reason: "typo",
      by: here.recruiter)
    let hired = try await here.receiveForVacancy()
    for _ in 0..<2 { try await here.store(in: hired) }
    try await here.decide(hired, .hired)
    for id in [ended, hired] { try await here.answer(here.invite(id), .give) }
    _ = try await here.whoOpens(ended)
    try await HandOver(here.office)(
      hired, reference: "file 7", documents: [], by: here.recruiter)
    try await fillObligationAndRequests(of: ended)
    return [ended, hired]
  }

  private func fillObligationAndRequests(of id: ApplicationID) async throws {
    let (today, officer) = (here.clock.today, here.privacyOfficer)
    let obligation = try await PlaceObligation(here.office)(
      id, law: "§ 147 AO", until: today, reason: "travel costs", by: here.legal)
    try await EndObligation(here.office)(obligation, reason: "paid", by: here.legal)
    let objection = try await ReceiveObjection(here.office)(
      id,
      ObjectionRecord(
        against: .evidence, receivedOn: today, channel: .post, text: "I moved abroad"),
      by: officer)
    try await DecideObjection(here.office)(objection, .rejected, reason: "a suit", by: officer)
    try await PlaceRestriction(here.office)(id, reason: "disputed", by: officer)
    try await LiftRestriction(here.office)(id, by: officer)
  }

  @Test func afterADeletionTheOldKeyOpensNothingThatIsStoredNow() async throws {
    var filled: Set<SealedColumn> = []
    for id in try await twoThatFillEveryColumn() {
      let old = try await here.asSuperuser { try DataKeys.find(id, in: $0) }
      let (oldKey, before) = (try #require(old), try await sealed(id))
      let document = try await here.asSuperuser { try Documents.all(of: id, in: $0)[0].id }
      try await DeleteDocument(here.office)(document, of: id, by: here.recruiter)
      let (fields, headers) = try await sealed(id)
      filled.formUnion(fields.map(\.column))
      try here.ring.withDataKey(WrappedKey(oldKey), of: id.uuid) { key in
        for field in fields {
          #expect(throws: VaultError.notAuthentic, "\(field.column.rawValue)") {
            try key.open(field.value, as: FieldPlace(field))
          }
        }
        for (document, header) in headers {
          #expect(throws: VaultError.notAuthentic) {
            _ = try key.openHeader(header, application: id, document: document)
          }
        }
      }
      // All the same is still there, under the new key.
      #expect(fields.count == before.fields.count - 1)
      let view = try await OpenApplication(here.office)(id, by: here.recruiter)
      #expect(view.applicant == .ada && view.documents.count == 1)
      #expect(try await here.read(view.documents[0].id, of: id) == SampleDocument.pdf())
      #expect(try await here.count("rekeying") == 0)
    }
    #expect(filled == Set(SealedColumn.allCases))
  }

  private func sealed(
    _ id: ApplicationID
  ) async throws -> (fields: [SealedField], headers: [(DocumentID, [UInt8])]) {
    try await here.asSuperuser { rows in
      (
        try SealedFields.all(of: id, in: rows),
        try Documents.all(of: id, in: rows).map { ($0.id, $0.header) }
      )
    }
  }

  @Test func aRekeyingThatACrashLeftIsFinishedByThePurge() async throws {
    let id = try await here.receive()
    try await here.store(in: id)
    let old = try await here.asSuperuser { rows in
      try Rekeyings.ask(for: id, at: TestClock.start, in: rows)
      return try DataKeys.find(id, in: rows)?.wrapped
    }
    try await here.purge()
    #expect(try await here.count("rekeying") == 0)
    #expect(try await here.asSuperuser { try DataKeys.find(id, in: $0)?.wrapped } != old)
    #expect(try await OpenApplication(here.office)(id, by: here.recruiter).applicant == .ada)
  }

  @Test func thePrivacyOfficerDeletesFromWhatIsLocked() async throws {
    let id = try await here.receiveForVacancy()
    let document = try await here.store(in: id)
    try await here.decide(id, .rejected)
    await #expect(throws: Refusal.unknown) {
      try await DeleteDocument(here.office)(document, of: id, by: here.recruiter)
    }
    try await DeleteDocument(here.office)(document, of: id, by: here.privacyOfficer)
    #expect(try here.files().isEmpty)
    #expect(try await here.ledger(of: id).last == "timer applicationRekeyed")
  }

  @Test(arguments: [Role.reviewer, .legal, .auditor, .administrator])
  func othersNeverDelete(role: Role) async throws {
    let id = try await here.receive()
    let document = try await here.store(in: id)
    await #expect(throws: Refusal.roleNeverMay) {
      try await DeleteDocument(here.office)(document, of: id, by: here.caller(role))
    }
  }
}
