import Casework
import Domain
import Foundation
import HTTPTypes
import HummingbirdTesting
import Pages
import Support
import Testing

@testable import Web

/// Holds and obligations at the desk: the consequence first, and no matter in an address.
@Suite(.office) struct HoldPageTests {
  let here = TestOffice.current
  private let form = ["matter": "Lovelace ./. Example", "reason": "a letter came"]

  private var filled: [String: String] {
    form.merging(["reviewOn": here.clock.today.adding(days: 30).description]) { $1 }
  }

  private func asLegal(
    _ body: @escaping @Sendable (Browser) async throws -> Void
  ) async throws {
    let visitor = DeskVisitor(here: here, role: .legal, confirmedAt: here.watch.now)
    try await visitor.browsing { browser in
      let asked = try await browser.get("/matters")
      #expect(asked.status == .preconditionRequired)
      #expect(asked.text.contains("for a named matter or reason only"))
      let answer = try await browser.send(
        "/matters/reason", ["matter": "yearly look", "next": "/matters"])
      #expect(answer.headers[.location] == "/matters")
      try await body(browser)
    }
  }

  @Test func aMatterIsFollowedFromItsListToItsRelease() async throws {
    let vacancy = try await here.openVacancy("Accountant")
    let id = try await here.receive(for: vacancy)
    try await here.decide(id, .rejected)
    let filled = filled
    try await asLegal { browser in
      #expect(try await browser.get("/matters").text.contains("Nothing is held."))
      let vacancies = try await browser.get("/matters/vacancies")
      #expect(vacancies.text.contains("/vacancies/\(vacancy)/hold"))
      let before = try await browser.get("/vacancies/\(vacancy)/hold")
      #expect(before.text.contains("1 application is held, even if it is locked"))
      #expect(before.text.contains("None is erased until the hold is released."))
      let placed = try await browser.follow(
        try await browser.send("/vacancies/\(vacancy)/hold", filled))
      #expect(placed.text.contains("It is held."))
      #expect(placed.text.contains("Lovelace ./. Example"))
      #expect(!placed.text.contains("Review due"))
      let hold = try await ListHolds(here.office)(by: here.legal)[0].id
      let matter = try await browser.get("/matters/\(hold)")
      #expect(matter.text.contains("<h1>Lovelace ./. Example</h1>"))
      #expect(matter.text.contains("Accountant, the whole vacancy: 1"))
      #expect(matter.text.contains("Applications held for it: 1."))
      here.clock.set(to: "2026-10-01")
      #expect(try await browser.get("/matters").text.contains("Review due"))
      let release = try await browser.get("/holds/\(hold)/release")
      #expect(release.text.contains("becomes overdue and is erased at once"))
      #expect(release.text.contains("Release and erase"))
      let empty = try await browser.send("/holds/\(hold)/release", ["reason": " "])
      #expect(empty.status == .unprocessableContent)
      let done = try await browser.send("/holds/\(hold)/release", ["reason": "settled"])
      #expect(try await browser.follow(done).text.contains("The hold is released."))
      #expect(try await here.isErased(id))
      #expect(try await browser.get("/matters/\(hold)").status == .notFound)
    }
  }

  @Test func aRestrictedApplicationIsListedWithoutANameAndCountedBeforeAnExport() async throws {
    let (id, other) = (try await here.rejected(), try await here.rejected(.karl))
    let hold = try await here.hold(id)
    _ = try await here.hold(other)
    try await PlaceRestriction(here.office)(id, reason: "disputed", by: here.privacyOfficer)
    try await asLegal { browser in
      let matter = try await browser.get("/matters/\(hold)")
      #expect(matter.text.contains("A restricted application"))
      #expect(!matter.text.contains("Ada") && !matter.text.contains("/applications/\(id)"))
      let export = try await browser.get("/matters/\(hold)/export")
      #expect(export.text.contains("Restricted, so it stays out: 1 of 2."))
      #expect(!export.text.contains(other.text))
      let released = try await browser.send("/holds/\(hold)/release", ["reason": "settled"])
      #expect(try await browser.follow(released).text.contains("The hold is released."))
    }
  }

  @Test func aReleaseAsksForTheSecondFactorFirst() async throws {
    let hold = try await here.hold(here.rejected())
    try await DeskVisitor(here: here, role: .legal).browsing { browser in
      // This one has none at all.
      let answer = try await browser.send("/holds/\(hold)/release", ["reason": "settled"])
      #expect(answer.status == .forbidden)
      #expect(answer.text.contains("A second factor is needed"))
      #expect(try await here.count("hold") == 1)
    }
    let asked = try await DeskOffice().post(
      "/holds/\(hold)/release", ["reason": "settled & done"], as: .legal)
    #expect(asked.text.contains("Prove your second factor"))
    #expect(asked.ways.contains { $0.hasSuffix("release&amp;sent=yes") })
    #expect(asked.html.contains(#"name="reason" value="settled &amp; done""#))
  }

  @Test func aFormThatIsSentTwicePlacesOneHold() async throws {
    let vacancy = try await here.openVacancy("Accountant")
    let id = try await here.receive(for: vacancy)
    try await here.decide(id, .rejected)
    let filled = filled
    try await asLegal { browser in
      for path in ["/vacancies/\(vacancy)/hold", "/applications/\(id)/hold"] {
        let page = try await browser.get(path).text
        let once = try #require(page.firstMatch(of: /name="once" value="([^"]+)"/)).1
        let form = filled.merging(["once": String(once)]) { $1 }
        let first = try await browser.send(path, form)
        let second = try await browser.send(path, form)
        #expect(first.status == .seeOther && second.status == .seeOther)
      }
    }
    #expect(try await here.count("vacancy_hold") == 1)
    #expect(try await here.count("hold") == 2)
  }

