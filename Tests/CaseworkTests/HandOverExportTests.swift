import Casework
import Domain
import Foundation
import Records
import Support
import Testing

/// The ZIP file for the personnel file, and what it lets the hand-over delete.
@Suite(.office) struct HandOverExportTests {
  let here = TestOffice.current

  private func hired(documents: Int = 2) async throws -> (ApplicationID, [DocumentID]) {
    let id = try await here.receiveForVacancy()
    var stored: [DocumentID] = []
    for _ in 0..<documents { stored.append(try await here.store(in: id)) }
    try await here.decide(id, .hired)
    return (id, stored)
  }

  private func export(
    _ id: ApplicationID, _ documents: [DocumentID], arrives: Bool = true
  ) async throws -> HandOverExport {
    let export = try await ExportHandOver(here.office)(
      id, documents: documents, by: here.recruiter)
    try await export.check()
    if arrives { try await export.delivered() }
    return export
  }

  private func handOver(_ id: ApplicationID, _ documents: [DocumentID]) async throws {
    try await HandOver(here.office)(
      id, reference: nil, documents: documents, by: here.recruiter)
  }

  private func kept(_ id: ApplicationID) async throws -> [DocumentID] {
    try await OpenApplication(here.office)(id, by: here.legal).documents.map(\.id)
  }

  @Test func itHoldsThePersonTheJobAndTheChosenDocuments() async throws {
    let (id, documents) = try await hired()
    let export = try await export(id, [documents[1]])
    #expect(export.applicant.familyName.reveal() == "Lovelace")
    #expect(export.vacancy?.title == "Baker" && export.hiredOn == here.clock.today)
    #expect(export.externalID?.reveal() == "ext-1")
    #expect(export.documents.map(\.id) == [documents[1]])
    #expect(
      try await here.everyEntry(of: id).last?.contains("handOverExported documents=") == true)
  }

  @Test func whatIsListedAndArrivedOutsideLeavesTheApplication() async throws {
    let (id, documents) = try await hired()
    _ = try await export(id, [documents[0]])
    let before = try await here.asSuperuser { rows in
      try DataKeys.find(id, in: rows)?.wrapped
    }
    try await handOver(id, documents)
    #expect(try await kept(id) == [documents[1]])
    #expect(try here.files().count == 1)
    #expect(try await here.count("doomed_file") == 0)
    // An old backup's key opens nothing of what is stored now.
    let after = try await here.asSuperuser { rows in try DataKeys.find(id, in: rows)?.wrapped }
    #expect(before != after)
    let deleted = try await here.ledger(of: id).filter { $0.contains("documentDeleted") }
    #expect(deleted == ["recruiter documentDeleted document=#"])
    #expect(try await here.read(documents[1], of: id, by: here.legal) == SampleDocument.pdf())
  }

  @Test func whatWasExportedButIsNotListedStays() async throws {
    let (id, documents) = try await hired()
    _ = try await export(id, documents)
    try await handOver(id, [])
    #expect(Set(try await kept(id)) == Set(documents))
  }

  @Test func whatIsHeldStaysWholeAndTheEntrySaysSo() async throws {
    let (id, documents) = try await hired()
    _ = try await export(id, documents)
    _ = try await here.hold(id)
    #expect(try await PreviewHandOver(here.office)(id, by: here.recruiter).isHeld)
    try await handOver(id, documents)
    #expect(Set(try await kept(id)) == Set(documents))
    #expect(try await here.standing(id) == [.evidence, .hold])
    #expect(
      try await here.ledger(of: id).last == "recruiter handOverRecorded documentsKeptFor=hold")
  }

  @Test func whatNeverArrivedStays() async throws {
    let (id, documents) = try await hired()
    _ = try await export(id, documents, arrives: false)
    try await handOver(id, documents)
    #expect(Set(try await kept(id)) == Set(documents))
  }

  @Test func onceEvidenceIsOverWhatIsListedMustHaveArrivedFirst() async throws {
    let (id, documents) = try await hired()
    _ = try await export(id, documents, arrives: false)
    here.clock.set(to: "2026-09-03")
    for listed in [documents, [documents[0]]] {
      await #expect(throws: Refusal.notExported) { try await handOver(id, listed) }
    }
    #expect(try here.files().count == 2)
    #expect(try await here.standing(id) == [.employment])
    _ = try await export(id, documents)
    try await handOver(id, documents)
    #expect(try await here.isErased(id))
  }

  @Test func exportingTwiceIsNoDifferentFromOnce() async throws {
    let (id, documents) = try await hired()
    _ = try await export(id, documents)
    here.clock.pass(days: 1)
    _ = try await export(id, documents)
    #expect(try await here.count("hand_over_export") == 2)
  }

  @Test func whatIsNotEmployedIsRefused() async throws {
    let running = try await here.receive()
    await #expect(throws: Refusal.notDecided) { try await export(running, []) }
    let rejected = try await here.rejected()
    await #expect(throws: Refusal.unknown) { try await export(rejected, []) }
    let (id, _) = try await hired()
    try await here.answer(here.invite(id), .give)
    try await handOver(id, [])
    await #expect(throws: Refusal.handedOver) { try await export(id, []) }
  }

  @Test func anExportThatEndsAfterTheHandOverIsNotNoted() async throws {
    let (id, documents) = try await hired()
    let late = try await export(id, documents, arrives: false)
    try await handOver(id, [])
    await #expect(throws: Refusal.self) { try await late.delivered() }
    #expect(try await here.count("hand_over_export") == 0)
  }

  @Test func aForeignDocumentIsRefused() async throws {
    let (id, _) = try await hired()
    let foreign = try await here.store(in: try await here.receive())
    await #expect(throws: Refusal.invalid(field: "documents", .notOfThisApplication)) {
      try await export(id, [foreign])
    }
  }

  @Test func atTheDeskTheSecondFactorIsProvenFirst() async throws {
    let (id, _) = try await hired()
    func by(_ confirmedAt: Bool) -> Caller {
      Caller(
        member: here.recruiter.member,
        presence: .signedIn(confirmedAt: confirmedAt ? here.watch.now : nil))
    }
    await #expect(throws: Refusal.secondFactorNeeded) {
      try await ExportHandOver(here.office)(id, documents: [], by: by(false))
    }
    _ = try await ExportHandOver(here.office)(id, documents: [], by: by(true))
  }

  @Test func aDocumentWhoseFileIsGoneIsAFaultBeforeTheFirstByte() async throws {
    let (id, documents) = try await hired()
    let export = try await ExportHandOver(here.office)(
      id, documents: documents, by: here.recruiter)
    for file in try here.files() {
      try FileManager.default.removeItem(atPath: here.folder.path("documents/\(file)"))
    }
    await #expect(throws: DiskError.missing) { try await export.check() }
  }

  @Test func thePreviewNamesDaysAndWhatArrived() async throws {
    let (id, documents) = try await hired()
    _ = try await export(id, [documents[0]])
    let preview = try await PreviewHandOver(here.office)(id, by: here.recruiter)
    #expect(Set(preview.documents.map(\.id)) == Set(documents) && preview.through == "2026-09-02")
    #expect(Set(preview.exported.keys) == [documents[0]] && !preview.isOverdue)
    #expect(!preview.isHeld)
    here.clock.set(to: "2026-09-03")
    #expect(try await PreviewHandOver(here.office)(id, by: here.recruiter).isOverdue)
  }
}
