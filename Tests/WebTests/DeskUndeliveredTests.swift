import Casework
import Domain
import Support
import Testing

@testable import Web

/// Letters that can't be delivered are an alarm until somebody helps.
@Suite(.office) struct DeskUndeliveredTests {
  let desk = DeskOffice()
  private var here: TestOffice { desk.here }

  private func refusedNotice() async throws -> ApplicationID {
    let id = try await here.rejected()
    here.post.answer(.refused)
    try await RecordNotice(here.office)(
      id, NoticeRecord(channel: .email, sentOn: here.clock.today, send: true),
      by: here.recruiter)
    return id
  }

  private func button(_ page: DeskOffice.Answer, _ end: String) throws -> String {
    try #require(page.ways.first { $0.hasSuffix(end) })
  }

  @Test func whereEverythingLeftThePageSaysSo() async throws {
    #expect(try await desk.get("/undelivered").text.contains("Every letter has left"))
    #expect(try await desk.get("/undelivered", as: .reviewer).status == 403)
  }

  @Test func aRefusedLetterIsAnAlarmAndIsTriedAgain() async throws {
    let id = try await refusedNotice()
    let today = try await desk.get("/")
    #expect(today.text.contains("Undelivered Ada Lovelace"))
    #expect(today.ways.contains("/undelivered"))
    let page = try await desk.get("/undelivered")
    #expect(page.text.contains("Ada Lovelace Rejection The mail server refuses"))
    #expect(!page.ways.contains("/applications/\(id)"), "it is locked")
    here.post.answer(nil)
    let again = try await desk.post(try button(page, "/again"))
    #expect(again.location == "/undelivered?said=triedAgain")
    #expect(here.post.kinds == ["rejection"])
    #expect(try await desk.get("/undelivered").text.contains("Every letter has left"))
    #expect(try await desk.post(try button(page, "/again")).location == "/undelivered")
  }

  @Test func aLetterCanBeTakenOut() async throws {
    _ = try await refusedNotice()
    let page = try await desk.get("/undelivered")
    let out = try await desk.post(try button(page, "/out"))
    #expect(out.location == "/undelivered?said=letterOut")
    #expect(try await desk.get("/").text.contains("Undelivered") == false)
    #expect(try await desk.post(try button(page, "/out")).location == "/undelivered")
  }

  @Test func whoeverIsStillInPlayIsLinked() async throws {
    let id = try await here.rejected()
    try await here.answer(try await here.invite(id), .give)
    let vacancy = try await here.openVacancy()
    here.post.answer(.badAddress)
    _ = try await ProposeVacancy(here.office)(id, vacancy: vacancy, by: here.recruiter)
    let page = try await desk.get("/undelivered")
    #expect(page.ways.contains("/applications/\(id)") && page.text.contains("Proposal"))
  }
}
