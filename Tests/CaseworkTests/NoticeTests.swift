import Casework
import Domain
import Postgres
import Support
import Testing

/// Telling applicants of their rejection, and what rings when nobody does.
@Suite(.office) struct NoticeTests {
  let here = TestOffice.current

  private func tell(
    _ id: ApplicationID, by channel: NoticeChannel = .post, sentOn: Day? = nil,
    receivedOn: Day? = nil, send: Bool = false, caller: Caller? = nil
  ) async throws {
    try await RecordNotice(here.office)(
      id,
      NoticeRecord(
        channel: channel, sentOn: sentOn ?? here.clock.today, receivedOn: receivedOn,
        proof: "registered letter 42", send: send), by: caller ?? here.recruiter)
  }

  private func tasks() async throws -> [[EndingTask]?] {
    try await ListEndings(here.office)(limit: 50, cursor: nil, by: here.recruiter)
      .items.map(\.tasks)
  }

  @Test func aRejectionWithoutNoticeIsAnAlarmAndATaskUntilItIsRecorded() async throws {
    let id = try await here.rejected()
    #expect(try await here.retention(of: id).alarms == [.noticeMissing])
    #expect(try await tasks() == [[.notice, .invitation]])
    try await tell(id)
    #expect(try await here.retention(of: id).alarms == [])
    #expect(try await tasks() == [[.invitation]])
    #expect(try await here.ledger(of: id).last == "recruiter noticeRecorded post")
  }

  @Test func afterTheFortnightItIsThePrivacyOfficersToSendOrRecord() async throws {
    let (told, mailed) = (try await here.rejected(), try await here.rejected())
    here.clock.pass(days: 20)
    await #expect(throws: Refusal.unknown) { try await tell(told) }
    try await tell(told, caller: here.privacyOfficer)
    try await tell(mailed, by: .email, send: true, caller: here.privacyOfficer)
    #expect(here.post.messages == [.rejection])
    for id in [told, mailed] {
      #expect(try await here.retention(of: id).alarms == [])
      let entries = try await here.ledger(of: id)
      #expect(entries.contains { $0.hasPrefix("privacyOfficer noticeRecorded") })
    }
  }

  @Test func whoCannotBeMailedIsNotToBeInvited() async throws {
    _ = try await here.rejected(.karl)
    #expect(try await tasks() == [[.notice]])
  }

  @Test(arguments: [OutcomeKind.withdrawn, .offerDeclined])
  func onlyARejectionNeedsANotice(outcome: OutcomeKind) async throws {
    let id = try await here.receiveForVacancy()
    try await here.decide(id, outcome)
    #expect(try await here.retention(of: id).alarms == [])
    #expect(try await tasks() == [[.invitation]])
  }

  @Test func aNoticeReceivedAfterFourWeeksIsLate() async throws {
    let (late, inTime) = (try await here.rejected(), try await here.rejected())
    here.clock.pass(days: 8)
    try await tell(late)
    try await tell(inTime)
    #expect(try await here.retention(of: late).alarms == [])
    here.clock.set(to: "2026-03-30")
    let day = here.clock.today
    for (id, received) in [(late, day.adding(days: 1)), (inTime, day)] {
      here.clock.set(to: received)
      // The ending is closed by now; the row is what a scanned receipt would add.
      try await here.asSuperuser { rows in
        try rows.run(
          """
          UPDATE notice SET received_on = \(received.description)::text::date
          WHERE application_id = \(id.uuid)
          """)
      }
    }
    #expect(try await here.retention(of: late).alarms == [.noticeLate])
    #expect(try await here.retention(of: inTime).alarms == [])
  }

  @Test func aNoticeCanBeMailedOnceTheOutcomeIsARejection() async throws {
    let id = try await here.rejected()
    try await tell(id, by: .email, send: true)
    let letter = try #require(here.post.letters.first)
    #expect(letter.message == .rejection)
    #expect(letter.recipient.email == "ada@example.org" && letter.language == .english)
    #expect(letter.vacancyTitle == "Baker")
    #expect(letter.remaining.map(\.kind) == [.evidence])
    #expect(
      try await here.ledger(of: id).suffix(2)
        == ["recruiter noticeRecorded email", "timer mailSent notice"])
  }

  @Test func mailingWhatCannotBeMailedIsRefused() async throws {
    let (rejected, withdrawn) = (try await here.rejected(), try await here.receiveForVacancy())
    try await here.decide(withdrawn, .withdrawn)
    let karl = try await here.rejected(.karl)
    await #expect(throws: Refusal.invalid(field: "send", .notAllowed)) {
      try await tell(rejected, by: .post, send: true)
    }
    await #expect(throws: Refusal.invalid(field: "send", .notAllowed)) {
      try await tell(withdrawn, by: .email, send: true)
    }
    await #expect(throws: Refusal.noAddress) { try await tell(karl, by: .email, send: true) }
    #expect(here.post.letters.isEmpty)
    #expect(try await here.count("notice") == 0)
  }

  @Test func impossibleDaysAreRefused() async throws {
    let id = try await here.rejected()
    let today = here.clock.today
    let cases: [(sentOn: Day, receivedOn: Day?, refusal: Refusal)] = [
      (today.adding(days: 1), nil, .invalid(field: "sentOn", .inTheFuture)),
      (today.adding(days: -1), nil, .invalid(field: "sentOn", .beforeReceipt)),
      (today, today.adding(days: 1), .invalid(field: "receivedOn", .inTheFuture)),
      (today, today.adding(days: -1), .invalid(field: "receivedOn", .outOfRange)),
    ]
    for (sentOn, receivedOn, refusal) in cases {
      await #expect(throws: refusal) {
        try await tell(id, sentOn: sentOn, receivedOn: receivedOn)
      }
    }
  }

  @Test func whatIsUndecidedOrUnknownCannotBeTold() async throws {
    let undecided = try await here.receive()
    await #expect(throws: Refusal.notDecided) { try await tell(undecided) }
    await #expect(throws: Refusal.unknown) { try await tell(.random()) }
  }

  @Test func afterTheFortnightTheEndingIsClosedToRecruiters() async throws {
    let id = try await here.rejected()
    here.clock.pass(days: 14)
    try await tell(id)
    here.clock.pass(days: 1)
    await #expect(throws: Refusal.unknown) { try await tell(id) }
    #expect(try await tasks().isEmpty)
  }

  @Test func aNoticeOfARejectionStillCountsWhenItsDayIsCorrected() async throws {
    let id = try await here.rejected()
    try await tell(id)
    try await CorrectOutcome(here.office)(
      id, OutcomeDecision(outcome: .rejected, endedOn: here.clock.today), reason: "typo",
      by: here.recruiter)
    #expect(try await here.retention(of: id).alarms == [])
  }

  @Test(arguments: [Role.reviewer, .legal, .auditor, .administrator])
  func nobodyElseTells(role: Role) async throws {
    let id = try await here.rejected()
    await #expect(throws: Refusal.roleNeverMay) { try await tell(id, caller: here.caller(role)) }
  }
}
