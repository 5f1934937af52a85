import Casework
import Domain
import Support
import Testing

/// Correcting what is stored about a person.
@Suite(.office) struct CorrectApplicantTests {
  let here = TestOffice.current

  private func correct(
    _ id: ApplicationID, _ change: ApplicantChange, by caller: Caller? = nil
  ) async throws {
    try await CorrectApplicant(here.office)(id, change, by: caller ?? here.recruiter)
  }

  private func found(_ question: Private<String>) async throws -> [ApplicationID] {
    try await ListApplications(here.office)(
      ApplicationFilter(question: question), by: here.recruiter
    ).items.map(\.id)
  }

  @Test func whatIsNamedChangesAndTheRestStays() async throws {
    let id = try await here.receive(.ada)
    try await correct(
      id,
      ApplicantChange(
        familyName: "King", phone: .removed, address: .set("Ockham"),
        language: .german))
    let view = try await OpenApplication(here.office)(id, by: here.recruiter)
    var expected = Applicant.ada
    expected.familyName = "King"
    expected.phone = nil
    expected.address = "Ockham"
    expected.language = .german
    #expect(view.applicant == expected)
    #expect(view.externalID == "ext-1")
    #expect(try await here.ledger(of: id).last == "recruiter applicantCorrected")
  }

  @Test func searchFindsTheNewNameAndNoLongerTheOld() async throws {
    let id = try await here.receive(.ada)
    #expect(try await found("lovel") == [id])
    try await correct(
      id, ApplicantChange(familyName: "King", email: .set("king@example.org")))
    #expect(try await found("lovel") == [])
    #expect(try await found("ada@example.org") == [])
    #expect(try await found("kin") == [id])
    #expect(try await found("KING@example.org") == [id])
    #expect(try await found("ada king") == [id])
  }

  @Test func withoutAnAddressNobodyIsMailed() async throws {
    let id = try await here.receive(.ada)
    try await correct(id, ApplicantChange(email: .removed))
    await #expect(throws: Refusal.noAddress) { try await here.invite(id) }
    try await correct(id, ApplicantChange(email: .set("new@example.org")))
    try await here.invite(id)
    #expect(here.post.letters.map(\.recipient.email) == ["new@example.org"])
  }

  @Test func whatIsLockedOrNotThereIsUnknown() async throws {
    let locked = try await here.rejected()
    for id in [locked, .random()] {
      await #expect(throws: Refusal.unknown) {
        try await correct(id, ApplicantChange(givenName: "Eve"))
      }
    }
  }

  @Test(arguments: [Role.reviewer, .legal, .privacyOfficer, .auditor, .administrator])
  func onlyRecruitersCorrect(role: Role) async throws {
    let id = try await here.receive(.ada)
    await #expect(throws: Refusal.roleNeverMay) {
      try await correct(id, ApplicantChange(givenName: "Eve"), by: here.caller(role))
    }
  }
}
