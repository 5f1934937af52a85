import Domain
import Foundation
import Journal
import Postgres
import Records
import Support
import Testing
import Vault

@testable import Casework

/// Rotations that something keeps from going on.
@Suite(.office) struct StuckRotationTests {
  let here = TestOffice.current

  private static let refusing = """
    CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '53100'; END $$;
    CREATE TRIGGER refused BEFORE INSERT ON epoch FOR EACH ROW EXECUTE FUNCTION refuse()
    """

  private func epoch(of id: ApplicationID) async throws -> Int? {
    try await here.asSuperuser { rows in try DataKeys.find(id, in: rows)?.epoch }
  }

  @Test func oneKeyThatDoesNotOpenKeepsNobodyElseUnderAnOldEpoch() async throws {
    let (good, bad) = (try await here.receive(.number(1)), try await here.receive(.number(2)))
    try await here.asSuperuser { rows in
      try rows.run(
        """
        UPDATE data_key SET wrapped = decode(repeat('01', 73), 'hex')
        WHERE application_id = \(bad.uuid)
        """)
    }
    let report = try await RotateKeys(here.office)()
    #expect(report.epoch == 2 && report.failed == 1)
    // Young enough: the next run only tries again.
    #expect(try await KeepEpochs(here.office)()?.rotation?.epoch == 2)
    for week in 3...4 {
      here.clock.pass(days: 7)
      let next = try #require(try await KeepEpochs(here.office)()?.rotation)
      #expect(next.epoch == week && next.failed == 1)
      #expect(try await epoch(of: good) == week)
      #expect(try await epoch(of: bad) == 1)
    }
    let epochs = try await KeysStatus(here.office)()
    #expect(epochs.filter { $0.retiredAt == nil }.map(\.number) == [4])
    #expect(epochs.first?.number == 1 && epochs.first?.emptiedAt == nil)
    // What nothing is under any more goes in its time.
    here.clock.pass(days: 21)
    #expect(try await KeepEpochs(here.office)()?.destroyed.contains(2) == true)
    _ = try await OpenApplication(here.office)(good, by: here.recruiter)
  }

  @Test func aCopyThatCannotBeWrittenLeavesNoStrayKeyAndTheNextRunGoesOn() async throws {
    let id = try await here.receive()
    let copy = try #require(here.office.keysCopy)
    try here.keys.copy(.epoch(1), to: copy)
    try here.keys.markCopy(copy)
    try FileManager.default.moveItem(atPath: copy.path, toPath: copy.path + ".away")
    for _ in 1...3 {
      await #expect(throws: VaultError.self) { _ = try await RotateKeys(here.office)() }
      #expect(try here.keys.epochs() == [1])
    }
    // An empty folder in its place isn't it.
    try FileManager.default.createDirectory(
      atPath: copy.path, withIntermediateDirectories: false)
    await #expect(
      throws: VaultError.copyGone(path: copy.path, mark: here.keys.path + "/has-copy")
    ) { _ = try await RotateKeys(here.office)() }
    #expect(try FileManager.default.contentsOfDirectory(atPath: copy.path) == [])
    try FileManager.default.removeItem(atPath: copy.path)
    try FileManager.default.moveItem(atPath: copy.path + ".away", toPath: copy.path)
    #expect(try await RotateKeys(here.office)().epoch == 2)
    #expect(try here.keys.epochs() == [1, 2] && copy.epochs() == [1, 2])
    #expect(try await epoch(of: id) == 2)
  }

  @Test func aFlipThatTheDatabaseRefusesLeavesNoStrayKey() async throws {
    try await here.asSuperuser { rows in
      try rows.script(MigrationScript(contentsOfMigration: Self.refusing))
    }
    await #expect(throws: Refusal.noSpace) { _ = try await RotateKeys(here.office)() }
    #expect(try here.keys.epochs() == [1])
    #expect(try here.office.keysCopy?.epochs() ?? [] == [])
  }

  @Test func aFlipThatTheJournalDoesNotHaveYetKeepsItsKey() async throws {
    _ = try await here.receive()
    try here.keys.copy(.epoch(1), to: #require(here.office.keysCopy))
    try await here.office.sequencer()
    let journal = try #require(here.journal.copy)
    try FileManager.default.moveItem(atPath: journal, toPath: journal + ".away")
    await #expect(throws: Refusal.journalUnavailable) { _ = try await RotateKeys(here.office)() }
    #expect(try here.keys.epochs() == [1, 2])
    try FileManager.default.moveItem(atPath: journal + ".away", toPath: journal)
    #expect(try await RotateKeys(here.office)().epoch == 2)
    #expect(try await VerifyKeys(here.office, besides: [])().problems == [])
  }

  @Test func anEpochsFileGoesOnlyOnceTheJournalHasItsEnd() async throws {
    _ = try await RotateKeys(here.office)()
    try await here.office.sequencer()
    here.clock.pass(days: 21)
    let journal = try #require(here.journal.copy)
    try FileManager.default.moveItem(atPath: journal, toPath: journal + ".away")
    for _ in 1...2 {
      await #expect(throws: Refusal.journalUnavailable) {
        _ = try await DestroyEpoch(here.office)(1)
      }
      #expect(try here.keys.epochs() == [1, 2])
    }
    try FileManager.default.moveItem(atPath: journal + ".away", toPath: journal)
    #expect(try await DestroyEpoch(here.office)(1) == .destroyedBefore)
    #expect(try here.keys.epochs() == [2])
  }
}
