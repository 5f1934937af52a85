import Casework
import Domain
import HTTPTypes
import HummingbirdTesting
import Support
import Testing

@testable import Web

/// One application on one screen, in every role.
@Suite(.office) struct ApplicationPageTests {
  let here = TestOffice.current

  @Test func theScreenSaysWhoWhyAndUntilWhen() async throws {
    let id = try await here.receive(for: here.openVacancy("Accountant"))
    try await here.store(in: id)
    try await here.note("asked about <b>Berlin</b>", on: id)
    try await DeskVisitor(here: here).browsing { browser in
      let page = try await browser.get("/applications/\(id)")
      #expect(page.status == .ok)
      #expect(page.headers[.contentType] == "text/html; charset=utf-8")
      #expect(page.headers[.contentSecurityPolicy]?.contains("script-src 'self'") == true)
      let text = page.text
      #expect(text.contains("<title>Ada Lovelace, Accountant – Beispiel GmbH</title>"))
      #expect(text.contains("<h1>Ada Lovelace</h1>"))
      #expect(text.contains("Here because the procedure for Accountant runs since"))
      #expect(text.contains("(Art. 6(1)(b) GDPR, § 26 BDSG)"))
      #expect(text.contains("It is erased 6 months after the procedure ends."))
      #expect(text.contains("asked about &lt;b&gt;Berlin&lt;/b&gt;"))
      #expect(text.contains("CV: Lebenslauf.pdf</a></h3>"))
      #expect(text.contains("/original\" download>"))
      for path in ["outcome", "move", "upload", "person"] {
        #expect(text.contains("href=\"/applications/\(id)/\(path)\""))
      }
      #expect(text.hasSuffix("</html>\n"))
      #expect(text.matches(of: /<h1/).count == 1)
      #expect(!text.contains("style="))
    }
  }

  @Test func theScreenIsGermanForWhoSpeaksGerman() async throws {
    let id = try await here.receive(for: here.openVacancy("Buchhaltung"))
    try await DeskVisitor(here: here, language: .german).browsing { browser in
      let text = try await browser.get("/applications/\(id)").text
      #expect(text.contains("Hier, weil das Verfahren für Buchhaltung seit dem"))
      #expect(text.contains("(Art. 6 Abs. 1 Buchst. b DSGVO, § 26 BDSG)"))
      #expect(text.contains("Ausgang festhalten"))
    }
  }

  @Test func previousAndNextStayWithinTheVacancy() async throws {
    let vacancy = try await here.openVacancy()
    let first = try await here.receive(for: vacancy)
    here.clock.pass(days: 1)
    let second = try await here.receive(for: vacancy)
    try await DeskVisitor(here: here).browsing { browser in
      let newest = try await browser.get("/applications/\(second)").text
      #expect(newest.contains("<a href=\"/applications/\(first)\" rel=\"next\" data-key=\"j\">"))
      #expect(!newest.contains("rel=\"prev\""))
      let oldest = try await browser.get("/applications/\(first)").text
      #expect(oldest.contains("<a href=\"/applications/\(second)\" rel=\"prev\""))
      #expect(!oldest.contains("rel=\"next\""))
    }
  }

  @Test func aNoteIsSavedOnceAndSaidSo() async throws {
    let id = try await here.receive()
    try await DeskVisitor(here: here).browsing { browser in
      let form = ["kind": "general", "text": "on time", "verdict": "", "once": Once.key()]
      for _ in 1...2 {
        let answer = try await browser.send("/applications/\(id)/notes", form)
        #expect(answer.headers[.location] == "/applications/\(id)?said=noteSaved")
        let page = try await browser.follow(answer).text
        #expect(page.contains("The note is saved.") && page.contains("on time"))
      }
      #expect(try await here.count("note") == 1)
      // Whoever goes back and writes something else means something else.
      var other = form
      other["text"] = "and friendly"
      _ = try await browser.send("/applications/\(id)/notes", other)
      #expect(try await here.count("note") == 2)
    }
  }

  @Test func aRefusedNoteComesBackAsItWasTyped() async throws {
    let id = try await here.receive()
    try await DeskVisitor(here: here).browsing { browser in
      let refused = try await browser.send(
        "/applications/\(id)/notes",
        ["kind": "general", "text": "good <i>", "verdict": "yes", "once": Once.key()])
      #expect(refused.status == .unprocessableContent)
      #expect(refused.text.contains("<title>Error: "))
      #expect(refused.text.contains("good &lt;i&gt;</textarea>"))
      #expect(refused.text.contains("<a href=\"#verdict\">"))
      #expect(refused.text.contains("<option value=\"yes\" selected>"))
      let empty = try await browser.send(
        "/applications/\(id)/notes", ["kind": "recommendation", "text": " ", "once": "x"])
      #expect(empty.text.contains("<a href=\"#text\">"))
      #expect(empty.text.contains("<a href=\"#verdict\">"))
      #expect(try await here.count("note") == 0)
    }
  }

