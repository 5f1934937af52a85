import Casework
import Domain
import Foundation
import Journal
import Postgres
import Records
import Support
import Testing

/// What legal takes along for a matter, and what it must say and be for that.
@Suite(.office) struct MatterExportTests {
  let here = TestOffice.current

  private func value(_ name: String, in section: String, _ contents: MatterContents) -> [String] {
    (contents.application + contents.notice).filter { $0.name == section }.flatMap(\.rows)
      .flatMap(\.fields).filter { $0.name == name }.compactMap {
        if case .text(let text) = $0.value { text } else { nil }
      }
  }

  @Test func everythingIsOpenedAndSupersededOutcomesAreThere() async throws {
    let id = try await here.fullFile()
    let export = try await ExportMatter(here.office)([id], by: here.legal)
    let contents = try await export.contents(of: id)
    #expect(value("familyName", in: "applicant", contents) == ["Lovelace"])
    #expect(value("text", in: "notes", contents) == ["punctual, and kind"])
    #expect(value("kind", in: "outcomes", contents) == ["withdrawn", "rejected"])
    #expect(value("supersededBecause", in: "outcomes", contents) == ["a slip"])
    #expect(value("matter", in: "holds", contents) == ["Lovelace ./. Example"])
    #expect(value("law", in: "obligations", contents) == ["§ 257 HGB"])
    #expect(value("proof", in: "notices", contents) == ["call list"])
    #expect(value("channel", in: "privacyNotices", contents).contains("post"))
    #expect(value("vacancyTitle", in: "application", contents) == ["Baker"])
    #expect(contents.retention.explanation.isEmpty == false)
    #expect(contents.staff[here.recruiter.member.id] != nil)
    var bytes: [UInt8] = []
    let opened = try await contents.documents[0].opened()
    try await opened.read(0..<opened.bytes) { bytes += $0 }
    #expect(bytes == SampleDocument.pdf())
  }

  @Test func itIsInTheLedgerBeforeAnythingIsRead() async throws {
    let (id, other) = (try await here.rejected(), try await here.rejected())
    let export = try await ExportMatter(here.office)([id, other], by: here.legal)
    for one in [id, other] {
      #expect(try await here.ledger(of: one).last == "legal matterExported")
    }
    #expect(try await here.count("stated_reason") == 2)
    #expect(export.isReasonStated && export.exportedBy == here.legal.member.id)
  }

