import Casework
import Domain
import Foundation
import Support
import Testing

@testable import Web

/// Today's work, vacancies and search, from the router to the database and back.
@Suite(.office) struct DeskVacancyTests {
  let desk = DeskOffice()
  private var here: TestOffice { desk.here }

  @Test func withoutWorkThePageSaysSo() async throws {
    let page = try await desk.get("/")
    #expect(page.status == 200 && page.text.contains("Nothing waits."))
    let german = try await DeskOffice(language: .german).get("/")
    #expect(german.text.contains("Nichts wartet."))
  }

  @Test func everyRoleLandsOnWhatItCanDo() async throws {
    #expect(try await desk.get("/", as: .reviewer).text.contains("Nothing waits."))
    #expect(try await desk.get("/", as: .legal).text.contains("Which matter?"))
    #expect(try await desk.get("/", as: .auditor).location == "/ledger")
    #expect(try await desk.get("/", as: .privacyOfficer).location == "/deadlines")
    #expect(try await desk.get("/", as: .administrator).location == "/staff")
  }

  @Test func everyFigureOfTodayLeadsToItsList() async throws {
    let vacancy = try await here.openReviewedVacancy()
    _ = try await here.receive(for: vacancy)
    let interviewed = try await here.receive(.number(1), for: vacancy)
    try await ChangeStage(here.office)(interviewed, to: .interview, by: here.recruiter)
    _ = try await here.rejected(.number(2))
    here.clock.pass(days: 3)
    let page = try await desk.get("/")
    for phrase in [
      "Alarms 1", "Notice missing Nora2 Number2 3 days", "New 1", "Notes awaited 1", "Endings 2",
      "Send notice 1", "Invite to the pool 1",
    ] {
      #expect(page.text.contains(phrase), "\(phrase) in \(page.text)")
    }
    for way in [
      "/vacancies/\(vacancy)?stage=received", "/vacancies/\(vacancy)?stage=interview", "/endings",
    ] {
      #expect(page.ways.contains(way))
    }
    let reviewers = try await desk.get("/", as: .reviewer)
    #expect(reviewers.text.contains("Your recommendation awaited 1"))
    #expect(!reviewers.text.contains("Nora2"))
  }

  @Test func aVacancyIsOpenedByAFormAndShown() async throws {
    #expect(try await desk.get("/vacancies").text.contains("appear here"))
    let sent = try await desk.post("/vacancies", ["title": " Driver <b> ", "location": "Bonn"])
    #expect(sent.status == 303)
    let location = try #require(sent.location)
    let page = try await desk.get(location)
    #expect(page.text.contains("The vacancy is open."))
    #expect(page.html.contains("Driver &lt;b&gt;") && !page.html.contains("Driver <b>"))
    #expect(try await desk.get("/vacancies").text.contains("Bonn"))
  }

  @Test func aRefusedFormComesBackFilledAndSaysWhatIsWrongInTwoPlaces() async throws {
    let page = try await desk.post("/vacancies", ["title": "  ", "location": "Bonn"])
    #expect(page.status == 422 && page.html.contains("<title>Error: "))
    #expect(page.html.contains("value=\"Bonn\""))
    #expect(page.html.components(separatedBy: "Please fill this in.").count == 3)
    #expect(page.html.contains("href=\"#title\"") && page.html.contains("aria-invalid=\"true\""))
    let long = try await desk.post(
      "/vacancies", ["title": String(repeating: "x", count: 201)])
    #expect(long.status == 422 && long.text.contains("This is too long."))
    #expect(try await here.count("vacancy") == 0)
  }

  @Test func theTeamIsChangedOnTheVacancysPage() async throws {
    let vacancy = try await here.openVacancy()
    let reviewer = here.reviewer.member.id
    let path = "/vacancies/\(vacancy)"
    let fields: KeyValuePairs = ["staff": reviewer.text, "part": "interviewer", "until": ""]
    #expect(try await desk.post("\(path)/team", fields).location == "\(path)?said=teamChanged")
    let page = try await desk.get(path)
    #expect(page.text.contains("Interviewer open") && page.text.contains("already"))
    #expect(try await desk.get(path, as: .reviewer).status == 200)
    let leave = "\(path)/team/\(reviewer)/leave"
    for _ in 1...2 {
      #expect(try await desk.post(leave).location == "\(path)?said=teamLeft")
    }
    #expect(try await desk.get(path, as: .reviewer).status == 404)
  }

