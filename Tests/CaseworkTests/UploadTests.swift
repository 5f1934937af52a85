import Casework
import Domain
import Records
import Support
import Testing

/// Documents on their way in.
@Suite(.office) struct UploadTests {
  let here = TestOffice.current

  private func begin(
    _ id: ApplicationID, type: MediaType = .pdf, declared: Int? = nil, by caller: Caller? = nil
  ) async throws -> Upload {
    try await StoreDocument(here.office).begin(
      application: id, kind: .cv, name: "../../etc/пароль\u{202E}fdp.exe", type: type,
      declaredBytes: declared, by: caller ?? here.recruiter)
  }

  @Test(arguments: [9, 65_535, 65_536, 65_537, 1_000_000])
  func aDocumentIsReadBackByteForByteFromAnyPlace(size: Int) async throws {
    let id = try await here.receive()
    let bytes = SampleDocument.pdf(bytes: size)
    let upload = try await begin(id, declared: size)
    for start in stride(from: 0, to: size, by: 40_000) {
      try await upload.write(Array(bytes[start..<min(size, start + 40_000)]))
    }
    let stored = try await upload.finish()
    #expect(stored.bytes == size)
    #expect(try await here.read(stored.id, of: id) == bytes)
    let opened = try await OpenDocument(here.office)(stored.id, of: id, by: here.recruiter)
    var middle: [UInt8] = []
    try await opened.read(size / 3..<size / 2) { middle += $0 }
    #expect(middle == Array(bytes[size / 3..<size / 2]))
    #expect(opened.name.reveal() == "../../etc/пароль\u{202E}fdp.exe")
    #expect(opened.mediaType == .pdf)
    #expect(try await here.ledger(of: id).contains("recruiter documentStored #"))
    // Its name on disk is random, and nothing of it is readable.
    let name = try #require(try here.files().first)
    #expect(FileID(name) != nil)
  }

  @Test func anEmptyDocumentIsRefusedWhetherItSaysSoOrNot() async throws {
    let id = try await here.receive()
    await #expect(throws: Refusal.empty) { try await begin(id, declared: 0) }
    let upload = try await begin(id)
    await #expect(throws: Refusal.empty) { try await upload.finish() }
    #expect(try here.files().isEmpty)
  }

  @Test func aBodyShorterOrLongerThanItSaidIsRefused() async throws {
    let id = try await here.receive()
    for declared in [1999, 2001] {
      let upload = try await begin(id, declared: declared)
      try await upload.write(SampleDocument.pdf(bytes: 2000))
      await #expect(throws: Refusal.incomplete) { try await upload.finish() }
    }
    #expect(try here.files().isEmpty)
    #expect(try await here.count("document") == 0)
  }

  @Test func whatIsNotOfItsTypeIsRefused() async throws {
    let id = try await here.receive()
    let cases: [(MediaType, [UInt8])] = [
      (.pdf, SampleDocument.png), (.png, SampleDocument.pdf()), (.jpeg, SampleDocument.png),
      (.docx, [0x50, 0x4B, 3, 4] + [UInt8](repeating: 0, count: 300)),
      (.pdf, Array("<html><script>alert(1)</script>%PDF-1.7".utf8)),
    ]
    for (type, bytes) in cases {
      let upload = try await begin(id, type: type)
      try await upload.write(bytes)
      await #expect(throws: Refusal.typeMismatch) { try await upload.finish() }
    }
    #expect(try here.files().isEmpty)
    let png = try await begin(id, type: .png)
    try await png.write(SampleDocument.png)
    _ = try await png.finish()
  }

