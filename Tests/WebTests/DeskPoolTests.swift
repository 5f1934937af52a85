import Casework
import Domain
import Support
import Testing

@testable import Web

/// The pool and proposing somebody, from the router to the mail.
@Suite(.office) struct DeskPoolTests {
  let desk = DeskOffice()
  private var here: TestOffice { desk.here }

  @Test func anEmptyPoolSaysWhatWouldBeHere() async throws {
    #expect(try await desk.get("/pool").text.contains("Whoever says yes"))
    #expect(try await desk.post("/pool", ["question": "x"]).text.contains("Nobody in the pool"))
  }

  @Test func thePoolNamesUntilWhenAndIsSearchedByAForm() async throws {
    let (entry, _) = try await here.onlyInPool()
    _ = try await here.onlyInPool(.number(1))
    let all = try await desk.get("/pool")
    #expect(all.text.contains("Ada Lovelace Baker until 29 February 2028"))
    #expect(all.text.contains("Nora1"))
    let found = try await desk.post("/pool", ["question": "lovel"])
    #expect(found.ways.contains("/pool/\(entry)/propose") && !found.text.contains("Nora1"))
    let long = try await desk.post("/pool", ["question": String(repeating: "x", count: 301)])
    #expect(long.status == 422 && long.html.contains("aria-invalid"))
  }

  @Test func theMailIsShownWordForWordBeforeItIsSent() async throws {
    let (entry, _) = try await here.onlyInPool()
    let vacancy = try await here.openVacancy("Driver")
    let path = "/pool/\(entry)/propose"
    let form = try await desk.get(path)
    #expect(form.text.contains("Propose Ada Lovelace") && form.html.contains(vacancy.text))
    #expect(form.text.contains("In the pool until 29 February 2028."))
    let shown = try await desk.post(path, ["vacancy": vacancy.text])
    #expect(shown.status == 200)
    for phrase in [
      "A vacancy that might suit you", "Hello Ada Lovelace,", "Driver",
      "Nothing is copied before a yes.",
    ] {
      #expect(shown.text.contains(phrase), "\(phrase)")
    }
    #expect(try await here.count("proposal") == 0)
    for _ in 1...2 {
      let sent = try await desk.post("\(path)/send", ["vacancy": vacancy.text])
      #expect(sent.status == 303 && sent.location == "/pool?said=proposed")
    }
    #expect(here.post.kinds.filter { $0 == "proposal" }.count == 1)
    let pool = try await desk.get("/pool?said=proposed")
    #expect(pool.text.contains("The proposal is on its way."))
    #expect(pool.text.contains("Driver Waiting since 28 September 2026"))
  }

  @Test func anAnswerIsShownInThePoolAndToday() async throws {
    let (entry, _) = try await here.onlyInPool()
    let vacancy = try await here.openVacancy("Driver")
    _ = try await ProposeVacancy(here.office)(entry, vacancy: vacancy, by: here.recruiter)
    try await here.answer(try #require(here.post.tokens.last), .decline)
    #expect(try await desk.get("/pool").text.contains("Driver No on 28 September 2026"))
    #expect(try await desk.get("/").text.contains("Ada Lovelace no to Driver"))
  }

  @Test func whatCannotBeProposedIsSaidBesideTheVacancy() async throws {
    let (entry, _) = try await here.onlyInPool()
    let vacancy = try await here.openVacancy("Driver")
    _ = try await here.receive(.ada, for: vacancy)
    for path in ["/pool/\(entry)/propose", "/pool/\(entry)/propose/send"] {
      let page = try await desk.post(path, ["vacancy": vacancy.text])
      #expect(page.status == 422)
      #expect(page.html.contains("This person applied for this vacancy already."))
      #expect(page.html.contains("href=\"#vacancy\""))
    }
    let closed = try await here.openVacancy("Closed")
    try await CloseVacancy(here.office)(closed, by: here.recruiter)
    #expect(
      try await desk.post("/pool/\(entry)/propose", ["vacancy": closed.text])
        .html.contains("The vacancy is closed."))
    #expect(try await desk.post("/pool/\(entry)/propose", ["vacancy": ""]).status == 422)
  }

  @Test func whoIsNotInThePoolIsNotOpenedHere() async throws {
    let running = try await here.receiveForVacancy()
    #expect(try await desk.get("/pool/\(running)/propose").status == 409)
    #expect(try await desk.get("/pool/\(ApplicationID.random())/propose").status == 404)
    #expect(try await desk.get("/pool/x/propose").status == 404)
    #expect(try await desk.get("/pool", as: .reviewer).status == 403)
  }
}
