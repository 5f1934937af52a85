import Foundation
import Casework
import Domain
import Foundation
import Support
import Testing

@testable import Web

/// A page's own form, as a browser would send it on.
struct SentForm {
  private(set) var fields: [(name: String, value: String)] = []

  /// What the page's main form holds: hidden values and what is ticked.
  init(of page: DeskOffice.Answer) {
    let main = page.html.split(separator: "<main").last.map(String.init) ?? ""
    for match in main.matches(of: /<input ([^>]*)>/) {
      let input = String(match.1)
      let isTick = input.contains("type=\"checkbox\"")
      guard !isTick || input.contains(" checked"), !input.contains("type=\"radio\""),
        let name = input.firstMatch(of: /name="([^"]*)"/)?.1,
        let value = input.firstMatch(of: /value="([^"]*)"/)?.1, name != "step"
      else { continue }
      fields.append((String(name), String(value)))
    }
  }

  /// The same with a field filled in or a button pressed.
  func with(_ name: String, _ value: String) -> SentForm {
    var form = self
    form.fields.removeAll { $0.name == name && name != "tick" && name != "invite" }
    form.fields.append((name, value))
    return form
  }

  /// The same without a tick.
  func without(_ name: String, _ value: String? = nil) -> SentForm {
    var form = self
    form.fields.removeAll { $0.name == name && (value == nil || $0.value == value) }
    return form
  }
}

extension DeskOffice {
  /// What comes of a page's form.
  func send(_ path: String, _ form: SentForm) async throws -> Answer {
    try await post(path, sent: form.fields)
  }
}

/// Recording outcomes, from the form to the mail.
@Suite(.office) struct DeskOutcomeTests {
  let desk = DeskOffice()
  private var here: TestOffice { desk.here }

  @Test func oneIsCheckedWithDaysAndMailsAndThenRecorded() async throws {
    let id = try await here.receiveForVacancy()
    let form = try await desk.get("/applications/\(id)/outcome")
    #expect(form.text.contains("Record outcome: Ada Lovelace, Baker"))
    let filled = SentForm(of: form).with("outcome", "rejected").with("invites", "yes")
    let check = try await desk.send("/outcomes", filled.with("step", "check"))
    #expect(check.status == 200)
    for phrase in [
      "Ada Lovelace: Rejected, ended on 2 March 2026.",
      "Evidence through 2 September 2026, erased on 3 September 2026.", "14 days under Endings",
      "Reply to your application", "A question about your application", "Hello Ada Lovelace,",
      "Record and send", "https://jobs.example.org/c/…",
    ] {
      #expect(check.text.contains(phrase), "\(phrase) in \(check.text)")
    }
    #expect(try await here.standing(id) == [.procedure])
    #expect(here.post.kinds == [])
    let record = SentForm(of: check).with("step", "record")
    for _ in 1...2 {
      let done = try await desk.send("/outcomes", record)
      #expect(done.status == 200 && done.text.contains("1 recorded"))
      #expect(done.text.contains("The notice leaves by mail."))
      #expect(done.ways.contains("/endings"))
    }
    #expect(here.post.kinds == ["rejection", "invitation"])
    #expect(try await here.standing(id) == [.evidence])
  }

