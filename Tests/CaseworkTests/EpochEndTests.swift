import Casework
import Domain
import Foundation
import Postgres
import Records
import Support
import Testing
import Vault

/// Epochs are destroyed when no backup can hold what was under them, and not before.
@Suite(.office) struct EpochEndTests {
  let here = TestOffice.current

  private func destroy(_ number: Int) async throws -> DestroyEpoch.Answer {
    try await DestroyEpoch(here.office)(number)
  }

  private func copy() throws -> KeyDirectory { try #require(here.office.keysCopy) }

  @Test func anEpochGoesThreeWeeksAfterNothingWasUnderItAndTakesOldBackupsWithIt() async throws {
    let id = try await here.receive()
    let row = try #require(
      try await here.asSuperuser { rows in try DataKeys.find(id, in: rows) })
    let inTheBackup = WrappedKey(epoch: row.epoch, bytes: row.wrapped)
    try here.keys.copy(.epoch(1), to: copy())
    _ = try await RotateKeys(here.office)()
    let inUse = try await keys(2)
    #expect(try await destroy(2) == .inUse(dataKeys: inUse))
    let from = here.clock.now.addingTimeInterval(21 * 86_400)
    here.clock.set(to: from.addingTimeInterval(-1))
    #expect(try await destroy(1) == .tooEarly(from: from))
    // Wrapping anew is no encryption anew: until then the old key opens the old backup.
    try KeyRing(directory: here.keys).withDataKey(inTheBackup, of: id.uuid) { _ in }
    here.clock.set(to: from)
    #expect(try await destroy(1) == .destroyed)
    #expect(try here.keys.epochs() == [2] && copy().epochs() == [2])
    let missing = VaultError.keyFileMissing(path: here.keys.path(of: .epoch(1)))
    #expect(throws: missing) {
      try KeyRing(directory: here.keys).withDataKey(inTheBackup, of: id.uuid) { _ in }
    }
    #expect(throws: missing) { try here.ring.withDataKey(inTheBackup, of: id.uuid) { _ in } }
    #expect(try await destroy(1) == .destroyedBefore)
    #expect(try await destroy(9) == .unknown)
    let epochs = try await KeysStatus(here.office)()
    #expect(KeysStatus.finalSince(epochs) == epochs[0].createdAt)
    #expect(try await here.everyEntry(of: nil).contains("console epochDestroyed epoch=1"))
    _ = try await OpenApplication(here.office)(id, by: here.recruiter)
  }

  private func keys(_ number: Int) async throws -> Int {
    try await KeysStatus(here.office)().first { $0.number == number }?.dataKeys ?? 0
  }

  @Test func whatIsStillUnderItKeepsItWhateverTheClockSays() async throws {
    let id = try await here.receive()
    _ = try await RotateKeys(here.office)()
    // As if a rotation had been wrong about it.
    try await here.asSuperuser { rows in
      try rows.run("UPDATE data_key SET epoch = 1 WHERE application_id = \(id.uuid)")
    }
    here.clock.pass(days: 100)
    await #expect(throws: (any Error).self) { _ = try await destroy(1) }
    #expect(try here.keys.epochs() == [1, 2])
    #expect(try await KeysStatus(here.office)().map(\.number) == [1, 2])
  }

  @Test func aDestructionThatDiedBeforeTheFileWasGoneIsFinished() async throws {
    _ = try await RotateKeys(here.office)()
    let file = try Data(contentsOf: URL(fileURLWithPath: here.keys.path(of: .epoch(1))))
    here.clock.pass(days: 21)
    #expect(try await destroy(1) == .destroyed)
    for path in [here.keys.path(of: .epoch(1)), try copy().path(of: .epoch(1))] {
      try file.write(to: URL(fileURLWithPath: path))
    }
    #expect(try await StrayKeyFiles(here.office)().destroyed == [1])
    #expect(try await VerifyKeys(here.office, besides: []).files().copy.count == 1)
    _ = try await KeepEpochs(here.office)()
    #expect(try !here.keys.exists(.epoch(1)) && !copy().exists(.epoch(1)))
  }

  @Test func aKeyFileThatNobodyDestroyedIsKeptAndNamed() async throws {
    try here.keys.create(.epoch(7))
    #expect(try await destroy(7) == .strayFile)
    _ = try await KeepEpochs(here.office)()
    #expect(here.keys.exists(.epoch(7)))
    #expect(try await VerifyKeys(here.office, besides: []).files().here.count == 1)
    // Its number is never given again.
    #expect(try await RotateKeys(here.office)().epoch == 8)
  }

  @Test func aMissingKeyFileIsNamedUnlessNothingNeedsIt() async throws {
    let id = try await here.receive()
    _ = try await RotateKeys(here.office)()
    try here.keys.remove(.epoch(1))
    let row = InstallationRow(keys: here.keys, ring: KeyRing(directory: here.keys))
    _ = try await here.asSuperuser { rows in
      try row.ensure(sandbox: true, timeZone: "Europe/Berlin", in: rows)
    }
    try here.keys.remove(.epoch(2))
    let missing = VaultError.keyFileMissing(path: here.keys.path(of: .epoch(2)))
    let fresh = InstallationRow(keys: here.keys, ring: KeyRing(directory: here.keys))
    await #expect(throws: missing) {
      _ = try await here.asSuperuser { rows in
        try fresh.ensure(sandbox: true, timeZone: "Europe/Berlin", in: rows)
      }
    }
    _ = id
  }

  @Test func serveRotatesWeeklyAndDestroysOnTime() async throws {
    _ = try await RotateKeys(here.office)()
    let opened = here.clock.now
    here.clock.pass(days: 6)
    #expect(try await KeepEpochs(here.office)() == nil)
    here.clock.set(to: opened.addingTimeInterval(7 * 86_400))
    let week = try #require(try await KeepEpochs(here.office)())
    #expect(week.rotation?.epoch == 3 && week.destroyed == [])
    #expect(try await KeepEpochs(here.office)() == nil)
    here.clock.set(to: opened.addingTimeInterval(21 * 86_400))
    let third = try await KeepEpochs(here.office)()
    #expect(third?.destroyed == [1])
    here.clock.set(to: opened.addingTimeInterval(28 * 86_400))
    let fourth = try await KeepEpochs(here.office)()
    #expect(fourth?.destroyed == [2])
    let known = try await KeysStatus(here.office)().map(\.number)
    #expect(try here.keys.epochs() == known)
  }

  @Test func verifyingNamesAWrongFileAndAWrongCopy() async throws {
    try here.keys.copy(.epoch(1), to: copy())
    #expect(try await VerifyKeys(here.office, besides: [])().problems == [])
    try copy().remove(.epoch(1))
    #expect(
      try await VerifyKeys(here.office, besides: []).files().copy.first?.contains("missing")
        == true)
    try copy().create(.epoch(1))
    let wrong = try await VerifyKeys(here.office, besides: []).files()
    #expect(wrong.here == [] && wrong.copy.count == 1)
    try here.keys.remove(.epoch(1))
    try here.keys.create(.epoch(1))
    #expect(try await VerifyKeys(here.office, besides: []).files().here.count == 1)
  }
}
