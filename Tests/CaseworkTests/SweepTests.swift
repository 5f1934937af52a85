import Casework
import Domain
import Foundation
import Records
import Support
import Testing

/// Files that no document names any more.
@Suite(.office) struct SweepTests {
  let here = TestOffice.current

  private func plant(_ name: String, minutesOld: Double) throws {
    let path = here.folder.path("documents/" + name)
    try Data("sealed".utf8).write(to: URL(fileURLWithPath: path))
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSinceNow: -minutesOld * 60)], ofItemAtPath: path)
  }

  private func sweep() async throws -> Int {
    try await SweepFiles(here.office)(
      quarantine: DocumentFiles(folder: here.folder.path("quarantine")))
  }

  @Test func oldRemainsGoStraysMoveAndWhatIsNamedStays() async throws {
    let id = try await here.receive()
    let document = try await here.store(in: id)
    let own = try #require(try here.files().first)
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSinceNow: -7200)],
      ofItemAtPath: here.folder.path("documents/" + own))
    let (stray, young) = (FileID.random().text, FileID.random().text)
    try plant(stray, minutesOld: 61)
    try plant(young, minutesOld: 59)
    try plant(FileID.random().text + ".part", minutesOld: 61)
    try plant(young + ".part", minutesOld: 59)
    try plant("somebody-elses.txt", minutesOld: 600)
    #expect(try await SweepFiles(here.office).compare() == (1, 0))
    #expect(try await sweep() == 1)
    #expect(try here.files() == [own, young, young + ".part", "somebody-elses.txt"])
    #expect(try here.folder.names(in: "quarantine") == [stray])
    #expect(try await here.read(document, of: id) == SampleDocument.pdf())
    #expect(try await sweep() == 0)
  }

  @Test func whatWaitedForTheBackupLifeGoes() async throws {
    let stray = FileID.random().text
    try plant(stray, minutesOld: 30 * 1440)
    #expect(try await sweep() == 1)
    for (days, left) in [(13, Set([stray])), (15, [])] {
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSinceNow: Double(-days) * 86_400)],
        ofItemAtPath: here.folder.path("quarantine/" + stray))
      _ = try await sweep()
      #expect(try here.folder.names(in: "quarantine") == left)
    }
  }

  @Test func aDoomedFileIsNoStray() async throws {
    let file = FileID.random()
    try plant(file.text, minutesOld: 600)
    try await here.asSuperuser { try DoomedFiles.add(file, at: TestClock.start, in: $0) }
    #expect(try await sweep() == 0)
    try await here.purge()
    #expect(try here.files().isEmpty)
  }

  @Test func anUploadThatIsStillComingInIsLeftAlone() async throws {
    let id = try await here.receive()
    let upload = try await StoreDocument(here.office).begin(
      application: id, kind: .cv, name: "a", type: .pdf, declaredBytes: nil, by: here.recruiter)
    try await upload.write(SampleDocument.pdf(bytes: 600_000))
    #expect(try await sweep() == 0)
    let stored = try await upload.finish()
    #expect(try await here.read(stored.id, of: id).count == 600_000)
  }

  @Test func aMissingFileIsCounted() async throws {
    let id = try await here.receive()
    try await here.store(in: id)
    let own = try #require(try here.files().first)
    try FileManager.default.removeItem(atPath: here.folder.path("documents/" + own))
    #expect(try await SweepFiles(here.office).compare() == (0, 1))
  }
}
