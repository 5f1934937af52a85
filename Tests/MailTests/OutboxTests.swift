import Foundation
import Testing

@testable import Mail

/// The outbox of a sandbox: a file per mail, whole, private, and written once.
@Suite struct OutboxTests {
  private let folder: URL
  private let outbox: OutboxFolder

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    outbox = OutboxFolder(path: folder.path())
  }

  private var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: folder.path()).sorted() }
  }

  private func content(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: folder.appending(path: name)), as: UTF8.self)
  }

  private func clean() throws { try FileManager.default.removeItem(at: folder) }

  @Test func aMailBecomesAPrivateFile() throws {
    try outbox.write(Array("first".utf8), id: Sample.id.uppercased())
    #expect(try names == ["\(Sample.id).eml"])
    #expect(try content("\(Sample.id).eml") == "first")
    let attributes = try FileManager.default.attributesOfItem(
      atPath: folder.appending(path: "\(Sample.id).eml").path())
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    try clean()
  }

  @Test func aMailThatIsThereStays() throws {
    try outbox.write(Array("first".utf8), id: Sample.id)
    try outbox.write(Array("second".utf8), id: Sample.id)
    #expect(try names == ["\(Sample.id).eml"])
    #expect(try content("\(Sample.id).eml") == "first")
    try clean()
  }

  @Test func whatADeadWriterLeftIsReplaced() throws {
    let left = folder.appending(path: ".\(Sample.id).new")
    try Data("a longer text, half written".utf8).write(to: left)
    try outbox.write(Array("whole".utf8), id: Sample.id)
    #expect(try names == ["\(Sample.id).eml"])
    #expect(try content("\(Sample.id).eml") == "whole")
    try clean()
  }

  @Test func writersOfOneMailWaitForEachOther() async throws {
    let texts = (0..<50).map { String(repeating: "\($0 % 10)", count: 20_000) }
    let outbox = outbox
    try await withThrowingTaskGroup(of: Void.self) { group in
      for text in texts {
        group.addTask { try outbox.write(Array(text.utf8), id: Sample.id) }
      }
      try await group.waitForAll()
    }
    #expect(try names == ["\(Sample.id).eml"])
    #expect(texts.contains(try content("\(Sample.id).eml")))
    try clean()
  }

  @Test func aLinkInTheWayIsNotFollowed() throws {
    let target = folder.appending(path: "elsewhere")
    try FileManager.default.createSymbolicLink(
      at: folder.appending(path: ".\(Sample.id).new"), withDestinationURL: target)
    #expect(throws: MailError.self) { try outbox.write([1], id: Sample.id) }
    #expect(!FileManager.default.fileExists(atPath: target.path()))
    try clean()
  }

  @Test func aFolderThatIsntThereIsNamed() throws {
    try clean()
    #expect(
      throws: MailError.outboxUnusable(
        path: "\(folder.path())/.\(Sample.id).new", code: ENOENT)
    ) { try outbox.write([1], id: Sample.id) }
  }

  @Test func anIdCannotLeaveTheFolder() throws {
    #expect(throws: MailError.badID) { try outbox.write([1], id: "../x") }
    #expect(try names == [])
    try clean()
  }
}