  @Test func reviewersRecommendBeforeTheyReadOthers() async throws {
    let id = try await here.receive(for: here.openReviewedVacancy())
    try await here.note("brilliant", on: id)
    try await DeskVisitor(here: here, role: .reviewer).browsing { browser in
      let before = try await browser.get("/applications/\(id)").text
      #expect(!before.contains("brilliant"))
      #expect(before.contains("What others think is shown after your own recommendation."))
      #expect(before.contains("Save recommendation"))
      for path in ["outcome", "move", "upload", "person", "stage"] {
        #expect(!before.contains("/applications/\(id)/\(path)"))
      }
      let answer = try await browser.send(
        "/applications/\(id)/notes",
        ["kind": "recommendation", "verdict": "yes", "text": "hire", "once": Once.key()])
      let after = try await browser.follow(answer).text
      #expect(after.contains("Your recommendation is saved."))
      #expect(after.contains("brilliant") && after.contains("Save note"))
      #expect(after.contains("Recommendations: Yes 1, No 0, Undecided 0"))
    }
  }

  @Test func theStageChangesAndTheApplicationMoves() async throws {
    let id = try await here.receive(for: here.openVacancy("Baker"))
    let other = try await here.openVacancy("Driver")
    try await DeskVisitor(here: here).browsing { browser in
      let staged = try await browser.send("/applications/\(id)/stage", ["stage": "interview"])
      #expect(try await browser.follow(staged).text.contains("The stage is changed."))
      let unknown = try await browser.send("/applications/\(id)/stage", ["stage": "king"])
      #expect(unknown.status == .unprocessableContent)
      let form = try await browser.get("/applications/\(id)/move").text
      #expect(form.contains("Driver") && !form.contains("<option value=\"\">"))
      let moved = try await browser.send(
        "/applications/\(id)/move", ["vacancyId": other.text])
      #expect(try await browser.follow(moved).text.contains("<h1>Ada Lovelace</h1>"))
      try await CloseVacancy(here.office)(other, by: here.recruiter)
      let third = try await here.openVacancy("Cook")
      try await CloseVacancy(here.office)(third, by: here.recruiter)
      let closed = try await browser.send(
        "/applications/\(id)/move", ["vacancyId": third.text])
      #expect(closed.status == .unprocessableContent)
      #expect(closed.text.contains("The vacancy is closed."))
    }
  }

  @Test func whatIsDecidedIsNotMovedAnyMore() async throws {
    let id = try await here.receiveForVacancy()
    try await here.decide(id, .hired)
    try await DeskVisitor(here: here).browsing { browser in
      let page = try await browser.get("/applications/\(id)").text
      #expect(page.contains("Hired, ended on"))
      #expect(!page.contains("/stage\"") && !page.contains("/move\""))
      #expect(try await browser.get("/applications/\(id)/move").status == .conflict)
    }
  }

  @Test func aDocumentIsDeletedAfterAQuestion() async throws {
    let id = try await here.receive()
    let document = try await here.store(in: id)
    let path = "/applications/\(id)/documents/\(document)/delete"
    try await DeskVisitor(here: here).browsing { browser in
      let question = try await browser.get(path)
      #expect(question.text.contains("Lebenslauf.pdf") && question.text.contains("Ada Lovelace"))
      #expect(try await here.count("document") == 1)
      let page = try await browser.follow(try await browser.send(path, [:]))
      #expect(page.text.contains("The document is deleted."))
      #expect(page.text.contains("No documents have been added yet."))
      #expect(try await browser.get(path).status == .notFound)
      #expect(try await browser.send(path, [:]).status == .notFound)
    }
  }

  @Test func singleKeysAreSwitchedOffForTheSessionAlone() async throws {
    let id = try await here.receive()
    let visitors = [DeskVisitor(here: here), DeskVisitor(here: here)]
    try await DeskVisitor.browsing(visitors) { browsers in
      #expect(try await browsers[0].get("/applications/\(id)").text.contains(" data-keys"))
      let off = try await browsers[0].send("/applications/\(id)/keys", ["keys": "off"])
      let without = try await browsers[0].follow(off).text
      #expect(!without.contains(" data-keys") && without.contains("Switch keys on"))
      #expect(try await browsers[1].get("/applications/\(id)").text.contains(" data-keys"))
      let on = try await browsers[0].send("/applications/\(id)/keys", ["keys": "on"])
      #expect(try await browsers[0].follow(on).text.contains(" data-keys"))
    }
  }

  @Test func whatIsNotThereIsSaidInWords() async throws {
    try await DeskVisitor(here: here).browsing { browser in
      for path in ["/applications/\(ApplicationID.random())", "/applications/x"] {
        let page = try await browser.get(path)
        #expect(page.status == .notFound)
        #expect(page.text.contains("Nobody is told which."))
      }
    }
  }
}
