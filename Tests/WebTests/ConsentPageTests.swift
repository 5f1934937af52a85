import Casework
import Domain
import Support
import Testing

@testable import Web

/// What applicants say about consent by post or telephone, as somebody records it at the desk.
@Suite(.office) struct ConsentPageTests {
  let desk = DeskOffice()
  private var here: TestOffice { desk.here }

  private func open(_ id: ApplicationID) async throws -> Set<String> {
    Set(try await here.grounds(of: id).filter { $0.endedAt == nil }.map(\.kind.rawValue))
  }

  @Test func aConsentOnPaperIsRecordedFromTheEndings() async throws {
    let id = try await here.rejected()
    let path = "/applications/\(id)/consent?from=endings"
    #expect(try await desk.get("/endings").ways.contains(path))
    let form = try await desk.get(path)
    #expect(form.ways.contains("/endings") && form.ways.contains(path))
    let early = try await desk.post(
      path,
      ["purpose": "pool", "channel": "post", "givenOn": "2020-01-01", "textVersion": "2026-1"])
    #expect(early.status == 422 && early.html.contains("2020-01-01"))
    let done = try await desk.post(
      path,
      [
        "purpose": "pool", "channel": "post", "givenOn": here.clock.today.description,
        "textVersion": "2026-1",
      ])
    #expect(done.location == "/applications/\(id)?said=consentRecorded")
    #expect(try await open(id) == ["evidence", "pool"])
    let page = try await desk.get("/applications/\(id)?said=consentRecorded")
    #expect(page.text.contains("The consent is recorded."))
    #expect(page.ways.contains("/applications/\(id)/withdrawal"))
  }

  @Test func longerStorageNeedsItsDay() async throws {
    let id = try await here.rejected()
    let until = here.clock.today.adding(days: 400)
    var fields = [
      (name: "purpose", value: "longerStorage"), (name: "channel", value: "inPerson"),
      (name: "givenOn", value: here.clock.today.description),
      (name: "textVersion", value: "2026-1"), (name: "until", value: ""),
    ]
    let path = "/applications/\(id)/consent"
    let bare = try await desk.post(path, sent: fields)
    #expect(bare.status == 422 && bare.text.contains("Please fill this in."))
    #expect(try await open(id) == ["evidence"])
    fields[4].value = until.description
    #expect(try await desk.post(path, sent: fields).status == 303)
    #expect(try await open(id) == ["evidence", "longerStorage"])
  }

  @Test func aWithdrawalByTelephoneErasesWhatNothingElseKeeps() async throws {
    let (id, _) = try await here.onlyInPool()
    let path = "/applications/\(id)/withdrawal"
    let tomorrow = try await desk.post(
      path,
      [
        "purpose": "pool", "channel": "phone",
        "receivedOn": here.clock.today.adding(days: 1).description,
      ])
    #expect(tomorrow.status == 422 && tomorrow.text.contains("This lies in the future."))
    let never = try await desk.post(
      path,
      [
        "purpose": "longerStorage", "channel": "phone",
        "receivedOn": here.clock.today.description,
      ])
    #expect(never.status == 422)
    #expect(try await !here.isErased(id))
    let done = try await desk.post(
      path,
      ["purpose": "pool", "channel": "phone", "receivedOn": here.clock.today.description])
    #expect(done.location == "/pool?said=takenBack")
    #expect(try await desk.get("/pool?said=takenBack").text.contains("The withdrawal is recorded."))
    #expect(try await here.isErased(id))
  }

  @Test func whoeverMayBeAskedIsAskedOnce() async throws {
    let id = try await here.rejected()
    let path = "/applications/\(id)/longer-storage?from=endings"
    #expect(try await desk.get("/endings").ways.contains(path))
    let far = try await desk.post(path, ["until": "2099-01-01", "language": "en"])
    #expect(far.status == 422 && far.html.contains("2099-01-01"))
    let until = here.clock.today.adding(days: 400).description
    let done = try await desk.post(path, ["until": until, "language": "en"])
    #expect(done.location == "/endings?said=storageAsked")
    #expect(try await here.count("consent") == 1)
    #expect(try await desk.get(path, as: .privacyOfficer).status == 403)
  }
}
