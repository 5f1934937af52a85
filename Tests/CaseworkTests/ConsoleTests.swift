import Casework
import Domain
import Foundation
import Records
import Support
import Testing

/// What is done at the machine's own shell.
@Suite(.office) struct ConsoleTests {
  let here = TestOffice.current

  @Test func keysStatusCountsWhatHangsOnEachEpoch() async throws {
    let before = try await KeysStatus(here.office)()
    #expect(before.map(\.number) == [1] && before.allSatisfy { $0.retiredAt == nil })
    _ = try await here.receive()
    #expect(try await KeysStatus(here.office)().map(\.dataKeys) == [before[0].dataKeys + 1])
  }

  @Test func theIdentityIsShownForAReasonAndThatIsRecorded() async throws {
    let id = try await here.receive()
    let identity = try await ShowIdentity(here.office)(of: id, reason: "court order")
    #expect(identity.reveal().hasPrefix("AGE-SECRET-KEY-1"))
    #expect(try await here.ledger(of: id).last == "console identityShown")
    #expect(try await here.count("stated_reason") == 1)
    await #expect(throws: Refusal.unknown) {
      try await ShowIdentity(here.office)(of: .random(), reason: "court order")
    }
  }

  @Test func aSealedDocumentIsTheAgeFileItIs() async throws {
    let id = try await here.receive()
    let document = try await here.store(SampleDocument.pdf(bytes: 3_000_000), in: id)
    var file = [UInt8]()
    try await ReadSealedDocument(here.office)(document) { file += $0 }
    #expect(file.starts(with: Array("age-encryption.org/v1\n-> X25519 ".utf8)))
    #expect(file.count > 3_000_000)
    #expect(file.firstRange(of: Array("%PDF".utf8)) == nil)
    #expect(try await here.ledger(of: id).last == "console sealedDocumentRead #")
    await #expect(throws: Refusal.unknown) {
      try await ReadSealedDocument(here.office)(.random()) { _ in }
    }
  }

  @Test func explainAnswersTheSameHereAsToTheStaff() async throws {
    let id = try await here.rejected()
    let told = try await here.retention(of: id)
    let console = try #require(
      try await ExplainRetention(here.office).atTheConsole(id))
    #expect(console.eraseOn == told.eraseOn && console.explanation == told.explanation)
    #expect(console.explanation.contains("It is erased on 3 September 2026."))
    #expect(try await ExplainRetention(here.office).atTheConsole(.random()) == nil)
    #expect(try await here.everyEntry(of: id).last == "console retentionExplained")
  }

  @Test func theCheckupNamesWhatNeedsAPerson() async throws {
    let id = try await here.receiveForVacancy()
    let document = try await here.store(in: id)
    #expect(document != .random())
    try await here.decide(id, .rejected)
    here.clock.pass(days: 300)
    here.watch.pass(seconds: 7300)
    for name in try here.files() {
      try FileManager.default.removeItem(atPath: here.folder.path("documents/" + name))
    }
    let findings = try await Checkup(here.office)(isPrivate: false)
    func isFine(_ name: String) -> Bool? { findings.first { $0.name == name }?.isFine }
    #expect(isFine("overdue") == false)
    #expect(isFine("documents") == false)
    #expect(isFine("purge") == false)
    #expect(isFine("open-ended") == true)
    #expect(isFine("row policies") == true)
    #expect(isFine("mail queue") == true)
    #expect(isFine("database") == true)
  }

  @Test func theServiceIsReadyWhileItsDatabaseIsThere() async throws {
    #expect(await Health(here.office).isReady())
    #expect(await Health(here.office).isAlive())
    await here.archive.close()
    #expect(await !Health(here.office).isReady())
  }
}
