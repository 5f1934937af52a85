import Casework
import Domain
import Support
import Testing

@testable import Web

/// Originals on paper at the desk.
@Suite(.office) struct DeskPaperPagesTests {
  let desk = DeskOffice()
  private var here: TestOffice { desk.here }

  private func byPost() async throws -> ApplicationID {
    try await ReceiveApplication(here.office)(
      NewApplication(vacancy: nil, channel: .post, applicant: .karl), by: here.recruiter)
  }

  private func erase(_ id: ApplicationID) async throws {
    try await EraseOnRequest(here.office)(
      id, confirm: id.text, reason: "asked", by: here.privacyOfficer)
  }

  private func code(of id: ApplicationID) async throws -> PaperCode {
    try #require(try await ListPaper(here.office).of(id, by: here.recruiter)).code
  }

  @Test func theApplicationSaysWhereItsOriginalsAre() async throws {
    let id = try await byPost()
    let code = try await code(of: id)
    let page = try await desk.get("/applications/\(id)")
    #expect(page.text.contains("Originals on paper Label \(code) Where it is not recorded"))
    #expect(page.ways.contains("/applications/\(id)/paper"))
    #expect(page.ways.contains("/paper/labels?code=\(code)"))
    let refused = try await desk.post(
      "/applications/\(id)/paper", ["location": " ", "plan": "burn", "class": "P-5"])
    #expect(refused.status == 422 && refused.html.contains("value=\"P-5\" selected"))
    let done = try await desk.post(
      "/applications/\(id)/paper", ["location": "box 7", "plan": "shred", "class": "P-5"])
    #expect(done.location == "/paper/\(code)?said=paperMoved")
    let form = try await desk.get("/applications/\(id)/paper")
    #expect(form.html.contains("value=\"box 7\"") && form.html.contains("value=\"shred\" selected"))
    let other = try await here.receive()
    #expect(
      try await desk.get("/applications/\(other)").ways.contains("/applications/\(other)/paper"))
  }

  @Test func aLabelCarriesACodeAndNoName() async throws {
    let id = try await byPost()
    let code = try await code(of: id)
    let page = try await desk.get("/paper/labels?code=\(code)&code=nonsense")
    #expect(
      page.text.contains("\(code) Beispiel GmbH") && page.html.contains("<svg class=\"code\""))
    #expect(!page.html.contains("Karl") && !page.html.contains(id.text))
    #expect(try await desk.get("/paper/labels").text.contains("There is no such paper."))
  }

  @Test func theLabelLeadsToItsPageInWhicheverHandItIsWritten() async throws {
    let id = try await byPost()
    let code = try await code(of: id)
    for path in ["/paper/\(code)", "/paper/\(code.text.lowercased())"] {
      let page = try await desk.get(path)
      #expect(page.text.contains("Its application is still here"))
      #expect(!page.text.contains("Confirm") && !page.html.contains("Karl"))
    }
    #expect(try await desk.post("/paper/\(code)/move", ["location": ""]).status == 422)
    let moved = try await desk.post("/paper/\(code)/move", ["location": "cellar"])
    #expect(moved.location == "/paper/\(code)?said=paperMoved")
    let page = try await desk.get("/paper/\(code)?said=paperMoved")
    #expect(page.text.contains("The new place is recorded.") && page.text.contains("cellar"))
    #expect(try await desk.get("/paper/none").status == 404)
    #expect(try await desk.get("/paper/\(PaperCode.random())").status == 404)
  }

  @Test func originalsGoBackOnThePageOfTheirLabelWhenTheEndingIsClosed() async throws {
    let id = try await byPost()
    let code = try await code(of: id)
    let back: KeyValuePairs = [
      "code": code.text, "from": "label", "how": "returned", "on": "2026-03-10",
    ]
    here.clock.pass(days: 9)
    #expect(try await desk.post("/paper/gone", back).status == 422)
    try await here.decide(id, .rejected)
    here.clock.pass(days: 20)
    #expect(try await desk.get("/paper/\(code)").text.contains("Record that it was given back"))
    let done = try await desk.post("/paper/gone", back)
    #expect(done.location == "/paper/\(code)?said=paperGone")
    let page = try await desk.get("/paper/\(code)")
    #expect(page.text.contains("This paper is gone"))
    #expect(!page.text.contains("Record that it was given back"))
  }

  @Test func whatIsErasedIsFetchedAndConfirmedOneOrMany() async throws {
    #expect(try await desk.get("/paper").text.contains("Nothing has to be fetched."))
    var codes: [PaperCode] = []
    for _ in 0..<3 {
      let id = try await byPost()
      codes.append(try await code(of: id))
      try await erase(id)
    }
    let page = try await desk.get("/paper", as: .privacyOfficer)
    for code in codes { #expect(page.html.contains("value=\"\(code)\"")) }
    let nothing = try await desk.post(
      "/paper/gone", ["how": "shredded", "class": "P-4", "on": "2026-03-02"])
    #expect(nothing.status == 422 && nothing.text.contains("Choose some paper first."))
    let late = try await desk.post(
      "/paper/gone",
      ["code": codes[0].text, "how": "shredded", "class": "P-4", "on": "2026-03-05"])
    #expect(late.status == 422 && late.text.contains("This lies in the future."))
    #expect(late.html.contains("value=\"\(codes[0])\" aria-label=\"Choose \(codes[0])\" checked"))
    let many = try await desk.post(
      "/paper/gone",
      [
        "code": codes[0].text, "code": codes[1].text, "how": "shredded", "class": "P-4",
        "on": "2026-03-02",
      ], as: .privacyOfficer)
    #expect(many.location == "/paper?said=paperGone")
    let one = try await desk.post(
      "/paper/gone",
      ["code": codes[2].text, "from": "label", "how": "returned", "on": "2026-03-02"])
    #expect(one.location == "/paper/\(codes[2])?said=paperGone")
    let last = try await desk.get("/paper/\(codes[2])?said=paperGone")
    #expect(last.text.contains("This paper is gone: returned on 2 March 2026."))
    #expect(try await desk.get("/paper").text.contains("Nothing has to be fetched."))
  }

  @Test func paperThatIsToBeShreddedFinelyIsNotConfirmedAsCoarse() async throws {
    let id = try await byPost()
    let paper = try await RecordPaper(here.office)(
      id, location: "box", plan: .shred, paperClass: .p5, by: here.recruiter)
    try await erase(id)
    let refused = try await desk.post(
      "/paper/gone",
      ["code": paper.code.text, "how": "shredded", "class": "P-4", "on": "2026-03-02"])
    #expect(refused.status == 422)
    #expect(try await desk.get("/paper").html.contains("value=\"\(paper.code)\""))
  }
}
