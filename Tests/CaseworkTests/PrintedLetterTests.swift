import Casework
import Domain
import Records
import Support
import Testing

extension TestOffice {
  /// The token in the letter on paper that was made for an application.
  func paperToken(of id: ApplicationID) async throws -> String {
    let letter = try await PrintLetter(office).show(id, .invitation, by: recruiter)
    guard case .invitation(let link) = letter.message else { return "" }
    return link.reveal()
  }
}

/// Letters on paper, for whom no mail reaches.
@Suite(.office) struct PrintedLetterTests {
  let here = TestOffice.current
  private var print: PrintLetter { PrintLetter(here.office) }
  private var postal: Applicant {
    var karl = Applicant.karl
    karl.address = "Linkstraße 1\n10785 Berlin"
    return karl
  }

  @Test func anAcknowledgementOnPaperRecordsWhatWasToldOnce() async throws {
    let id = try await here.receive(postal, for: here.openVacancy("Baker"))
    let letter = try await print(id, .acknowledgement, by: here.recruiter)
    #expect(letter.familyName == "Weierstraß" && letter.address == "Linkstraße 1\n10785 Berlin")
    #expect(letter.language == .german && letter.vacancyTitle == "Baker")
    #expect(letter.writtenOn == here.clock.today)
    here.clock.pass(days: 1)
    #expect(try await print(id, .acknowledgement, by: here.recruiter) == letter)
    #expect(try await print.show(id, .acknowledgement, by: here.recruiter) == letter)
    let told = try await OpenApplication(here.office)(id, by: here.recruiter).informed
    #expect(told.map(\.channel) == [.post] && told.map(\.article) == [.fromThePerson])
    #expect(told.map(\.language) == [.german])
    #expect(here.post.acknowledgements.isEmpty)
  }

  @Test func aRejectionIsWrittenThoughTheApplicationIsLockedForAFortnight() async throws {
    let id = try await here.rejected(postal)
    let letter = try await print(id, .rejection, by: here.recruiter)
    #expect(letter.message == .rejection && letter.remaining.map(\.kind) == [.evidence])
    #expect(letter.address == "Linkstraße 1\n10785 Berlin")
    #expect(try await here.whoOpens(id) == [.legal, .privacyOfficer])
    here.clock.pass(days: 15)
    await #expect(throws: Refusal.unknown) {
      try await print.show(id, .rejection, by: here.recruiter)
    }
  }

  @Test func anInvitationAsksTheQuestionWithoutAMailAndItsLinkAnswersIt() async throws {
    let id = try await here.rejected(postal)
    let letter = try await print(id, .invitation, language: .german, by: here.recruiter)
    #expect(try await print(id, .invitation, by: here.recruiter).message == letter.message)
    #expect(here.post.letters.isEmpty)
    #expect(
      try await here.answer(here.paperToken(of: id), .give)
        == .inPool(givenOn: "2026-03-02", eraseOn: "2028-03-01"))
    // It is answered, so it isn't shown any more, and can't be made again.
    await #expect(throws: Refusal.unknown) {
      try await print.show(id, .invitation, by: here.recruiter)
    }
    await #expect(throws: Refusal.alreadyInPool) {
      try await print(id, .invitation, by: here.recruiter)
    }
  }

  @Test func aLinkOnPaperOutlivesTheFirstAddressAndAMailedOneDoesNot() async throws {
    let id = try await here.receive(postal)
    _ = try await print(id, .invitation, by: here.recruiter)
    let token = try await here.paperToken(of: id)
    for (email, isKnown) in [("karl@example.org", true), ("other@example.org", false)] {
      try await CorrectApplicant(here.office)(
        id, ApplicantChange(email: .set(Private(email))), by: here.recruiter)
      #expect(try await (ShowLink(here.office)(token: token) != nil) == isKnown)
    }
  }

  @Test func theRulesOfAskingHoldOnPaper() async throws {
    let running = try await here.receiveForVacancy(postal)
    await #expect(throws: Refusal.procedureRuns) {
      try await print(running, .invitation, by: here.recruiter)
    }
    await #expect(throws: Refusal.notDecided) {
      try await print(running, .rejection, by: here.recruiter)
    }
    await #expect(throws: Refusal.notInPool) {
      try await print(running, .renewal, by: here.recruiter)
    }
    let no = try await here.rejected()
    try await here.answer(here.invite(no), .decline)
    await #expect(throws: Refusal.answeredNo) {
      try await print(no, .invitation, by: here.recruiter)
    }
    let withdrew = try await here.receiveForVacancy(postal)
    try await here.decide(withdrew, .withdrawn)
    await #expect(throws: Refusal.notDecided) {
      try await print(withdrew, .rejection, by: here.recruiter)
    }
    await #expect(throws: Refusal.alreadyDecided) {
      try await print(withdrew, .acknowledgement, by: here.recruiter)
    }
  }

  @Test func whatWasNotMadeIsUnknownAndOnlyRecruitersWrite() async throws {
    let id = try await here.receive(postal)
    await #expect(throws: Refusal.unknown) {
      try await print.show(id, .acknowledgement, by: here.recruiter)
    }
    await #expect(throws: Refusal.unknown) {
      try await print(.random(), .acknowledgement, by: here.recruiter)
    }
    for caller in [here.reviewer, here.legal, here.privacyOfficer, here.administrator] {
      await #expect(throws: Refusal.roleNeverMay) {
        try await print(id, .acknowledgement, by: caller)
      }
      await #expect(throws: Refusal.roleNeverMay) {
        try await print.show(id, .acknowledgement, by: caller)
      }
    }
  }

  @Test func whoWritesLettersMeetsOnlyThoseForWhomOneWasMade() async throws {
    let (written, other) = (try await here.receive(postal), try await here.receive(postal))
    _ = try await print(written, .acknowledgement, by: here.recruiter)
    let seen = try await here.as(.mail) { rows in
      try [written, other].map { try Applicants.postalAddress(of: $0, in: rows) != nil }
    }
    #expect(seen == [true, false])
    here.clock.pass(days: 15)
    #expect(try await here.as(.mail) { try Applicants.postalAddress(of: written, in: $0) } == nil)
  }
}
