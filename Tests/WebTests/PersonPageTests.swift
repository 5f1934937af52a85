import Casework
import Domain
import HTTPTypes
import HummingbirdTesting
import Support
import Testing

@testable import Web

/// A person is added or corrected at the desk.
@Suite(.office) struct PersonPageTests {
  let here = TestOffice.current

  private static let karl = [
    "givenName": "Karl", "familyName": "Weierstraß", "email": "", "phone": "",
    "address": "Weg 1\n10115 Berlin", "language": "de",
  ]

  @Test func anApplicationIsAddedAndItsDocumentsFollow() async throws {
    let vacancy = try await here.openVacancy("Baker")
    let day = here.clock.today.adding(days: -3)
    let form = Self.karl.merging(
      [
        "vacancyId": vacancy.text, "channel": "post", "source": "agency",
        "receivedOn": "\(day)", "once": Once.key(),
      ]) { $1 }
    try await DeskVisitor(here: here).browsing { browser in
      let empty = try await browser.get("/applications/new?vacancy=\(vacancy)").text
      #expect(empty.contains("<option value=\"\(vacancy)\" selected>Baker</option>"))
      #expect(empty.contains("value=\"\(here.clock.today)\""))
      let answer = try await browser.send("/applications/new", form)
      #expect(answer.headers[.location]?.hasSuffix("/upload?said=received") == true)
      #expect(try await browser.follow(answer).text.contains("The application is added."))
      // Sent twice, it is one.
      let again = try await browser.send("/applications/new", form)
      #expect(again.headers[.location] == answer.headers[.location])
    }
    let lines = try await ListApplications(here.office)(
      ApplicationFilter(vacancy: vacancy), by: here.recruiter)
    #expect(lines.items.map(\.familyName) == ["Weierstraß"])
    let id = try #require(lines.items.first?.id)
    let view = try await OpenApplication(here.office)(id, by: here.recruiter)
    #expect(view.channel == .post && view.source == .agency)
    #expect(here.office.time.day(of: view.receivedAt) == day)
    #expect(view.applicant.email == nil)
    #expect(view.applicant.address?.reveal() == "Weg 1\n10115 Berlin")
  }

  @Test func whatCantBeTakenComesBackFilled() async throws {
    let vacancy = try await here.openVacancy("Baker")
    try await CloseVacancy(here.office)(vacancy, by: here.recruiter)
    let tomorrow = here.clock.today.adding(days: 1)
    let good = Self.karl.merging(
      ["vacancyId": "", "channel": "post", "source": "applicant", "once": Once.key()]) { $1 }
    let cases: [([String: String], field: String)] = [
      (["givenName": " ", "receivedOn": "2026-01-01"], "givenName"),
      (["email": "karl", "receivedOn": "2026-01-01"], "email"),
      (["receivedOn": "1.1.2026"], "receivedOn"),
      (["receivedOn": "\(tomorrow)"], "receivedOn"),
      (["channel": "dove", "receivedOn": "2026-01-01"], "channel"),
      (["vacancyId": "x", "receivedOn": "2026-01-01"], "vacancyId"),
      (["vacancyId": vacancy.text, "receivedOn": "2026-01-01"], "vacancyId"),
    ]
    try await DeskVisitor(here: here).browsing { browser in
      for (change, field) in cases {
        let page = try await browser.send("/applications/new", good.merging(change) { $1 })
        #expect(page.status == .unprocessableContent, "\(change)")
        #expect(page.text.contains("<a href=\"#\(field)\">"), "\(change)")
        #expect(page.text.contains("value=\"Weierstraß\""))
      }
      #expect(try await here.count("application") == 0)
    }
  }

  @Test func aPersonIsCorrectedFieldByField() async throws {
    let id = try await here.receive()
    try await DeskVisitor(here: here).browsing { browser in
      let form = try await browser.get("/applications/\(id)/person").text
      #expect(form.contains("value=\"ada@example.org\"") && form.contains("value=\"Lovelace\""))
      let refused = try await browser.send(
        "/applications/\(id)/person", Self.karl.merging(["familyName": ""]) { $1 })
      #expect(refused.status == .unprocessableContent)
      #expect(refused.text.contains("value=\"Karl\""))
      let answer = try await browser.send("/applications/\(id)/person", Self.karl)
      let page = try await browser.follow(answer).text
      #expect(page.contains("The corrections are saved.") && page.contains("<h1>Karl Weierstraß"))
    }
    let person = try await OpenApplication(here.office)(id, by: here.recruiter).applicant
    #expect(person.email == nil && person.phone == nil && person.language == .german)
  }

  @Test func nobodyIsCorrectedWhoIsntThere() async throws {
    try await DeskVisitor(here: here).browsing { browser in
      let path = "/applications/\(ApplicationID.random())/person"
      let page = try await browser.get(path)
      let answer = try await browser.send(path, Self.karl)
      #expect(page.status == .notFound && answer.status == .notFound)
    }
  }
}
