import Foundation
import Journal
import Postgres
import Support
import Testing

@testable import Casework
@testable import Domain
@testable import Records

/// What the ledger says goes into the journal, whole and in order, and what protects somebody
/// waits for it.
@Suite(.office) struct SequencerTests {
  let here = TestOffice.current

  /// Every entry in the order of its number: its place in the journal, and what it says.
  private func ledger() async throws -> [LedgerRow] {
    try await here.as(.sequencer) { rows in
      let marked = try LedgerMarks.marked(from: 0, limit: 10_000, in: rows)
      return marked + (try LedgerMarks.waiting(limit: 10_000, in: rows))
    }
  }

  private func journal() throws -> [JournalRecord] {
    try here.journal.locked { open in try open.records(from: 0, limit: 10_000) }
  }

  private func edit(_ statement: StaticString) async throws {
    try await here.asSuperuser { rows in
      try rows.run("\(sql: statement)")
    }
  }

  @Test func aRoundWritesWhatWaitsInTheOrderOfItsNumbersAndMarksIt() async throws {
    for number in 0..<30 { _ = try await here.receive(.number(number)) }
    #expect(try journal().isEmpty)
    try await here.office.sequencer()
    let (rows, records) = (try await ledger(), try journal())
    #expect(rows.count > 30 && rows.map(JournalRecord.init) == records)
    #expect(rows.map { $0.mark?.index } == Array(0..<rows.count))
    #expect(rows.map { $0.mark?.hash } == records.map(\.leafHash))
    let numbers = try await here.asSuperuser { rows in
      try rows.all("SELECT number FROM ledger ORDER BY index") { try $0("number", as: Int.self) }
    }
    #expect(numbers == numbers.sorted())
    try await here.office.sequencer()
    #expect(try journal() == records)
  }

  @Test func whatProtectsSomebodyIsInTheJournalOnceItIsAnswered() async throws {
    let id = try await here.rejected()
    #expect(try journal().isEmpty)
    _ = try await here.hold(id)
    #expect(try journal().last?.action == "holdPlaced")
    _ = try await here.receive()
    #expect(try journal().last?.action == "holdPlaced")
    try await DisableStaff(here.office)(here.member(.auditor).id, by: here.caller(.administrator))
    #expect(try journal().last?.action == "staffDisabled")
    #expect(try await ledger().allSatisfy { $0.mark != nil })
  }

  @Test func manyAtOnceAreServedByFewRounds() async throws {
    var ids: [ApplicationID] = []
    for number in 0..<20 { ids.append(try await here.rejected(.number(number))) }
    let here = here
    try await withThrowingTaskGroup(of: Void.self) { group in
      for id in ids {
        group.addTask { _ = try await here.hold(id) }
        group.addTask { try await here.office.sequencer() }
      }
      try await group.waitForAll()
    }
    let held = try journal().filter { $0.action == "holdPlaced" }.flatMap(\.applications)
    #expect(Set(held) == Set(ids))
    #expect(try journal() == (try await ledger()).map(JournalRecord.init))
  }

  @Test func whatACrashKeptFromBeingMarkedIsAdopted() async throws {
    for number in 0..<5 { _ = try await here.receive(.number(number)) }
    try await here.office.sequencer()
    let before = try journal()
    try await edit("UPDATE ledger SET index = NULL, hash = NULL WHERE index >= 2")
    _ = try await here.receive()
    guard case .agrees = try await JournalStanding(of: here.office) else {
      Issue.record("a crash is no restore")
      return
    }
    try await here.office.sequencer()
    #expect(Array(try journal().prefix(before.count)) == before)
    #expect(try await ledger().map { $0.mark?.index } == Array(0..<(try journal().count)))
  }

  @Test func anEntryThatTheDatabaseDoesntKnowMeansARestoreAndNothingIsDone() async throws {
    for number in 0..<5 { _ = try await here.receive(.number(number)) }
    try await here.office.sequencer()
    let size = try journal().count
    try await edit("DELETE FROM ledger WHERE index >= 4")
    await #expect(throws: JournalFinding.restored(missing: size - 4)) {
      try await here.office.sequencer.look()
    }
    // A service that runs meets it in its next round, and stops.
    await #expect(throws: JournalFinding.self) { try await here.office.sequencer() }
    await #expect(throws: Refusal.notReconciled) { _ = try await here.receive() }
    #expect(await Health(here.office).isReady() == false)
    #expect(try journal().count == size)
  }

  @Test func anotherHashOrAMarkBeyondTheJournalIsNamedAndNothingIsWritten() async throws {
    for number in 0..<3 { _ = try await here.receive(.number(number)) }
    try await here.office.sequencer()
    let size = try journal().count
    try await edit(
      "UPDATE ledger SET hash = sha256('x') WHERE index = (SELECT max(index) FROM ledger)")
    await #expect(throws: JournalFinding.diverged(index: size - 1)) {
      try await here.office.sequencer()
    }
    try FileManager.default.removeItem(atPath: here.journal.path)
    try FileManager.default.removeItem(atPath: #require(here.journal.copy))
    await #expect(throws: JournalFinding.diverged(index: 0)) {
      _ = try await here.office.sequencer.look()
    }
  }

  @Test func anEntryThatWasChangedWhileItWaitedIsADivergence() async throws {
    _ = try await here.receive()
    try await here.office.sequencer()
    try await edit(
      """
      UPDATE ledger SET detail = 'another', index = NULL, hash = NULL
      WHERE index = (SELECT max(index) FROM ledger)
      """)
    await #expect(throws: JournalFinding.diverged(index: try journal().count - 1)) {
      try await here.office.sequencer()
    }
  }

  @Test func aMissingJournalIsTakenFromItsCopy() async throws {
    let id = try await here.rejected()
    _ = try await here.hold(id)
    let records = try journal()
    try FileManager.default.removeItem(atPath: here.journal.path)
    try await here.office.sequencer()
    #expect(try journal() == records)
  }
}
