import Casework
import Domain
import Support
import Testing

/// Vacancies and their teams.
@Suite(.office) struct VacancyTests {
  let here = TestOffice.current

  @Test func anOpenedVacancyIsListedNewestFirst() async throws {
    let baker = try await here.openVacancy("Baker")
    here.clock.pass(hours: 1)
    let smith = try await OpenVacancy(here.office)(
      title: "Smith", location: "Köln", by: here.recruiter)
    let list = try await ListVacancies(here.office)(by: here.recruiter)
    #expect(list.map(\.id) == [smith.id, baker])
    #expect(list.first?.location == "Köln" && list.first?.closedAt == nil)
    #expect(
      try await here.everyEntry(of: nil).suffix(2)
        == ["recruiter vacancyOpened #", "recruiter vacancyOpened #"])
  }

  @Test func theSameKeyGetsTheSameVacancyAgain() async throws {
    let keyed = here.caller(.recruiter, key: "once")
    let first = try await OpenVacancy(here.office)(title: "Baker", location: nil, by: keyed)
    let again = try await OpenVacancy(here.office)(title: "Baker", location: nil, by: keyed)
    #expect(first.id == again.id)
    #expect(try await here.count("vacancy") == 1)
  }

  @Test func closingIsNotedOnceAndUndecidedApplicationsAreAnAlarm() async throws {
    let vacancy = try await here.openReviewedVacancy()
    let id = try await here.receive(for: vacancy)
    #expect(try await here.retention(of: id).alarms == [])
    try await CloseVacancy(here.office)(vacancy, by: here.recruiter)
    try await CloseVacancy(here.office)(vacancy, by: here.recruiter)
    #expect(try await here.retention(of: id).alarms == [.openEnded])
    #expect(try await here.purge().openEnded == 1)
    #expect(try await Health(here.office).metrics().openEndedApplications == 1)
    #expect(try await here.everyEntry(of: nil).filter { $0.contains("vacancyClosed") }.count == 1)
    // Its team keeps working on what came in before.
    #expect(try await here.whoOpens(id).contains(.reviewer))
  }

  @Test func anUnknownVacancyIsRefusedByEveryCallThatNamesOne() async throws {
    let (nowhere, someone) = (VacancyID.random(), here.reviewer.member.id)
    await #expect(throws: Refusal.unknown) {
      try await CloseVacancy(here.office)(nowhere, by: here.recruiter)
    }
    await #expect(throws: Refusal.unknown) {
      try await SetTeamPart(here.office)(
        vacancy: nowhere, staff: someone, part: .interviewer, until: nil, by: here.recruiter)
    }
    await #expect(throws: Refusal.unknown) {
      try await RemoveTeamPart(here.office)(vacancy: nowhere, staff: someone, by: here.recruiter)
    }
  }

  @Test func nobodyUnknownJoinsATeam() async throws {
    let vacancy = try await here.openVacancy()
    await #expect(throws: Refusal.unknown) {
      try await SetTeamPart(here.office)(
        vacancy: vacancy, staff: .random(), part: .interviewer, until: nil, by: here.recruiter)
    }
  }

  @Test(arguments: [TeamPart.worksCouncil, .disabilityRepresentative])
  func partsOfALaterVersionAreRefusedClearly(part: TeamPart) async throws {
    let vacancy = try await here.openVacancy()
    await #expect(throws: Refusal.notOffered(part.rawValue)) {
      try await SetTeamPart(here.office)(
        vacancy: vacancy, staff: here.reviewer.member.id, part: part, until: nil,
        by: here.recruiter)
    }
  }

  @Test func aPartThatEndedYesterdayIsRefused() async throws {
    let vacancy = try await here.openVacancy()
    await #expect(throws: Refusal.invalid(field: "until", .beforeToday)) {
      try await SetTeamPart(here.office)(
        vacancy: vacancy, staff: here.reviewer.member.id, part: .interviewer,
        until: here.clock.today.adding(days: -1), by: here.recruiter)
    }
  }

  @Test func aPartCountsThroughItsLastDay() async throws {
    let vacancy = try await here.openReviewedVacancy(until: "2026-03-05")
    let id = try await here.receive(for: vacancy)
    here.clock.set(to: "2026-03-05", hours: 23.9)
    #expect(try await here.whoOpens(id).contains(.reviewer))
    here.clock.set(to: "2026-03-06", hours: 0)
    #expect(try await !here.whoOpens(id).contains(.reviewer))
    #expect(try await ListVacancies(here.office)(by: here.reviewer).isEmpty)
  }

  @Test func removalFromATeamCountsAtTheNextRequest() async throws {
    let vacancy = try await here.openReviewedVacancy()
    let id = try await here.receive(for: vacancy)
    #expect(try await here.whoOpens(id).contains(.reviewer))
    let someone = here.reviewer.member.id
    try await RemoveTeamPart(here.office)(vacancy: vacancy, staff: someone, by: here.recruiter)
    #expect(try await !here.whoOpens(id).contains(.reviewer))
    await #expect(throws: Refusal.unknown) {
      try await RemoveTeamPart(here.office)(vacancy: vacancy, staff: someone, by: here.recruiter)
    }
  }

  @Test func setAgainAPartIsChanged() async throws {
    let vacancy = try await here.openReviewedVacancy()
    try await SetTeamPart(here.office)(
      vacancy: vacancy, staff: here.reviewer.member.id, part: .hiringManager,
      until: "2026-12-31", by: here.recruiter)
    let team = try await ListVacancies(here.office)(by: here.recruiter).first?.team
    #expect(team?.map(\.part) == [.hiringManager])
    #expect(team?.first?.until == "2026-12-31")
    #expect(team?.first?.name == "The reviewer")
  }

  @Test func reviewersSeeTheirOwnVacanciesAndAdministratorsNoTeams() async throws {
    let reviewed = try await here.openReviewedVacancy()
    _ = try await here.openVacancy("Smith")
    #expect(try await ListVacancies(here.office)(by: here.reviewer).map(\.id) == [reviewed])
    let all = try await ListVacancies(here.office)(by: here.administrator)
    #expect(all.count == 2 && all.allSatisfy(\.team.isEmpty))
  }

  @Test func othersNeverManageVacancies() async throws {
    let vacancy = try await here.openVacancy()
    for role in Role.allCases where ![.recruiter, .intake].contains(role) {
      await #expect(throws: Refusal.roleNeverMay) {
        try await CloseVacancy(here.office)(vacancy, by: here.caller(role))
      }
      await #expect(throws: Refusal.roleNeverMay) {
        try await OpenVacancy(here.office)(title: "x", location: nil, by: here.caller(role))
      }
    }
    await #expect(throws: Refusal.roleNeverMay) {
      try await ListVacancies(here.office)(by: here.auditor)
    }
  }
}
