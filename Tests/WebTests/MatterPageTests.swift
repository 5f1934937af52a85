import Casework
import Domain
import HTTPTypes
import HummingbirdTesting
import Pages
import Support
import Testing

@testable import Web

/// For whom an application opens only for a named matter.
@Suite(.office) struct MatterPageTests {
  let here = TestOffice.current

  @Test func theMatterIsAskedForOnceAndKeptWithTheEntry() async throws {
    let id = try await here.rejected()
    let other = try await here.rejected()
    try await DeskVisitor(here: here, role: .legal).browsing { browser in
      let path = "/applications/\(id)"
      let asked = try await browser.get(path)
      #expect(asked.status == .preconditionRequired)
      #expect(asked.text.contains("<h1>Which matter?</h1>"))
      #expect(!asked.text.contains("Lovelace"))
      let reasons = try await here.count("stated_reason")
      let answer = try await browser.send(
        "\(path)/matter", ["matter": "Lovelace ./. Example", "next": path])
      #expect(answer.headers[.location] == path)
      let page = try await browser.follow(answer)
      #expect(page.status == .ok && page.text.contains("<h1>Ada Lovelace</h1>"))
      #expect(page.text.contains("Locked as evidence"))
      #expect(!page.text.contains("Save note"))
      #expect(try await here.count("stated_reason") == reasons + 1)
      // What was said for one counts for no other.
      #expect(try await browser.get("/applications/\(other)").status == .preconditionRequired)
    }
  }

  @Test func anotherSessionOrRoleIsAskedAgain() async throws {
    let id = try await here.rejected()
    let visitors = [
      DeskVisitor(here: here, role: .legal), DeskVisitor(here: here, role: .legal),
      DeskVisitor(here: here, role: .privacyOfficer),
    ]
    try await DeskVisitor.browsing(visitors) { browsers in
      _ = try await browsers[0].send("/applications/\(id)/matter", ["matter": "suit", "next": "/"])
      #expect(try await browsers[0].get("/applications/\(id)").status == .ok)
      for browser in browsers.dropFirst() {
        #expect(try await browser.get("/applications/\(id)").status == .preconditionRequired)
      }
    }
  }

  @Test func anEmptyMatterIsNoneAndNobodyIsSentElsewhere() async throws {
    let id = try await here.rejected()
    try await DeskVisitor(here: here, role: .privacyOfficer).browsing { browser in
      let empty = try await browser.send("/applications/\(id)/matter", ["matter": "  "])
      #expect(empty.status == .preconditionRequired)
      #expect(empty.text.contains("Please fill this in."))
      let away = try await browser.send(
        "/applications/\(id)/matter", ["matter": "request", "next": "https://elsewhere.example"])
      #expect(away.headers[.location] == "/")
    }
  }

  @Test func whoNeedsNoMatterIsNeverAsked() async throws {
    let id = try await here.receive()
    try await DeskVisitor(here: here).browsing { browser in
      let answer = try await browser.send("/applications/\(id)/matter", ["matter": "x"])
      #expect(answer.status == .forbidden)
    }
  }

  @Test func thePrivacyOfficerTellsWhoseFortnightIsOver() async throws {
    let id = try await here.rejected()
    here.clock.pass(days: 20)
    try await DeskVisitor(here: here, role: .privacyOfficer).browsing { browser in
      let path = "/applications/\(id)"
      _ = try await browser.send("\(path)/matter", ["matter": "alarms", "next": path])
      #expect(try await browser.get(path).text.contains("href=\"\(path)/notice\""))
      #expect(try await browser.get("\(path)/notice").text.contains("The notice is mailed now"))
      let refused = try await browser.send(
        "\(path)/notice", ["channel": "post", "sentOn": "2026-12-01"])
      #expect(refused.status == .unprocessableContent)
      let page = try await browser.follow(
        try await browser.send("\(path)/notice", ["channel": "post", "sentOn": "2026-03-10"]))
      #expect(page.text.contains("It is recorded that they were told."))
      #expect(!page.text.contains("href=\"\(path)/notice\""))
    }
    #expect(try await here.retention(of: id).alarms == [])
  }

  @Test func aLetterThatToldNobodyIsNamedWhereTheRestrictionIs() async throws {
    let id = try await here.rejected()
    try await PlaceRestriction(here.office)(id, reason: "wrong", by: here.privacyOfficer)
    here.post.answer(.badAddress)
    await #expect(throws: Refusal.notTold) {
      try await LiftRestriction(here.office)(id, by: here.privacyOfficer)
    }
    try await DeskVisitor(here: here, role: .privacyOfficer).browsing { browser in
      let path = "/applications/\(id)"
      _ = try await browser.send("\(path)/matter", ["matter": "request", "next": path])
      for page in [path, "/requests", "\(path)/restriction/lift"] {
        #expect(
          try await browser.get(page).text.contains("The letter could not be delivered."),
          "\(page)")
      }
      #expect(try await browser.get("\(path)/restriction/lift").text.contains("\"toldOn\""))
    }
  }
}

/// What the desk remembers of a visit.
@Suite struct VisitMemoryTests {
  private func place(_ session: SessionID = .random()) -> VisitMemory.Place {
    VisitMemory.Place(session: session, role: .legal, application: .random())
  }

  @Test func aMatterLastsHalfAnHour() async {
    let start = ContinuousClock.now
    let watch = Watch(start)
    let memory = VisitMemory(now: { watch.now })
    let place = place()
    await memory.state(Private("suit"), at: place)
    watch.now = start + .seconds(1799)
    #expect(await memory.matter(at: place)?.reveal() == "suit")
    watch.now = start + .seconds(1800)
    #expect(await memory.matter(at: place) == nil)
  }

  @Test func memoryIsBoundedAndForgetsTheOldest() async {
    let start = ContinuousClock.now
    let watch = Watch(start)
    let memory = VisitMemory(most: 3, now: { watch.now })
    let places = (0..<4).map { _ in place() }
    for (second, place) in places.enumerated() {
      watch.now = start + .seconds(second)
      await memory.state(Private("suit"), at: place)
    }
    #expect(await memory.matter(at: places[0]) == nil)
    for place in places.dropFirst() { #expect(await memory.matter(at: place) != nil) }
  }

  @Test func resultsAreTheSessionsOwnAndLastTenMinutes() async {
    let start = ContinuousClock.now
    let watch = Watch(start)
    let memory = VisitMemory(now: { watch.now })
    let session = SessionID.random()
    let code = await memory.keep([.init(name: "cv.pdf", refusal: nil)], of: session)
    #expect(await memory.results(code, of: session)?.map(\.name) == ["cv.pdf"])
    #expect(await memory.results(code, of: .random()) == nil)
    #expect(await memory.results("x", of: session) == nil)
    watch.now = start + .seconds(600)
    #expect(await memory.results(code, of: session) == nil)
  }
}
