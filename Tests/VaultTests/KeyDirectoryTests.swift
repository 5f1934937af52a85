import Domain
import Foundation
import Testing

@testable import Vault

/// Key files are whole or absent, readable by their owner alone, never overwritten; what is wrong
/// with one is said with its name.
@Suite struct KeyDirectoryTests {
  private let room: KeyRoom
  private var keys: KeyDirectory { room.directory }

  init() throws { room = try KeyRoom() }

  private func mode(_ path: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
  }

  private func fingerprint(_ name: KeyName, in keys: KeyDirectory) throws -> [UInt8] {
    try keys.load(name).fingerprint("test")
  }

  @Test func aKeyFileIsForItsOwnerAlone() throws {
    #expect(try mode(keys.path) == 0o700)
    #expect(try mode(keys.path(of: .epoch(1))) == 0o600)
    let text = try String(contentsOfFile: keys.path(of: .epoch(1)), encoding: .utf8)
    #expect(text.wholeMatch(of: /[0-9a-f]{64}\n/) != nil)
    #expect(try FileManager.default.contentsOfDirectory(atPath: keys.path) == ["epoch-1.key"])
  }

  @Test func aKeyIsNeverOverwritten() throws {
    let before = try fingerprint(.epoch(1), in: keys)
    let path = keys.path(of: .epoch(1))
    #expect(throws: VaultError.keyFileExists(path: path)) { try keys.create(.epoch(1)) }
    #expect(try fingerprint(.epoch(1), in: keys) == before)
  }

  @Test func everyKeyIsAnother() throws {
    let names: [KeyName] = [.epoch(2), .epoch(3), .link, .database, .ledger]
    for name in names { try keys.create(name) }
    let prints = try names.map { try fingerprint($0, in: keys) }
    #expect(Set(prints).count == names.count)
    #expect(prints.allSatisfy { $0.count == 16 })
    #expect(try keys.epochs() == [1, 2, 3])
    #expect(keys.exists(.link))
  }

  @Test func aMissingKeyIsNamed() {
    let missing = VaultError.keyFileMissing(path: room.path + "/keys/link.key")
    #expect(throws: missing) { _ = try LinkKey(keys) }
    #expect(missing.description.contains("/keys/link.key"))
    #expect(!keys.exists(.link))
  }

  @Test(arguments: [
    "", "\n", "aa", String(repeating: "a", count: 63) + "\n",
    String(repeating: "a", count: 65), String(repeating: "a", count: 64) + "\n\n",
    String(repeating: "g", count: 64) + "\n", String(repeating: "a", count: 64) + " ",
    " " + String(repeating: "a", count: 64), String(repeating: "a", count: 1000),
  ])
  func whatIsNotAKeyIsNamed(text: String) throws {
    let path = keys.path(of: .link)
    try text.write(toFile: path, atomically: false, encoding: .utf8)
    let error = #expect(throws: VaultError.self) { _ = try keys.load(.link) }
    guard case .keyFileUnreadable(path, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(error?.description.contains(path) == true)
  }

  @Test func aKeyWithoutItsLineFeedIsAKey() throws {
    let text = try String(contentsOfFile: keys.path(of: .epoch(1)), encoding: .utf8)
    let path = keys.path(of: .epoch(2))
    try text.dropLast().uppercased().write(toFile: path, atomically: false, encoding: .utf8)
    #expect(try fingerprint(.epoch(2), in: keys) == fingerprint(.epoch(1), in: keys))
  }

  @Test func whatCannotBeReadOrWrittenIsNamed() throws {
    let path = keys.path(of: .link)
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    #expect {
      _ = try keys.load(.link)
    } throws: { error in
      guard case VaultError.keyFileUnreadable(path, _) = error else { return false }
      return true
    }
    let nowhere = KeyDirectory(path: room.path + "/absent/keys")
    #expect {
      try nowhere.create(.link)
    } throws: { error in
      guard case VaultError.keyFileUnwritable(nowhere.path, _) = error else { return false }
      return true
    }
  }

  @Test func aRemovedKeyIsGoneWithWhatAnInterruptedWriterLeft() throws {
    let path = keys.path(of: .epoch(1))
    let second = room.path + "/second-name"
    try FileManager.default.linkItem(atPath: path, toPath: second)
    try FileManager.default.copyItem(atPath: path, toPath: path + ".new")
    try keys.remove(.epoch(1))
    #expect(try FileManager.default.contentsOfDirectory(atPath: keys.path).isEmpty)
    let left = try Data(contentsOf: URL(fileURLWithPath: second))
    #expect(left.allSatisfy { $0 == 0 })
    try keys.remove(.epoch(1))
    try KeyDirectory(path: room.path + "/absent").remove(.epoch(1))
  }

  @Test func anInterruptedWriterIsNoObstacle() throws {
    let path = keys.path(of: .link) + ".new"
    try "half".write(toFile: path, atomically: false, encoding: .utf8)
    try keys.create(.link)
    _ = try keys.load(.link)
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test func aCopyIsTheSameKeyAndReplacesNone() throws {
    let copy = KeyDirectory(path: room.path + "/copy")
    try keys.copy(.epoch(1), to: copy)
    try keys.copy(.epoch(1), to: copy)
    #expect(try fingerprint(.epoch(1), in: copy) == fingerprint(.epoch(1), in: keys))
    try copy.create(.epoch(2))
    try keys.create(.epoch(2))
    #expect(throws: VaultError.keyFileExists(path: copy.path(of: .epoch(2)))) {
      try keys.copy(.epoch(2), to: copy)
    }
  }

  @Test func ofTwoWhoCreateTheSameKeyOneIsRefused() async throws {
    let keys = keys
    let made = await withTaskGroup(of: Bool.self, returning: Int.self) { group in
      for _ in 0..<4 { group.addTask { (try? keys.create(.ledger)) != nil } }
      return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(made == 1)
    _ = try keys.load(.ledger)
  }
}
