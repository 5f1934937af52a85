import Casework
import Domain
import Foundation
import Postgres
import Records
import Support
import Testing

/// How an application comes in.
@Suite(.office) struct ReceiveTests {
  let here = TestOffice.current

  @Test func aReceivedApplicationStandsOnItsProcedureAndIsShownToRecruitersAndItsTeam()
    async throws
  {
    let id = try await here.receive(for: here.openReviewedVacancy())
    #expect(try await here.standing(id) == [.procedure])
    #expect(try await here.whoOpens(id) == [.recruiter, .reviewer, .privacyOfficer])
    #expect(try await here.ledger(of: id) == ["recruiter applicationReceived"])
  }

  @Test func whatWasReceivedIsReadBackAsItWasGiven() async throws {
    let vacancy = try await here.openVacancy("Astronomer")
    let id = try await here.receive(.ada, for: vacancy)
    let view = try await OpenApplication(here.office)(id, by: here.recruiter)
    #expect(view.applicant == .ada)
    #expect(view.externalID == "ext-1")
    #expect(view.vacancy == vacancy)
    #expect(view.stage == .received && view.outcome == nil && view.eraseOn == nil)
    #expect(view.channel == .form && view.source == .applicant)
    #expect(view.receivedAt == here.clock.now)
    #expect(view.grounds.map(\.kind) == [.procedure])
  }

  @Test func nothingPersonalReachesTheDatabaseInClear() async throws {
    let id = try await here.receive()
    try await here.note("Lovelace is punctual", on: id)
    let tables = try await here.asSuperuser { rows in
      try rows.run("SELECT set_config('xmlbinary', 'hex', true)")
      return try rows.all(
        """
        SELECT query_to_xml(format('SELECT * FROM public.%I', tablename), true, false, '')::text
          AS all FROM pg_tables WHERE schemaname = 'public'
        """
      ) { try $0("all", as: String.self) }
    }.joined().lowercased()
    #expect(tables.contains(id.text))
    for mark in ["lovelace", "ada@example.org", "20 7946 0000", "james", "ext-1", "punctual"] {
      #expect(!tables.contains(mark), "\(mark) is readable")
    }
    for mark in ["Lovelace", "ada@example.org", "20 7946 0000", "James", "ext-1", "punctual"] {
      let hex = mark.utf8.map { String($0, radix: 16) }.joined()
      #expect(!tables.contains(hex), "\(mark) is readable as bytes")
    }
  }

  @Test func aReceiptInTheFutureIsRefused() async throws {
    await #expect(throws: Refusal.invalid(field: "receivedAt", .inTheFuture)) {
      try await here.receive(at: here.clock.now + 60)
    }
  }

  @Test func aReceiptInThePastBeginsTheProcedureOnThatDay() async throws {
    let id = try await here.receive(at: TestClock.zone.start(of: "2026-02-10"))
    #expect(try await here.grounds(of: id).map(\.since) == ["2026-02-10"])
  }

  @Test func aClosedVacancyAcceptsNobody() async throws {
    let vacancy = try await here.openVacancy()
    try await CloseVacancy(here.office)(vacancy, by: here.recruiter)
    await #expect(throws: Refusal.vacancyClosed) { try await here.receive(for: vacancy) }
  }

  @Test func anUnknownVacancyAcceptsNobody() async throws {
    await #expect(throws: Refusal.invalid(field: "vacancyId", .notAllowed)) {
      try await here.receive(for: .random())
    }
  }

  @Test func theSameKeyGetsTheSameApplicationAgain() async throws {
    let new = NewApplication(vacancy: nil, channel: .email, applicant: .ada)
    let keyed = here.caller(.recruiter, key: "once")
    let first = try await ReceiveApplication(here.office)(new, by: keyed)
    #expect(try await ReceiveApplication(here.office)(new, by: keyed) == first)
    #expect(try await here.count("application") == 1)
    let other = try await ReceiveApplication(here.office)(
      new, by: here.caller(.recruiter, key: "twice"))
    #expect(other != first)
  }

  @Test func theSameKeyAtTheSameTimeMakesOneApplication() async throws {
    let new = NewApplication(vacancy: nil, channel: .email, applicant: .ada)
    let ids = try await withThrowingTaskGroup(of: ApplicationID.self) { group in
      for _ in 0..<6 {
        group.addTask { [here] in
          try await ReceiveApplication(here.office)(
            new, by: here.caller(.recruiter, key: "once"))
        }
      }
      return try await group.reduce(into: Set()) { $0.insert($1) }
    }
    #expect(ids.count == 1)
    #expect(try await here.count("application") == 1)
  }

  @Test func aKeyUsedForAnotherCallIsRefused() async throws {
    let keyed = here.caller(.recruiter, key: "once")
    _ = try await OpenVacancy(here.office)(title: "Baker", location: nil, by: keyed)
    await #expect(throws: Refusal.keyReused) {
      try await ReceiveApplication(here.office)(
        NewApplication(vacancy: nil, channel: .email, applicant: .ada), by: keyed)
    }
  }

  @Test(arguments: [Role.reviewer, .legal, .privacyOfficer, .auditor, .administrator])
  func onlyRecruitersReceive(role: Role) async throws {
    await #expect(throws: Refusal.roleNeverMay) {
      try await ReceiveApplication(here.office)(
        NewApplication(vacancy: nil, channel: .email, applicant: .ada), by: here.caller(role))
    }
  }

  @Test func intakeIsNotOfferedYet() async throws {
    let member = StaffMember(id: here.recruiter.member.id, role: .intake)
    await #expect(throws: Refusal.roleNeverMay) {
      try await ReceiveApplication(here.office)(
        NewApplication(vacancy: nil, channel: .email, applicant: .ada),
        by: Caller(member: member))
    }
  }
}