  @Test func tenTickedInAListAreDecidedTogetherAndOneCanBeTakenOut() async throws {
    let vacancy = try await here.openVacancy("Driver")
    var ids: [ApplicationID] = []
    for number in 0..<9 { ids.append(try await here.receive(.number(number), for: vacancy)) }
    ids.append(try await here.receive(.karl, for: vacancy))
    let list = try await desk.get("/vacancies/\(vacancy)")
    #expect(list.html.components(separatedBy: "name=\"tick\"").count == 11)
    let ticks: [(name: String, value: String)] =
      [("vacancy", vacancy.text)] + ids.map { ("tick", $0.text) }
    let form = try await desk.post("/outcomes", sent: ticks)
    #expect(form.text.contains("Record outcome for 10"))
    #expect(form.text.contains("Without an e-mail address: 1."))
    let filled = SentForm(of: form).with("outcome", "rejected").with("step", "check")
    let check = try await desk.send("/outcomes", filled)
    #expect(
      check.text.contains(
        "Rejected: 10. By mail: 9. By letter, to be printed: 1. Invited to the pool: 0. "
          + "Erased on 3 September 2026."))
    #expect(check.text.contains("Record 10 outcomes"))
    let fewer = try await desk.send("/outcomes", SentForm(of: check).with("out", ids[0].text))
    #expect(fewer.text.contains("Record 9 outcomes") && !fewer.text.contains("Nora0"))
    try await here.decide(ids[1], .withdrawn)
    let done = try await desk.send("/outcomes", SentForm(of: fewer).with("step", "record"))
    #expect(done.text.contains("8 recorded") && done.text.contains("Not Nora1 Number1:"))
    #expect(done.text.contains("decided at 10:00."))
    #expect(done.ways.contains { $0.hasSuffix("/letters/rejection") })
    #expect(try await here.standing(ids[0]) == [.procedure])
    #expect(here.post.kinds.count == 7)
  }

  @Test func invitationsThatWereTickedSinceAreShownBeforeTheyAreSent() async throws {
    let vacancy = try await here.openVacancy()
    let ids = [
      try await here.receive(.number(1), for: vacancy),
      try await here.receive(.number(2), for: vacancy),
    ]
    let form = try await desk.get("/vacancies/\(vacancy)/outcomes")
    let check = try await desk.send(
      "/outcomes", SentForm(of: form).with("outcome", "rejected").with("step", "check"))
    let ticked = SentForm(of: check).with("invite", ids[0].text).with("step", "record")
    let again = try await desk.send("/outcomes", ticked)
    #expect(again.text.contains("Invited to the pool: 1") && here.post.kinds == [])
    let done = try await desk.send("/outcomes", SentForm(of: again).with("step", "record"))
    #expect(done.text.contains("2 recorded"))
    #expect(here.post.kinds.sorted() == ["invitation", "rejection", "rejection"])
  }

  @Test func aRefusedFormComesBackFilledAndSaysWhatIsWrong() async throws {
    let id = try await here.receive()
    let form = SentForm(of: try await desk.get("/applications/\(id)/outcome"))
    let empty = try await desk.send("/outcomes", form.with("step", "check"))
    #expect(empty.status == 422 && empty.html.contains("<title>Error:"))
    #expect(empty.html.contains("href=\"#outcome\""))
    let later = try await desk.send(
      "/outcomes",
      form.with("outcome", "withdrawn").with("endedOn", "2026-03-05").with("invites", "yes")
        .with("step", "check"))
    #expect(later.status == 422 && later.text.contains("This lies in the future."))
    #expect(later.html.contains("value=\"withdrawn\" checked"))
    #expect(later.html.contains("value=\"2026-03-05\""))
    let early = try await desk.send(
      "/outcomes",
      form.with("outcome", "rejected").with("endedOn", "2026-03-01").with("step", "check"))
    #expect(early.text.contains("This lies before the receipt of the application."))
    #expect(!early.html.contains("value=\"record\""))
  }

  @Test func whatComesSoonIsConfirmedByItsDayAndALargeNumberIsTyped() async throws {
    let soon = try await here.receive(at: TestClock.zone.start(of: "2025-08-01"))
    let form = SentForm(of: try await desk.get("/applications/\(soon)/outcome"))
    let check = try await desk.send(
      "/outcomes",
      form.with("outcome", "withdrawn").with("endedOn", "2025-09-08").with("step", "check"))
    #expect(check.text.contains("It may be erased on 9 March 2026."))
    let record = SentForm(of: check).with("step", "record")
    let refused = try await desk.send("/outcomes", record)
    #expect(refused.status == 422 && refused.html.contains("href=\"#confirm\""))
    let done = try await desk.send("/outcomes", record.with("confirm", "2026-03-09"))
    #expect(done.text.contains("1 recorded"))

    let vacancy = try await here.openVacancy()
    for number in 0...30 { _ = try await here.receive(.number(number), for: vacancy) }
    let many = SentForm(of: try await desk.get("/vacancies/\(vacancy)/outcomes"))
    let checked = try await desk.send(
      "/outcomes", many.with("outcome", "withdrawn").with("step", "check"))
    #expect(checked.text.contains("Type their number, 31"))
    let untyped = SentForm(of: checked).with("step", "record")
    #expect(try await desk.send("/outcomes", untyped).html.contains("href=\"#count\""))
    #expect(
      try await desk.send("/outcomes", untyped.with("count", "31")).text.contains("31 recorded"))
  }

  @Test func whoIsNotToBeSeenIsNotThereAndNobodyChosenIsSaid() async throws {
    #expect(try await desk.get("/applications/\(ApplicationID.random())/outcome").status == 404)
    #expect(try await desk.get("/vacancies/\(VacancyID.random())/outcomes").status == 404)
    let vacancy = try await here.openVacancy()
    let none = try await desk.post("/outcomes", ["vacancy": vacancy.text])
    #expect(none.location == "/vacancies/\(vacancy)?said=nobodyChosen")
    let page = try await desk.get("/vacancies/\(vacancy)?said=nobodyChosen")
    #expect(page.text.contains("Choose at least one application first."))
    let rejected = try await here.rejected()
    let form = try await desk.get("/applications/\(rejected)/outcome")
    #expect(form.text.contains("Not Ada Lovelace:") && form.text.contains("Nothing is left"))
  }

  @Test func namesAreEscapedAndTheSameIsSaidInGerman() async throws {
    let hostile = Applicant(
      givenName: "<b>Eve</b>", familyName: "\"Quote\"", email: "eve@example.org",
      language: .german)
    let id = try await here.receive(hostile)
    let german = DeskOffice(language: .german)
    let form = try await german.get("/applications/\(id)/outcome")
    #expect(form.text.contains("Ausgang festhalten"))
    let check = try await german.send(
      "/outcomes", SentForm(of: form).with("outcome", "rejected").with("step", "check"))
    #expect(check.text.contains("Abgelehnt, beendet am 2. März 2026."))
    for page in [form, check] {
      #expect(page.html.contains("&lt;b&gt;Eve&lt;/b&gt;") && !page.html.contains("<b>Eve"))
    }
  }

  @Test func closingAsksWhatBecomesOfThoseWithoutAnOutcome() async throws {
    let vacancy = try await here.openVacancy("Driver")
    let id = try await here.receive(.ada, for: vacancy)
    let page = try await desk.get("/vacancies/\(vacancy)/close")
    #expect(page.text.contains("Close Driver") && page.text.contains("Without an outcome: 1."))
    let decide = try await desk.post("/vacancies/\(vacancy)/close", ["then": "decide"])
    #expect(decide.location == "/vacancies/\(vacancy)/outcomes")
    #expect(try await desk.get("/vacancies/\(vacancy)/outcomes").text.contains("Ada Lovelace"))
    let leave = try await desk.post("/vacancies/\(vacancy)/close", ["then": "leave"])
    #expect(leave.location == "/vacancies/\(vacancy)?said=closed")
    try await here.decide(id, .rejected)
    #expect(
      try await desk.get("/vacancies/\(vacancy)/close").text.contains("Every application has"))
    #expect(try await desk.get("/vacancies/\(VacancyID.random())/close").status == 404)
  }
}