  @Test func aReviewIsRefusedForYesterdayAndKeepsWhatWasTyped() async throws {
    let hold = try await here.hold(here.rejected())
    try await asLegal { browser in
      let refused = try await browser.send(
        "/holds/\(hold)/review", ["reviewOn": "2020-01-01", "reason": "waits for a ruling"])
      #expect(refused.status == .unprocessableContent)
      #expect(refused.text.contains("This lies before today."))
      #expect(refused.text.contains("waits for a ruling"))
      let done = try await browser.send(
        "/holds/\(hold)/review", ["reviewOn": "2027-01-01", "reason": ""])
      let page = try await browser.follow(done)
      #expect(page.text.contains("The hold stays; the new day is noted."))
      #expect(page.text.contains("1 January 2027"))
    }
  }

  @Test func aRecruiterHoldsForAWeekAndIsShownNothing() async throws {
    let vacancy = try await here.openVacancy()
    let locked = try await here.receive(for: vacancy)
    try await here.decide(locked, .rejected)
    here.clock.pass(days: 15)
    try await here.purge()
    let filled = filled
    try await DeskVisitor(here: here).browsing { browser in
      for path in ["/applications/\(locked)/hold", "/vacancies/\(vacancy)/hold"] {
        let page = try await browser.get(path)
        #expect(page.status == .ok && !page.text.contains("Lovelace"))
        #expect(page.text.contains("before 23 March 2026 is over"))
        let answer = try await browser.follow(try await browser.send(path, filled))
        #expect(answer.text.contains("It is held for 7 days."))
        #expect(!answer.text.contains("Lovelace"))
      }
      #expect(try await here.grounds(of: locked).filter { $0.kind == .hold }.count == 2)
      #expect(try await browser.get("/matters").status == .forbidden)
      let incomplete = try await browser.send(
        "/vacancies/\(vacancy)/hold", ["matter": "suit", "reason": "", "reviewOn": "soon"])
      #expect(incomplete.status == .unprocessableContent)
      #expect(incomplete.text.contains("value=\"suit\""))
      #expect(try await browser.get("/applications/\(locked)").status == .notFound)
    }
  }

  @Test func theHoldsOfAnApplicationAndItsObligationsHaveAPage() async throws {
    let id = try await here.rejected()
    let filled = filled
    try await asLegal { browser in
      let path = "/applications/\(id)"
      #expect(try await browser.get("\(path)/holds").status == .preconditionRequired)
      _ = try await browser.send("\(path)/matter", ["matter": "suit", "next": "/"])
      let held = try await browser.follow(try await browser.send("\(path)/hold", filled))
      #expect(held.text.contains("It is held.") && held.text.contains("Lovelace ./. Example"))
      let refused = try await browser.send(
        "\(path)/obligation", ["law": "", "until": "2020-01-01", "reason": ""])
      #expect(refused.status == .unprocessableContent)
      let past = try await browser.send(
        "\(path)/obligation", ["law": "§ 147 AO", "until": "2020-01-01"])
      #expect(past.text.contains("This lies before today."))
      let obliged = try await browser.follow(
        try await browser.send(
          "\(path)/obligation", ["law": "§ 147 AO", "until": "2030-12-31"]))
      #expect(obliged.text.contains("The obligation is noted."))
      #expect(obliged.text.contains("§ 147 AO") && obliged.text.contains("31 December 2030"))
      let obligation = try await ListHolds(here.office).on(id, by: here.legal).obligations[0].id
      let end = try await browser.get("/obligations/\(obligation)/end")
      #expect(end.text.contains("The application stays: something else keeps it."))
      let empty = try await browser.send("/obligations/\(obligation)/end", ["reason": ""])
      #expect(empty.status == .unprocessableContent)
      let ended = try await browser.follow(
        try await browser.send("/obligations/\(obligation)/end", ["reason": "repealed"]))
      #expect(ended.text.contains("The obligation is ended."))
      let page = try await browser.get(path)
      #expect(page.text.contains("Holds and obligations"))
    }
  }

  @Test func thePrivacyOfficerLooksAndChangesNothing() async throws {
    let id = try await here.rejected()
    let hold = try await here.hold(id)
    try await DeskVisitor(here: here, role: .privacyOfficer).browsing { browser in
      _ = try await browser.send("/matters/reason", ["matter": "review", "next": "/matters"])
      let page = try await browser.get("/matters/\(hold)")
      #expect(page.status == .ok && page.text.contains("Ada Lovelace, Baker"))
      #expect(!page.text.contains("/release") && !page.text.contains("/review"))
      for path in ["/holds/\(hold)/release", "/matters/vacancies", "/applications/\(id)/hold"] {
        #expect(try await browser.get(path).status == .forbidden)
      }
    }
  }

  @Test func whatIsNotThereIsNotFound() async throws {
    let nothing = "00000000-0000-4000-8000-000000000000"
    try await asLegal { browser in
      for path in [
        "/matters/\(nothing)", "/vacancies/\(nothing)/hold", "/holds/\(nothing)/release",
        "/obligations/\(nothing)/end", "/holds/nonsense/release",
      ] {
        let status = try await browser.get(path).status
        #expect(status == .notFound, "\(path)")
      }
    }
  }
}