  @Test func everyEntryAboutItIsProvenByTheCheckpoint() async throws {
    let id = try await here.fullFile()
    _ = try await here.rejected(.karl)
    let export = try await ExportMatter(here.office)([id], by: here.legal)
    var entries: [ProvenEntry] = []
    while true {
      let more = try await export.entries(about: id, after: entries.last?.index ?? -1)
      if more.isEmpty { break }
      entries += more
    }
    #expect(entries.count == (try await here.everyEntry(of: id)).count)
    #expect(entries.last?.line.contains("matterExported") == true)
    let lines = export.head.checkpoint.split(separator: "\n", omittingEmptySubsequences: false)
    let root = Array(Data(base64Encoded: String(lines[2])) ?? Data())
    #expect(Int(lines[1]) == export.head.size && root.count == 32)
    for entry in entries {
      let record = try JournalRecord(reading: Array(entry.line.utf8))
      #expect(record.applications.contains(id))
      let proof = entry.proof.map { Array(Data(base64Encoded: $0) ?? Data()) }
      #expect(
        TreeProof.includes(
          leaf: record.leafHash, at: entry.index, in: export.head.size, root: root, proof: proof))
    }
  }

  @Test func legalSeesNoOtherEntriesOfTheLedger() async throws {
    _ = try await here.rejected()
    let seen = try await here.as(.legal, .staff(here.legal.member)) { rows in
      try Ledger.entries(after: 0, limit: 100, in: rows).count
    }
    #expect(seen == 0)
  }

  @Test func theMatterNamesWhatIsHeldForIt() async throws {
    let (id, other) = (try await here.rejected(), try await here.rejected(.karl))
    _ = try await here.hold(id)
    _ = try await here.hold(other)
    let matter: Private<String> = "Lovelace ./. Example"
    let export = try await ExportMatter(here.office)(of: matter, by: here.legal)
    #expect(Set(export.applications) == [id, other])
    await #expect(throws: Refusal.unknown) {
      try await ExportMatter(here.office)(of: "Nobody ./. Example", by: here.legal)
    }
  }

  @Test func whatIsRestrictedStaysOutOfItsMatterAndIsListed() async throws {
    let (id, other) = (try await here.rejected(), try await here.rejected(.karl))
    let hold = try await here.hold(id)
    _ = try await here.hold(other)
    try await PlaceRestriction(here.office)(id, reason: "disputed", by: here.privacyOfficer)
    for export in [
      try await ExportMatter(here.office)(of: "Lovelace ./. Example", by: here.legal),
      try await ExportMatter(here.office)(ofTheMatterOf: hold, by: here.legal),
    ] {
      #expect(export.applications == [other] && export.withheld == [id])
      #expect(try await export.contents(of: other).id == other)
    }
    #expect(try await here.ledger(of: id).contains("legal matterExported") == false)
    await #expect(throws: Refusal.unknown) {
      try await ExportMatter(here.office)([id, other], by: here.legal)
    }
  }

  @Test func aMatterOfAnySizeIsOpenedAPartAtATime() async throws {
    let vacancy = try await here.openVacancy()
    var ids: Set<ApplicationID> = []
    for number in 0..<5 { ids.insert(try await here.receive(.number(number), for: vacancy)) }
    let hold = try await here.hold(vacancy: vacancy)
    let export = try await ExportMatter(here.office, atOnce: 2)(
      ofTheMatterOf: hold, by: here.legal)
    #expect(Set(export.applications) == ids && export.withheld.isEmpty)
    #expect(export.noted.count == 3)
    let entries = try await here.everyEntry(of: nil).filter { $0.contains("matterExported") }
    #expect(entries.count == 3)
    for id in ids {
      #expect(try await here.ledger(of: id).last == "legal matterExported")
    }
    // Each with the reason.
    let reasons = try await here.asSuperuser { rows in
      try rows.first(
        """
        SELECT count(DISTINCT s.application_id) AS n FROM stated_reason s
        JOIN ledger l ON l.id = s.entry_id WHERE l.action = 'matterExported'
        """
      ) { try $0("n", as: Int.self) }
    }
    #expect(reasons == 5)
    await #expect(throws: Refusal.unknown) {
      try await ExportMatter(here.office)(ofTheMatterOf: .random(), by: here.legal)
    }
  }

  @Test func withoutAReasonOrASecondFactorNothingIsExported() async throws {
    let id = try await here.rejected()
    await #expect(throws: Refusal.reasonMissing) {
      try await ExportMatter(here.office)([id], by: here.caller(.legal, reason: nil))
    }
    let visitor = Caller(
      member: here.legal.member, reason: "suit", presence: .signedIn(confirmedAt: nil))
    await #expect(throws: Refusal.secondFactorNeeded) {
      try await ExportMatter(here.office)([id], by: visitor)
    }
    #expect(try await here.ledger(of: id).contains("legal matterExported") == false)
  }

  @Test func whatLegalDoesNotSeeRefusesTheWhole() async throws {
    let (evidence, running) = (try await here.rejected(), try await here.receive())
    await #expect(throws: Refusal.unknown) {
      try await ExportMatter(here.office)([evidence, running], by: here.legal)
    }
    await #expect(throws: Refusal.unknown) {
      try await ExportMatter(here.office)([.random()], by: here.legal)
    }
    await #expect(throws: Refusal.invalid(field: "applications", .empty)) {
      try await ExportMatter(here.office)([], by: here.legal)
    }
    let many = (0...ExportMatter.mostApplications).map { _ in ApplicationID.random() }
    await #expect(throws: Refusal.invalid(field: "applications", .tooLong)) {
      try await ExportMatter(here.office)(many, by: here.legal)
    }
  }

  @Test func oneThatIsErasedOnTheWayBreaksTheExport() async throws {
    let id = try await here.rejected()
    let export = try await ExportMatter(here.office)([id], by: here.legal)
    here.clock.set(to: "2027-01-01")
    try await here.purge()
    await #expect(throws: Refusal.unknown) { try await export.contents(of: id) }
  }

  @Test(arguments: [Role.recruiter, .reviewer, .privacyOfficer, .auditor, .administrator])
  func onlyLegalExportsMatters(role: Role) async throws {
    let id = try await here.rejected()
    await #expect(throws: Refusal.roleNeverMay) {
      try await ExportMatter(here.office)([id], by: here.caller(role))
    }
  }
}
