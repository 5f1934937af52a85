import Casework
import Domain
import Foundation
import Records
import Support
import Testing

/// Consents and withdrawals that come on paper, by mail or by phone, with the same effect.
@Suite(.office) struct PaperTests {
  let here = TestOffice.current

  private func consent(
    to id: ApplicationID, by channel: ConsentChannel = .post, givenOn: Day? = nil,
    document: DocumentID? = nil, caller: Caller? = nil
  ) async throws {
    try await RecordConsent(here.office)(
      id,
      PaperConsent(
        channel: channel, givenOn: givenOn ?? here.clock.today, textVersion: "2026-1",
        document: document), by: caller ?? here.recruiter)
  }

  private func withdraw(
    _ id: ApplicationID, by channel: ConsentChannel = .phone, receivedAt: Date? = nil,
    caller: Caller? = nil
  ) async throws {
    try await RecordWithdrawal(here.office)(
      id, channel: channel, receivedAt: receivedAt ?? here.clock.now,
      by: caller ?? here.recruiter)
  }

  @Test(arguments: [ConsentChannel.post, .email, .inPerson])
  func aConsentOnPaperOpensThePoolAndIsConfirmedByALink(channel: ConsentChannel) async throws {
    let id = try await here.rejected()
    try await consent(to: id, by: channel)
    #expect(try await here.standing(id) == [.evidence, .pool])
    #expect(here.post.kinds == ["confirmation"])
    let token = try #require(here.post.tokens.last)
    #expect(
      try await ShowLink(here.office)(token: token)?.state
        == .inPool(givenOn: "2026-03-02", eraseOn: "2028-03-01"))
    #expect(
      try await here.ledger(of: id).suffix(2)
        == ["recruiter consentGiven \(channel.rawValue)", "timer mailSent confirmation"])
  }

  @Test func theConfirmationSpeaksTheApplicantsLanguageAlthoughTheApplicationIsLocked()
    async throws
  {
    let id = try await here.rejected(.ada)
    try await consent(to: id)
    #expect(here.post.letters.map(\.language) == [.english])
  }

  @Test func withoutAnAddressNothingIsMailed() async throws {
    let id = try await here.rejected(.karl)
    try await consent(to: id)
    #expect(try await here.standing(id) == [.evidence, .pool])
    #expect(here.post.letters.isEmpty)
  }

  @Test func theTwoYearsCountFromTheDayOfTheSignature() async throws {
    let id = try await here.receiveForVacancy()
    here.clock.pass(days: 10)
    try await here.decide(id, .rejected)
    try await consent(to: id, givenOn: "2026-03-05")
    let pool = try await here.grounds(of: id).first { $0.kind == .pool }
    #expect(pool?.since == "2026-03-05" && pool?.eraseFrom == "2028-03-04")
  }

  @Test func onPaperAYesMayFollowANo() async throws {
    let id = try await here.rejected()
    try await here.answer(here.invite(id), .decline)
    try await consent(to: id)
    #expect(try await here.standing(id) == [.evidence, .pool])
  }

  @Test func impossibleConsentsAreRefused() async throws {
    let id = try await here.receive(for: here.openVacancy(), at: Date(timeIntervalSince1970: 0))
    await #expect(throws: Refusal.procedureRuns) { try await consent(to: id) }
    try await here.decide(id, .rejected)
    let cases: [(day: Day, problem: InputProblem)] = [
      ("2026-03-03", .inTheFuture), ("1969-12-31", .beforeReceipt), ("2024-03-03", .outOfRange),
    ]
    for (day, problem) in cases {
      await #expect(throws: Refusal.invalid(field: "givenOn", problem)) {
        try await consent(to: id, givenOn: day)
      }
    }
    for channel in [ConsentChannel.link, .phone] {
      await #expect(throws: Refusal.invalid(field: "channel", .notAllowed)) {
        try await consent(to: id, by: channel)
      }
    }
    try await consent(to: id, givenOn: "2024-03-04")
    await #expect(throws: Refusal.alreadyInPool) { try await consent(to: id) }
    await #expect(throws: Refusal.unknown) { try await consent(to: .random()) }
  }

  @Test func theScanMustBeOfThisApplication() async throws {
    let (id, other) = (try await here.receive(.ada), try await here.receive(.karl))
    let (scan, foreign) = (try await here.store(in: id), try await here.store(in: other))
    await #expect(throws: Refusal.invalid(field: "documentId", .notOfThisApplication)) {
      try await consent(to: id, document: foreign)
    }
    try await consent(to: id, document: scan)
    #expect(try await here.standing(id) == [.pool, .procedure])
  }

  @Test func afterTheFortnightThePrivacyOfficerStillRecordsWhatCame() async throws {
    let id = try await here.rejected()
    here.clock.pass(days: 20)
    await #expect(throws: Refusal.unknown) { try await consent(to: id) }
    try await consent(to: id, caller: here.privacyOfficer)
    #expect(try await here.standing(id) == [.evidence, .pool])
    #expect(here.post.letters.map(\.language) == [.english])
    try await withdraw(id, caller: here.privacyOfficer)
    #expect(try await here.standing(id) == [.evidence])
  }

  @Test(arguments: [ConsentChannel.email, .post, .phone, .inPerson])
  func aWithdrawalErasesWhenNothingElseStands(channel: ConsentChannel) async throws {
    let (id, token) = try await here.onlyInPool()
    try await withdraw(id, by: channel)
    #expect(try await here.isErased(id))
    #expect(here.post.kinds.last == "erasureReceipt")
    let state = try await ShowLink(here.office)(token: token)?.state
    #expect(state == .erased(at: here.clock.now, finalOn: here.clock.today.adding(days: 28)))
    #expect(
      try await here.ledger(of: id).suffix(2) == [
        "recruiter consentWithdrawn consent=# channel=\(channel.rawValue) at=#",
        "timer applicationErased cause=consentWithdrawn final=#",
      ])
  }

  @Test func whatIsOnlyHeldOtherwiseIsKeptAndToldSo() async throws {
    let id = try await here.rejected()
    try await here.answer(here.invite(id), .give)
    try await withdraw(id)
    #expect(try await here.standing(id) == [.evidence])
    #expect(here.post.kinds.last == "withdrawalReceipt")
    #expect(try await here.whoOpens(id) == [.legal, .privacyOfficer])
  }

  @Test func impossibleWithdrawalsAreRefused() async throws {
    let id = try await here.rejected()
    await #expect(throws: Refusal.notInPool) { try await withdraw(id) }
    try await here.answer(here.invite(id), .give)
    await #expect(throws: Refusal.invalid(field: "channel", .notAllowed)) {
      try await withdraw(id, by: .link)
    }
    await #expect(throws: Refusal.invalid(field: "receivedAt", .inTheFuture)) {
      try await withdraw(id, receivedAt: here.clock.now.addingTimeInterval(1))
    }
    await #expect(throws: Refusal.unknown) { try await withdraw(.random()) }
    try await withdraw(id)
    await #expect(throws: Refusal.notInPool) { try await withdraw(id) }
  }

  @Test func theOldInvitationsLinkWithdrawsAConsentThatCameOnPaper() async throws {
    let id = try await here.rejected()
    let token = try await here.invite(id)
    try await consent(to: id)
    #expect(
      try await ShowLink(here.office)(token: token)?.state
        == .inPool(givenOn: "2026-03-02", eraseOn: "2028-03-01"))
    #expect(try await here.answer(token, .withdraw) == .withdrawn(at: here.clock.now))
    #expect(try await here.standing(id) == [.evidence])
    await #expect(throws: Refusal.notInPool) { try await withdraw(id) }
  }

  @Test func aYesOnPaperBeforeTheLinksYesKeepsItsDay() async throws {
    let id = try await here.rejected()
    let token = try await here.invite(id)
    try await consent(to: id)
    here.clock.pass(days: 5)
    #expect(
      try await here.answer(token, .give)
        == .inPool(givenOn: "2026-03-02", eraseOn: "2028-03-01"))
    #expect(try await here.grounds(of: id).filter { $0.kind == .pool }.count == 1)
  }

  @Test(arguments: [Role.reviewer, .legal, .auditor, .administrator])
  func othersNeverRecordConsents(role: Role) async throws {
    let id = try await here.rejected()
    await #expect(throws: Refusal.roleNeverMay) {
      try await consent(to: id, caller: here.caller(role))
    }
    await #expect(throws: Refusal.roleNeverMay) {
      try await withdraw(id, caller: here.caller(role))
    }
  }
}
