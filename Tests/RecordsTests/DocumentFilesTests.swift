import Domain
import Foundation
import Records
import Support
import Testing

/// Payloads as files: whole or absent.
struct DocumentFilesTests {
  private func withFiles(_ body: (DocumentFiles, TestFolder) async throws -> Void) async throws {
    let folder = try TestFolder()
    defer { try? folder.remove() }
    try await body(DocumentFiles(folder: folder.folder("documents")), folder)
  }

  private func write(_ bytes: [UInt8], as file: FileID, in files: DocumentFiles) async throws {
    let writer = try await files.write(file)
    try await writer.append(bytes)
    try await writer.finish()
  }

  @Test func aPayloadIsThereUnderItsNameOnceItIsFinished() async throws {
    try await withFiles { files, folder in
      let file = FileID.random()
      let writer = try await files.write(file)
      try await writer.append([1, 2, 3])
      #expect(try folder.names(in: "documents") == [file.text + ".part"])
      await #expect(throws: DiskError.missing) { try await files.read(file) }
      try await writer.append([4, 5])
      try await writer.finish()
      #expect(try folder.names(in: "documents") == [file.text])
      let reader = try await files.read(file)
      #expect(reader.size == 5)
      #expect(Array(try await reader.read(1..<4)) == [2, 3, 4])
      #expect(Array(try await reader.read(0..<1)) == [1])
    }
  }

  @Test func onlyItsOwnerReadsAPayload() async throws {
    try await withFiles { files, folder in
      let file = FileID.random()
      try await write([1], as: file, in: files)
      let mode =
        try FileManager.default.attributesOfItem(
          atPath: folder.path("documents/" + file.text))[.posixPermissions] as? Int
      #expect(mode == 0o600)
    }
  }

  @Test func aDiscardedPayloadIsGoneFinishedOrNot() async throws {
    try await withFiles { files, folder in
      let (open, finished) = (
        try await files.write(.random()), try await files.write(.random())
      )
      try await open.append([1])
      try await finished.append([1])
      try await finished.finish()
      await open.discard()
      await finished.discard()
      await finished.discard()
      #expect(try folder.names(in: "documents").isEmpty)
    }
  }

  @Test func removingWhatIsGoneIsNoError() async throws {
    try await withFiles { files, folder in
      let file = FileID.random()
      try await write([1], as: file, in: files)
      try await files.remove([.random(), file, .random()])
      try await files.remove([file])
      #expect(try folder.names(in: "documents").isEmpty)
      #expect(try await files.missing([file]) == [file])
    }
  }

  @Test func aPayloadThatIsReadOutlivesItsRemovalForTheReader() async throws {
    try await withFiles { files, _ in
      let file = FileID.random()
      try await write([1, 2, 3], as: file, in: files)
      let reader = try await files.read(file)
      try await files.remove([file])
      #expect(Array(try await reader.read(0..<3)) == [1, 2, 3])
    }
  }

  @Test func onlyWhatIsOldIsListed() async throws {
    try await withFiles { files, folder in
      let (old, young) = (FileID.random(), FileID.random())
      for file in [old, young] { try await write([1], as: file, in: files) }
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSinceNow: -100)],
        ofItemAtPath: folder.path("documents/" + old.text))
      let (listed, remains) = try await files.older(than: 50)
      #expect(listed == [old] && remains == [])
    }
  }

  @Test func aFolderThatIsMissingIsAnErrorNotAnEmptyOne() async throws {
    let files = DocumentFiles(folder: "/nowhere/at/all")
    await #expect(throws: DiskError.self) { try await files.write(.random()) }
    await #expect(throws: DiskError.self) { try await files.older(than: 0) }
  }
}
