import Casework
import Domain
import Records
import Support
import Testing

/// What moves on to the personnel file, and what stays as evidence.
@Suite(.office) struct HandOverTests {
  let here = TestOffice.current

  private func hired() async throws -> ApplicationID {
    let id = try await here.receiveForVacancy()
    try await here.store(in: id)
    try await here.decide(id, .hired)
    return id
  }

  private func handOver(
    _ id: ApplicationID, _ documents: [DocumentID] = [], by caller: Caller? = nil
  ) async throws {
    try await HandOver(here.office)(
      id, reference: "personnel file 7", documents: documents, by: caller ?? here.recruiter)
  }

  @Test func employmentEndsAndWhatStayedIsEvidence() async throws {
    let id = try await hired()
    let documents = try await OpenApplication(here.office)(id, by: here.recruiter).documents
    #expect(try await here.whoOpens(id) == [.recruiter, .privacyOfficer])
    here.clock.pass(days: 30)
    try await handOver(id, documents.map(\.id))
    #expect(try await here.standing(id) == [.evidence])
    #expect(try await here.whoOpens(id) == [.legal, .privacyOfficer])
    // Six months from the end of the procedure, not from the hand-over.
    #expect(try await here.retention(of: id).eraseOn == "2026-09-03")
    #expect(try await here.ledger(of: id).last == "recruiter handOverRecorded")
  }

  @Test func aLateHandOverErasesWhatIsOverdueInTheSameCall() async throws {
    let id = try await hired()
    here.clock.set(to: "2027-01-01")
    #expect(try await here.purge().erased == 0)
    try await handOver(id)
    #expect(try await here.isErased(id))
    #expect(try here.files().isEmpty)
  }

  @Test func whatIsNotEmployedIsRefused() async throws {
    let undecided = try await here.receive()
    await #expect(throws: Refusal.notDecided) { try await handOver(undecided) }
    let rejected = try await here.rejected()
    await #expect(throws: Refusal.unknown) { try await handOver(rejected) }
    await #expect(throws: Refusal.unknown) { try await handOver(.random()) }
  }

  @Test func aSecondHandOverIsRefused() async throws {
    let id = try await hired()
    // The pool keeps it in the recruiter's sight.
    try await here.answer(here.invite(id), .give)
    try await handOver(id)
    await #expect(throws: Refusal.handedOver) { try await handOver(id) }
  }

  @Test func aDocumentOfAnotherApplicationIsRefused() async throws {
    let (id, other) = (try await hired(), try await here.receive())
    let foreign = try await here.store(in: other)
    await #expect(throws: Refusal.invalid(field: "documents", .notOfThisApplication)) {
      try await handOver(id, [foreign])
    }
    #expect(try await here.standing(id) == [.employment])
  }

  @Test(arguments: [Role.reviewer, .legal, .privacyOfficer, .auditor, .administrator])
  func onlyRecruitersHandOver(role: Role) async throws {
    let id = try await hired()
    await #expect(throws: Refusal.roleNeverMay) {
      try await handOver(id, by: here.caller(role))
    }
  }
}
