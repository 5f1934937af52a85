import Casework
import Domain
import Support
import Testing

@testable import Web

/// The hand-over at the desk, and the export of a matter.
@Suite(.office) struct DeskHandOverTests {
  let here = TestOffice.current
  private let desk = DeskOffice(hasConfirmed: true)

  private func hired() async throws -> (path: String, [DocumentID]) {
    let id = try await here.receiveForVacancy()
    let documents = [try await here.store(in: id), try await here.store(in: id)]
    try await here.decide(id, .hired)
    return ("/applications/\(id)", documents)
  }

  @Test func documentsAreTickedExportedAndRecordedWithWhatFollowsNamed() async throws {
    let (path, documents) = try await hired()
    #expect(try await desk.get(path).ways.contains("\(path)/hand-over"))
    let page = try await desk.get("\(path)/hand-over")
    #expect(page.status == 200 && page.text.contains("Not exported yet."))
    let zip = try await desk.post("\(path)/hand-over.zip", ["documents": documents[0].text])
    #expect(zip.status == 200 && zip.html.hasPrefix("PK"))
    let after = try await desk.get("\(path)/hand-over")
    #expect(after.text.contains("Exported on 2 March 2026."))
    let check = try await desk.post(
      "\(path)/hand-over",
      sent: documents.map { (name: "documents", value: $0.text) } + [("step", "check")])
    #expect(check.status == 200)
    #expect(check.text.contains("Deleted here, because it was exported: Lebenslauf.pdf."))
    #expect(check.text.contains("Ticked, but never exported, so it stays here: Lebenslauf.pdf."))
    #expect(check.text.contains("Stays as evidence through 2 September 2026"))
    let done = try await desk.post(
      "\(path)/hand-over",
      sent: documents.map { (name: "documents", value: $0.text) }
        + [("step", "record"), ("reference", "PA 7")])
    #expect(done.status == 303 && done.location == "/?said=handedOver")
    #expect(try await desk.get(path).status == 404)
    #expect(try await here.count("document") == 1)
  }

  @Test func checkingRecordsNothing() async throws {
    let (path, documents) = try await hired()
    _ = try await desk.post("\(path)/hand-over", ["documents": documents[0].text])
    #expect(try await here.count("hand_over") == 0)
    #expect(try await desk.get(path).status == 200)
  }

  @Test func beforeAnExportTheSecondFactorIsProvenAndThePageComesBack() async throws {
    let (path, documents) = try await hired()
    let answer = try await DeskOffice().post(
      "\(path)/hand-over.zip", ["documents": documents[0].text])
    #expect(answer.status == 200 && answer.text.contains("Prove your second factor"))
    #expect(answer.ways.contains { $0.hasSuffix("hand-over.zip&amp;sent=yes") })
    #expect(answer.html.contains(#"name="documents" value="\#(documents[0])""#))
    #expect(try await here.count("hand_over_export") == 0)
  }

  @Test func whatIsNoDocumentOfItIsRefused() async throws {
    let (path, _) = try await hired()
    for value in ["x", DocumentID.random().text] {
      #expect(try await desk.post("\(path)/hand-over", ["documents": value]).status == 422)
      #expect(try await desk.post("\(path)/hand-over.zip", ["documents": value]).status == 422)
    }
  }

  @Test func aRunningApplicationIsNotHandedOver() async throws {
    let id = try await here.receive()
    #expect(try await desk.get("/applications/\(id)/hand-over").status == 409)
    #expect(try await !desk.get("/applications/\(id)").ways.contains { $0.hasSuffix("hand-over") })
  }

  @Test func whatIsHeldIsSaidToStay() async throws {
    let id = try await here.receiveForVacancy()
    let document = try await here.store(in: id)
    try await here.decide(id, .hired)
    let path = "/applications/\(id)/hand-over"
    _ = try await desk.post("\(path).zip", ["documents": document.text])
    _ = try await here.hold(id)
    let check = try await desk.post(path, ["documents": document.text, "step": "check"])
    #expect(check.text.contains("so all of it stays: Lebenslauf.pdf."))
    #expect(!check.text.contains("Deleted here"))
  }

  @Test func aMatterIsExportedByOneOfItsHoldsAndWhatIsRestrictedIsCounted() async throws {
    let (id, other) = (try await here.rejected(), try await here.rejected(.karl))
    let hold = try await here.hold(id)
    _ = try await here.hold(other)
    try await PlaceRestriction(here.office)(id, reason: "disputed", by: here.privacyOfficer)
    let sent = ["hold": hold.text, "applications": "2", "restricted": "1"]
    func post(_ reason: String) async throws -> DeskOffice.Answer {
      let fields = sent.merging(["reason": reason]) { $1 }
      return try await desk.post(
        "/matters/export", sent: fields.map { (name: $0.key, value: $0.value) }, as: .legal)
    }
    let bare = try await post("")
    #expect(bare.status == 422)
    #expect(bare.text.contains("Restricted, so it stays out: 1 of 2. The file lists which."))
    #expect(bare.html.contains("value=\"\(hold)\""))
    let zip = try await post("Lovelace ./. Example")
    #expect(zip.status == 200 && zip.html.hasPrefix("PK"))
    #expect(zip.html.contains("\"withheld\":[\"\(id)\"]"))
    #expect(try await here.ledger(of: other).last == "legal matterExported")
  }

  @Test func aMatterIsExportedForAReasonAndAsTheLawOfTheDeskSays() async throws {
    let id = try await here.rejected()
    let bare = try await desk.post("/matters/export", ["application": id.text], as: .legal)
    #expect(bare.status == 422 && bare.text.contains("Please fill this in."))
    let fields: KeyValuePairs = ["application": id.text, "reason": "Lovelace ./. Example"]
    let away = try await DeskOffice().post("/matters/export", fields, as: .legal)
    #expect(away.ways.contains("/confirm?next=%2Fmatters%2Fexport&amp;sent=yes"))
    let zip = try await desk.post("/matters/export", fields, as: .legal)
    #expect(zip.status == 200 && zip.html.hasPrefix("PK"))
    #expect(try await here.ledger(of: id).last == "legal matterExported")
    #expect(try await desk.post("/matters/export", fields).status == 403)
    let odd = try await desk.post(
      "/matters/export", ["application": "x", "reason": "a"], as: .legal)
    #expect(odd.status == 404)
  }
}
