import Casework
import Domain
import Postgres
import Records
import Support
import Testing

/// What applicants are told when their application comes in, and what is kept of it.
@Suite(.office) struct AcknowledgementTests {
  let here = TestOffice.current

  private func informed(_ id: ApplicationID) async throws -> [Information] {
    try await OpenApplication(here.office)(id, by: here.recruiter).informed
  }

  @Test func whoeverMailCanReachIsToldAndTheNoticeShownIsRecorded() async throws {
    let id = try await here.receiveForVacancy(.ada)
    let letter = try #require(here.post.acknowledgements.first)
    #expect(here.post.acknowledgements.count == 1)
    #expect(letter.language == .english && letter.vacancyTitle == "Baker")
    guard case .acknowledgement(let receivedOn, let source, let notice) = letter.message else {
      Issue.record("no acknowledgement")
      return
    }
    #expect(receivedOn == "2026-03-02" && source == .applicant)
    #expect(notice.version == SampleNotice.version)
    #expect(notice.text == SampleNotice.texts[.english])
    #expect(
      try await informed(id) == [
        Information(
          version: SampleNotice.version, article: .fromThePerson, language: .english,
          channel: .email, at: here.clock.now)
      ])
  }

  @Test(arguments: [Source.agency, .referral])
  func whoseDataCameFromOthersIsToldByArticleFourteen(source: Source) async throws {
    let id = try await ReceiveApplication(here.office)(
      NewApplication(vacancy: nil, channel: .email, source: source, applicant: .ada),
      by: here.recruiter)
    #expect(try await informed(id).map(\.article) == [.fromOthers])
  }

  @Test func aRepeatedCallTellsNobodyTwice() async throws {
    let new = NewApplication(vacancy: nil, channel: .form, applicant: .ada)
    for _ in 0..<2 {
      _ = try await ReceiveApplication(here.office)(new, by: here.caller(.recruiter, key: "k"))
    }
    #expect(here.post.acknowledgements.count == 1)
  }

  @Test func withoutAnAddressNothingIsMailedOrRecorded() async throws {
    let id = try await here.receive(.karl)
    #expect(here.post.acknowledgements.isEmpty)
    #expect(try await informed(id).isEmpty)
    // Once mail can reach them they are told, once.
    for email in ["karl@example.org", "weierstrass@example.org"] {
      try await CorrectApplicant(here.office)(
        id, ApplicantChange(email: .set(Private(email))), by: here.recruiter)
    }
    #expect(here.post.acknowledgements.map(\.recipient.email) == ["karl@example.org"])
    #expect(try await informed(id).map(\.language) == [.german])
  }

  @Test func whatIsRecordedIsTheVersionThatLeft() async throws {
    here.post.be(ill: true)
    let id = try await here.receive(.ada)
    #expect(try await informed(id).isEmpty)
    try await UsePrivacyNotice(here.office)([.english: "# New"], version: "new")
    here.clock.pass(days: 1)
    here.post.be(ill: false)
    try await DeliverMail(here.office)()
    let told = try await informed(id)
    #expect(told.map(\.version) == ["new"] && told.map(\.at) == [here.clock.now])
  }

  @Test func withoutANoticeTheLetterWaits() async throws {
    try await here.asSuperuser { rows in try rows.run("DELETE FROM privacy_notice_use") }
    let id = try await here.receive(.ada)
    await #expect(throws: (any Error).self) { try await DeliverMail(here.office)() }
    #expect(try await Health(here.office).metrics().mailsWaiting == 1)
    try await UsePrivacyNotice(here.office)(SampleNotice.texts, version: SampleNotice.version)
    #expect(try await DeliverMail(here.office)() == 1)
    #expect(try await informed(id).count == 1)
  }

  @Test func aYesOnThePageRecordsANewVersionAndAKnownOneNotAgain() async throws {
    let id = try await here.receive(.ada)
    let token = try await here.invite(id)
    try await UsePrivacyNotice(here.office)([.english: "# New"], version: "new")
    try await here.answer(token, .give)
    let told = try await informed(id)
    #expect(told.count == 2 && told.contains { $0.channel == .link && $0.version == "new" })
    #expect(told.contains { $0.channel == .email && $0.version == SampleNotice.version })
    let other = try await here.receive(.number(2))
    try await here.answer(here.invite(other), .give)
    #expect(try await informed(other).map(\.channel) == [.email])
  }

  @Test func aChangedTextGetsTheNextNumberAndAnOldOneItsOwnAgain() async throws {
    let use = UsePrivacyNotice(here.office)
    let first: [Language: String] = [.german: "# Eins", .english: "# One"]
    #expect(try await use(first) == "2")
    #expect(try await use(first) == "2")
    #expect(try await use([.german: "# Zwei", .english: "# Two"]) == "3")
    #expect(try await use(first) == "2")
    #expect(try await ShowPrivacyNotice(here.office)()?.version == "2")
    #expect(try await ShowPrivacyNotice(here.office)(version: "3")?.texts[.english] == "# Two")
    #expect(
      try await here.everyEntry(of: nil).suffix(3).allSatisfy {
        $0.hasPrefix("console privacyNoticeUsed")
      })
  }

  @Test func aVersionNamesOneTextForEver() async throws {
    let use = UsePrivacyNotice(here.office)
    await #expect(throws: UsePrivacyNotice.VersionTaken.self) {
      try await use([.german: "# Anders"], version: SampleNotice.version)
    }
    #expect(try await ShowPrivacyNotice(here.office)()?.texts == SampleNotice.texts)
  }

  @Test func whatIsNoVersionIsUnknown() async throws {
    for version in ["", "no", "../keys", "a b", "ä", "x\0", String(repeating: "x", count: 41)] {
      #expect(try await ShowPrivacyNotice(here.office)(version: version) == nil)
    }
  }
}