  @Test func aTeamFormThatIsRefusedKeepsWhatWasTyped() async throws {
    let vacancy = try await here.openVacancy()
    let reviewer = here.reviewer.member.id.text
    let path = "/vacancies/\(vacancy)/team"
    let past = try await desk.post(
      path, ["staff": reviewer, "part": "interviewer", "until": "2026-03-01"])
    #expect(past.status == 422 && past.text.contains("This lies before today."))
    #expect(past.html.contains("value=\"2026-03-01\""))
    for fields: KeyValuePairs in [
      ["staff": "nobody", "part": "interviewer"], ["staff": reviewer, "part": "boss"],
      ["staff": reviewer, "part": "interviewer", "until": "soon"],
    ] {
      #expect(try await desk.post(path, fields).status == 422)
    }
    #expect(try await here.count("team") == 0)
  }

  @Test func theListIsNarrowedToAStageAndGoesOnPageByPage() async throws {
    let vacancy = try await here.openVacancy()
    for number in 1...51 { _ = try await here.receive(.number(number), for: vacancy) }
    let first = try await desk.get("/vacancies/\(vacancy)")
    #expect(first.html.components(separatedBy: "name=\"tick\"").count == 51)
    let next = try #require(first.ways.first { $0.contains("cursor=") })
    let second = try await desk.get(next)
    #expect(second.html.components(separatedBy: "name=\"tick\"").count == 2)
    #expect(!second.ways.contains { $0.contains("cursor=") })
    let none = try await desk.get("/vacancies/\(vacancy)?stage=offer")
    #expect(none.text.contains("Applications appear here"))
    #expect(first.text.contains("Received 51") && none.html.contains("aria-current=\"true\""))
    #expect(try await desk.get("/vacancies/\(vacancy)?cursor=nonsense").status == 422)
  }

  @Test func aReviewerSeesTheirVacanciesAndNothingToDecide() async throws {
    let mine = try await here.openReviewedVacancy()
    let other = try await here.openVacancy("Other")
    let id = try await here.receive(for: mine)
    let list = try await desk.get("/vacancies", as: .reviewer)
    #expect(list.ways == ["/vacancies/\(mine)"])
    let page = try await desk.get("/vacancies/\(mine)", as: .reviewer)
    #expect(page.ways.contains("/applications/\(id)"))
    for forbidden in ["tick", "/close", "/team", "/applications/new"] {
      #expect(!page.html.contains(forbidden), "\(forbidden)")
    }
    #expect(try await desk.get("/vacancies/\(other)", as: .reviewer).status == 404)
    #expect(try await desk.post("/vacancies", ["title": "x"], as: .reviewer).status == 403)
  }

  @Test func anAdministratorSeesVacanciesWithoutApplications() async throws {
    let vacancy = try await here.openVacancy("Driver")
    _ = try await here.receive(for: vacancy)
    let page = try await desk.get("/vacancies", as: .administrator)
    #expect(page.text.contains("Driver") && page.ways.isEmpty)
    #expect(!page.text.contains("Running"))
  }

  @Test func aSearchIsSentInAFormAndLeavesNoTraceInAnAddress() async throws {
    let vacancy = try await here.openVacancy("Driver")
    let id = try await here.receive(.ada, for: vacancy)
    for field in ["q", "question"] {
      let page = try await desk.post("/search", KeyValuePairs(dictionaryLiteral: (field, "lovel")))
      #expect(page.status == 200 && page.ways.contains("/applications/\(id)"))
      #expect(page.text.contains("Driver"))
      #expect(!page.ways.contains { $0.lowercased().contains("lovel") })
    }
    let none = try await desk.post("/search", ["question": "nobody@example.org"])
    #expect(none.text.contains("Nothing is found by this."))
    #expect(try await desk.post("/search", ["q": " "]).status == 422)
    #expect(try await desk.get("/search").status == 200)
    #expect(try await desk.get("/search", as: .auditor).status == 403)
  }

  @Test func legalFindsWhatIsLockedForAMatterThatIsKept() async throws {
    let id = try await here.rejected()
    let without = try await desk.post("/search", ["question": "lovel"], as: .legal)
    #expect(without.status == 422 && without.html.contains("href=\"#matter\""))
    let page = try await desk.post(
      "/search", ["question": "lovel", "matter": "Lovelace ./. Example"], as: .legal)
    #expect(page.ways.contains("/applications/\(id)"))
    #expect(try await here.count("stated_reason") == 1)
    #expect(try await desk.post("/search", ["question": "lovel"]).text.contains("Nothing is found"))
  }

  @Test func theLedgerIsReadByThoseWhoAnswerForIt() async throws {
    let id = try await here.receiveForVacancy()
    for role in [Role.auditor, .privacyOfficer] {
      let page = try await desk.get("/ledger", as: role)
      #expect(page.text.contains("applicationReceived") && page.text.contains(id.text))
      #expect(!page.html.contains("Lovelace"))
    }
    #expect(try await desk.get("/ledger?after=100000", as: .auditor).text.contains("Nothing was"))
    #expect(try await desk.get("/ledger").status == 403)
  }
}
