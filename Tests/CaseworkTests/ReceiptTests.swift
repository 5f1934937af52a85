import Foundation
import Journal
import Support
import Testing
import Vault

@testable import Casework
@testable import Domain
@testable import Records

/// Every erasure leaves a receipt that anybody can check and that names nobody.
@Suite(.office) struct ReceiptTests {
  let here = TestOffice.current

  private func facts(_ note: String) throws -> [String: String] {
    let text = try SignedNote.open(note, by: here.journal.signer)
    let lines = text.split(separator: "\n")
    #expect(lines.first.map(String.init) == here.journal.signer.name + "/receipt")
    return Dictionary(
      uniqueKeysWithValues: lines.dropFirst().map { line in
        let parts = line.split(separator: ":", maxSplits: 1)
        return (String(parts[0]), parts[1].trimmingCharacters(in: .whitespaces))
      })
  }

  private func erase(_ id: ApplicationID) async throws {
    try await EraseOnRequest(here.office)(
      id, confirm: id.text, reason: "asked", by: here.privacyOfficer)
  }

  @Test func aReceiptIsSignedSaysWhatWasErasedAndLeadsIntoTheJournal() async throws {
    let id = try await here.receive(for: here.openReviewedVacancy())
    try await here.store(in: id)
    try await here.decide(id, .rejected)
    try await erase(id)
    let note = try await ShowErasures(here.office).receipt(of: id, by: here.auditor)
    let facts = try facts(note)
    #expect(facts["application"] == id.text && facts["documents"] == "1")
    #expect(facts["cause"] == "request")
    #expect(facts["final"] == here.clock.today.adding(days: 28).description)
    #expect(facts["erased"] == JournalRecord.instant(here.clock.now))
    let index = try #require(facts["index"].flatMap { Int($0) })
    try here.journal.locked { journal in
      let record = try #require(try journal.records(from: index, limit: 1).first)
      #expect(record.id.text == facts["entry"] && record.action == "applicationErased")
      #expect(record.applications == [id])
    }
    for word in ["Ada", "ada@example", "Lovelace"] { #expect(!note.contains(word)) }
  }

  @Test func receiptsAreListedInTheOrderOfTheErasuresPageByPage() async throws {
    var erased: [ApplicationID] = []
    for number in 0..<5 {
      let id = try await here.rejected(.number(number))
      erased.append(id)
      try await erase(id)
      here.clock.pass(days: 1)
    }
    let gone = try await ShowErasures(here.office).list(
      after: nil, limit: 100, by: here.privacyOfficer)
    #expect(gone.map(\.application) == erased.filter { Set(gone.map(\.application)).contains($0) })
    let first = try await ShowErasures(here.office).list(after: nil, limit: 2, by: here.auditor)
    let rest = try await ShowErasures(here.office).list(
      after: first.last?.application, limit: 100, by: here.auditor)
    #expect((first + rest).map(\.application) == gone.map(\.application))
    #expect(gone.allSatisfy { $0.entry != nil && $0.index != nil })
  }

  @Test func theApplicantSavesTheReceiptForThirtyDays() async throws {
    let (id, token) = try await here.onlyInPool()
    #expect(try await ShowErasures(here.office).receipt(token: token) == nil)
    _ = try await here.answer(token, .withdraw)
    let note = try #require(try await ShowErasures(here.office).receipt(token: token))
    #expect(try facts(note)["application"] == id.text)
    #expect(try facts(note)["cause"] == "consentWithdrawn")
    here.clock.pass(days: 31)
    #expect(try await ShowErasures(here.office).receipt(token: token) == nil)
    #expect(try await ShowErasures(here.office).receipt(token: "unknown") == nil)
    // Whoever answers for it still has it.
    #expect(try facts(await ShowErasures(here.office).receipt(of: id, by: here.auditor)) != [:])
  }

  @Test func theMailThatFollowsCarriesTheReceipt() async throws {
    let (id, token) = try await here.onlyInPool()
    _ = try await here.answer(token, .withdraw)
    guard case .erasureReceipt(_, _, let file?) = here.post.messages.last else {
      Issue.record("no receipt was mailed")
      return
    }
    let facts = try facts(file)
    #expect(facts["application"] == id.text && facts["index"] == nil)
    let entry = try await ShowErasures(here.office).list(after: nil, limit: 9, by: here.auditor)
      .first { $0.application == id }?.entry
    #expect(facts["entry"] == entry?.text)
  }

  @Test func nobodyElseReadsReceiptsAndWhatWasNotErasedHasNone() async throws {
    let id = try await here.receive()
    for role: Role in [.recruiter, .reviewer, .legal, .administrator] {
      await #expect(throws: Refusal.roleNeverMay) {
        try await ShowErasures(here.office).receipt(of: id, by: here.caller(role))
      }
      await #expect(throws: Refusal.roleNeverMay) {
        try await ShowErasures(here.office).list(after: nil, limit: 1, by: here.caller(role))
      }
    }
    await #expect(throws: Refusal.unknown) {
      try await ShowErasures(here.office).receipt(of: id, by: here.auditor)
    }
  }
}