  @Test func nobodyUploadsToWhatTheyDoNotSee() async throws {
    let locked = try await here.rejected()
    for id in [ApplicationID.random(), locked] {
      await #expect(throws: Refusal.unknown) { try await begin(id) }
    }
    for role in Role.allCases where ![.recruiter, .intake].contains(role) {
      await #expect(throws: Refusal.roleNeverMay) {
        try await begin(locked, by: here.caller(role))
      }
    }
  }

  @Test func anAbandonedUploadLeavesNoFile() async throws {
    let id = try await here.receive()
    let upload = try await begin(id)
    try await upload.write(SampleDocument.pdf(bytes: 2_000_000))
    #expect(try here.files().count == 1)
    await upload.abandon()
    #expect(try here.files().isEmpty)
    await #expect(throws: Refusal.incomplete) { try await upload.finish() }
  }

  @Test func anUploadDuringWhichItsApplicationIsErasedStoresNothing() async throws {
    let id = try await here.receive()
    let upload = try await begin(id)
    try await upload.write(SampleDocument.pdf(bytes: 2_000_000))
    try await EraseOnRequest(here.office)(
      id, confirm: id.text, reason: "asked", by: here.privacyOfficer)
    await #expect(throws: Refusal.unknown) { try await upload.finish() }
    #expect(try here.files().isEmpty)
    #expect(try await here.isErased(id))
  }

  @Test func anUploadDuringWhichTheOutcomeIsRecordedStoresNothing() async throws {
    let id = try await here.receive()
    let upload = try await begin(id)
    try await upload.write(SampleDocument.pdf())
    try await here.decide(id, .rejected)
    await #expect(throws: Refusal.unknown) { try await upload.finish() }
    #expect(try here.files().isEmpty)
  }

  @Test func anUploadDuringWhichTheKeyChangesOpensUnderTheNewOne() async throws {
    let id = try await here.receive()
    let old = try await here.store(in: id)
    let upload = try await begin(id)
    try await upload.write(SampleDocument.pdf(bytes: 3000))
    try await DeleteDocument(here.office)(old, of: id, by: here.recruiter)
    let new = try await upload.finish()
    #expect(try await here.read(new.id, of: id) == SampleDocument.pdf(bytes: 3000))
  }

  @Test func theSameKeyStoresOneDocument() async throws {
    let id = try await here.receive()
    let first = try await here.store(in: id, key: "once")
    #expect(try await here.store(in: id, key: "once") == first)
    #expect(try here.files().count == 1)
    #expect(try await here.count("document") == 1)
    let other = try await here.receive(.karl)
    await #expect(throws: Refusal.keyReused) { try await here.store(in: other, key: "once") }
    #expect(try here.files().count == 1)
  }

  @Test func theSameKeyAtTheSameTimeStoresOneDocument() async throws {
    let id = try await here.receive()
    let stored = try await withThrowingTaskGroup(of: DocumentID.self) { group in
      for _ in 0..<4 {
        group.addTask { [here] in try await here.store(in: id, key: "once") }
      }
      return try await group.reduce(into: Set()) { $0.insert($1) }
    }
    #expect(stored.count == 1)
    #expect(try here.files().count == 1)
  }
}

/// What is accepted at most; in an office with a small limit.
struct UploadLimitTests {
  @Test func aDocumentThatIsTooLargeIsRefusedByItsWordAndByItsBytes() async throws {
    try await TestOffice.open(limits: Limits(documentBytes: 1000)) { small in
      let id = try await small.receive()
      let store = StoreDocument(small.office)
      await #expect(throws: Refusal.tooLarge(limitBytes: 1000)) {
        try await store.begin(
          application: id, kind: .cv, name: "a", type: .pdf, declaredBytes: 1001,
          by: small.recruiter)
      }
      let upload = try await store.begin(
        application: id, kind: .cv, name: "a", type: .pdf, declaredBytes: nil,
        by: small.recruiter)
      try await upload.write(SampleDocument.pdf(bytes: 1000))
      await #expect(throws: Refusal.tooLarge(limitBytes: 1000)) { try await upload.write([0]) }
      await upload.abandon()
      #expect(try small.files().isEmpty)
      try await small.store(SampleDocument.pdf(bytes: 1000), in: id)
    }
  }
}
