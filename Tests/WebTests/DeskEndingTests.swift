import Casework
import Domain
import Support
import Testing

@testable import Web

/// What is left to do after an outcome, at the desk.
@Suite(.office) struct DeskEndingTests {
  let desk = DeskOffice()
  private var here: TestOffice { desk.here }

  @Test func anEndingNamesItsDaysAndOffersWhatIsLeft() async throws {
    #expect(try await desk.get("/endings").text.contains("Nothing ended"))
    let ada = try await here.rejected()
    let karl = try await here.rejected(.karl)
    let page = try await desk.get("/endings")
    #expect(page.text.contains("Ada Lovelace Baker Rejected 2 March 2026 16 March 2026"))
    for way in [
      "/endings/\(ada)/notice", "/endings/\(ada)/invitation", "/endings/\(karl)/notice",
      "/applications/\(karl)/letters/rejection", "/applications/\(ada)/outcome/correct",
    ] {
      #expect(page.ways.contains(way), "\(way)")
    }
    #expect(!page.ways.contains("/endings/\(karl)/invitation"))
  }

  @Test func aNoticeIsShownInFullAndThenSent() async throws {
    let id = try await here.rejected()
    let page = try await desk.get("/endings/\(id)/notice")
    #expect(page.text.contains("Recorded: Rejected, ended on 2 March 2026, by"))
    #expect(page.text.contains("Leider können wir Ihnen die Stelle nicht anbieten"))
    #expect(page.text.contains("Hello Ada Lovelace,") && here.post.kinds == [])
    let sent = try await desk.post("/endings/\(id)/notice")
    #expect(sent.location == "/endings?said=noticeSent" && here.post.kinds == ["rejection"])
    #expect(
      try await desk.get("/endings?said=noticeSent").text.contains("The notice leaves by mail."))
  }

  @Test func whoIsToldInAnotherWayIsRecordedAndARefusedFormComesBackFilled() async throws {
    let id = try await here.rejected(.karl)
    let path = "/endings/\(id)/told"
    let page = try await desk.get("/endings/\(id)/notice")
    #expect(page.ways.contains("/applications/\(id)/letters/rejection"))
    #expect(!page.text.contains("Send the notice"))
    let refused = try await desk.post(
      path, ["channel": "phone", "sentOn": "2026-03-09", "proof": "call"])
    #expect(refused.status == 422 && refused.text.contains("This lies in the future."))
    #expect(refused.html.contains("value=\"call\""))
    #expect(refused.html.contains("value=\"phone\" selected"))
    let told = try await desk.post(path, ["channel": "phone", "sentOn": "2026-03-02"])
    #expect(told.location == "/endings?said=toldRecorded")
    #expect(!(try await desk.get("/endings").ways.contains("/endings/\(id)/notice")))
  }

  @Test func anInvitationIsShownAndSentInTheLanguageChosen() async throws {
    let id = try await here.rejected()
    let path = "/endings/\(id)/invitation"
    #expect(try await desk.get(path).text.contains("Invite Ada Lovelace to the pool"))
    #expect(try await desk.post(path).status == 422)
    let sent = try await desk.post(path, ["language": "de"])
    #expect(sent.location == "/endings?said=invited")
    #expect(here.post.letters.last?.language == .german)
    try await here.answer(here.post.tokens[0], .decline)
    #expect(try await desk.get(path).status == 409)
  }

  @Test func paperIsGivenBackOnceAndMayBeSaidTwice() async throws {
    let id = try await ReceiveApplication(here.office)(
      NewApplication(vacancy: nil, channel: .post, applicant: .karl), by: here.recruiter)
    try await here.decide(id, .withdrawn)
    #expect(try await desk.get("/endings").ways.contains("/endings/\(id)/paper"))
    for _ in 1...2 {
      #expect(
        try await desk.post("/endings/\(id)/paper").location == "/endings?said=paperReturned")
    }
    #expect(try await desk.get("/endings").text.contains("Nothing left to do"))
  }

  @Test func aCorrectionShowsWhatItBecomesBeforeItIsRecorded() async throws {
    let id = try await here.rejected()
    let path = "/applications/\(id)/outcome/correct"
    let form = try await desk.get(path)
    #expect(form.text.contains("Correct the outcome: Ada Lovelace"))
    #expect(form.html.contains("value=\"rejected\" selected"))
    let refused = try await desk.post(
      path, ["step": "check", "outcome": "hired", "endedOn": "2026-03-02", "reason": " "])
    #expect(refused.status == 422 && refused.html.contains("value=\"hired\" selected"))
    let early = try await desk.post(
      path, ["step": "check", "outcome": "hired", "endedOn": "2026-03-01", "reason": "a"])
    #expect(early.status == 422 && early.text.contains("before the receipt"))
    let check = try await desk.post(
      path, ["step": "check", "outcome": "withdrawn", "endedOn": "2026-03-02", "reason": "typo"])
    #expect(check.text.contains("Ada Lovelace: Withdrawn, ended on 2 March 2026."))
    #expect(check.text.contains("What was mailed before can"))
    let form2 = try await desk.send(path, SentForm(of: check).with("step", "form"))
    #expect(form2.status == 200 && form2.html.contains(">typo</textarea>"))
    let done = try await desk.send(path, SentForm(of: check).with("step", "record"))
    #expect(done.location == "/endings?said=corrected")
    #expect(try await here.ledger(of: id).last == "recruiter outcomeCorrected withdrawn")
  }

  @Test func aCorrectionThatErasesSoonIsConfirmed() async throws {
    let id = try await here.receive(at: TestClock.zone.start(of: "2025-08-01"))
    try await here.decide(id, .rejected)
    let path = "/applications/\(id)/outcome/correct"
    let check = try await desk.post(
      path, ["step": "check", "outcome": "rejected", "endedOn": "2025-09-08", "reason": "typo"])
    #expect(check.text.contains("It may be erased on 9 March 2026."))
    let record = SentForm(of: check).with("step", "record")
    let refused = try await desk.send(path, record)
    #expect(refused.status == 422 && refused.html.contains("href=\"#confirm\""))
    #expect(try await desk.send(path, record.with("confirm", "2026-03-09")).status == 303)
  }

  @Test func aProcedureIsReopenedWithItsReason() async throws {
    let id = try await here.rejected()
    let path = "/applications/\(id)/outcome/reopen"
    #expect(try await desk.get(path).text.contains("The procedure runs again from today"))
    #expect(try await desk.post(path, ["reason": ""]).status == 422)
    let done = try await desk.post(path, ["reason": "second thoughts"])
    #expect(done.location == "/applications/\(id)?said=reopened")
    #expect(try await here.standing(id) == [.procedure])
    #expect(try await desk.get(path).status == 409)
  }

  @Test func afterAFortnightNothingIsThere() async throws {
    let id = try await here.rejected()
    here.clock.pass(days: 15)
    #expect(try await desk.get("/endings").text.contains("Nothing ended"))
    for path in [
      "/endings/\(id)/notice", "/endings/\(id)/invitation",
      "/applications/\(id)/outcome/correct", "/applications/\(id)/outcome/reopen",
    ] {
      #expect(try await desk.get(path).status == 404, "\(path)")
    }
    for path in ["/endings/\(id)/notice", "/endings/\(id)/paper"] {
      #expect(try await desk.post(path).status == 404, "\(path)")
    }
  }
}
