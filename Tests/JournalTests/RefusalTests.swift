import Foundation
import Glibc
import Testing
import Vault

@testable import Journal

/// Everything a journal can be handed that it must not go on with: named, refused, nothing lost.
struct RefusalTests {
  private func filled(_ count: Int = 10, salt: UInt64) throws -> JournalRoom {
    var dice = Dice(salt: salt)
    return try JournalRoom().fill(sampleRecords(count, &dice))
  }

  private func expectRefused(
    _ room: JournalRoom, _ error: JournalError,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let before = try room.files().filter { $0.hasSuffix("log") }.map(room.bytes)
    let folder = room.folder
    #expect(throws: error, sourceLocation: sourceLocation) { try folder.locked { _ in } }
    let after = try room.files().filter { $0.hasSuffix("log") }.map(room.bytes)
    #expect(before == after, "the logs are as they were", sourceLocation: sourceLocation)
    #expect(!error.description.isEmpty)
  }

  private func change(_ room: JournalRoom, _ files: [String], _ edit: (inout [UInt8]) -> Void)
    throws
  {
    for file in files {
      var bytes = try room.bytes(file)
      edit(&bytes)
      try room.write(bytes, to: file)
    }
  }

  @Test func `a corrupt record is named with its number`() throws {
    let room = try filled(salt: 20)
    try change(room, ["journal/log", "copy/log"]) { $0[$0.count - 20] ^= 1 }
    try expectRefused(room, .corrupt(path: room.journal + "/log", record: 9))
    // In the middle it is met as soon as what follows from the log has to be made again.
    let other = try filled(salt: 21)
    let line = try other.lines()[..<4].map(\.count).reduce(0, +) + 4 + 50
    try change(other, ["journal/log", "copy/log"]) { $0[line] ^= 1 }
    try other.remove("journal/offsets")
    try expectRefused(other, .corrupt(path: other.journal + "/log", record: 4))
    #expect(try other.folder.verify().findings.contains { $0.contains("record 4 ") })
  }

  @Test func `a corrupt record beyond the checkpoint is named too`() throws {
    let room = try filled(salt: 22)
    let longer = try room.double()
    var dice = Dice(salt: 23)
    try longer.fill(sampleRecords(2, &dice))
    var bytes = try longer.bytes("journal/log")
    bytes[bytes.count - 30] ^= 4
    // Both have it: no crash left that.
    for file in ["journal/log", "copy/log"] { try room.write(bytes, to: file) }
    try expectRefused(room, .corrupt(path: room.journal + "/log", record: 11))
  }

  @Test func `a corrupt record is never spread to the other file`() throws {
    let room = try filled(salt: 42)
    let whole = try room.bytes("journal/log")
    for (damaged, short) in [("journal/log", "copy/log"), ("copy/log", "journal/log")] {
      let other = try room.double()
      try change(other, [damaged]) { $0[$0.count - 20] ^= 1 }
      let lines: [UInt8] = try other.lines(damaged).prefix(6).flatMap { $0 + [10] }
      try other.write(lines, to: short)
      try expectRefused(other, .corrupt(path: other.path + "/" + damaged, record: 9))
      // With the right file back the other one is completed.
      try other.write(whole, to: damaged)
      try other.folder.locked { #expect($0.size == 10) }
      #expect(try other.bytes(short) == whole)
    }
  }

  @Test func `a journal shorter than what was signed is truncated`() throws {
    let room = try filled(salt: 24)
    let short: [UInt8] = try room.lines().prefix(6).flatMap { $0 + [10] }
    for file in ["journal/log", "copy/log"] { try room.write(short, to: file) }
    let truncated = JournalError.truncated(path: room.journal + "/log", entries: 6, expected: 10)
    try expectRefused(room, truncated)
    #expect(try room.folder.verify().findings.contains(truncated.description))
    for file in ["journal/log", "copy/log"] { try room.remove(file) }
    #expect(throws: JournalError.truncated(path: room.journal + "/log", entries: 0, expected: 10)) {
      try room.folder.locked { _ in }
    }
  }

  @Test func `a database that knows more than the journal is told so`() throws {
    let room = try filled(salt: 25)
    let path = room.journal + "/log"
    #expect(throws: JournalError.truncated(path: path, entries: 10, expected: 12)) {
      try room.folder.locked { try $0.cutTornTail(knownThrough: 12) }
    }
  }

  @Test func `a copy that went another way is named with the first record that differs`() throws {
    let room = try filled(salt: 26)
    let other = try room.double()
    var dice = Dice(salt: 27)
    let (mine, others) = (sampleRecords(2, &dice), sampleRecords(3, &dice))
    try room.lonely.locked { try $0.append(mine) }
    try other.lonely.locked { try $0.append(others) }
    try room.remove("copy")
    try FileManager.default.copyItem(atPath: other.journal, toPath: room.copy)
    try room.write([], to: "copy/is-copy")
    try expectRefused(
      room, .diverged(path: room.journal + "/log", copy: room.copy + "/log", record: 10))
    #expect(try room.folder.verify().findings.contains { $0.contains("from record 10 on") })
  }

  @Test func `a log of whole records that nobody signed is altered`() throws {
    let room = try filled(salt: 28)
    let forged = try filled(salt: 29)
    for file in ["journal/log", "copy/log"] {
      try room.write(try forged.bytes("journal/log"), to: file)
    }
    try room.remove("journal/tile")
    try expectRefused(room, .altered(path: room.journal + "/log", size: 10))
  }

  @Test func `a checkpoint of another installation is refused`() throws {
    let room = try filled(salt: 30)
    let other = try JournalRoom(key: room.key)
    try other.folder.locked { _ in }
    try room.write(try other.bytes("journal/checkpoint"), to: "journal/checkpoint")
    try expectRefused(room, .otherInstallation(path: room.journal + "/checkpoint"))
    let kept = String(decoding: try other.bytes("journal/checkpoint"), as: UTF8.self)
    let clean = try filled(salt: 31)
    #expect(try !clean.folder.verify(against: kept).isVerified)
  }

  @Test func `a copy of another installation is refused`() throws {
    let room = try filled(salt: 32)
    let other = try filled(salt: 33)
    try room.remove("copy")
    try FileManager.default.copyItem(atPath: other.copy, toPath: room.copy)
    try expectRefused(room, .otherInstallation(path: room.copy + "/checkpoint"))
  }

  @Test func `a checkpoint under another key is refused`() throws {
    let room = try filled(salt: 34)
    let impostor = try JournalRoom(installation: room.installation)
    try impostor.folder.locked { _ in }
    try room.write(try impostor.bytes("journal/checkpoint"), to: "journal/checkpoint")
    try expectRefused(room, .otherKey(path: room.journal + "/checkpoint"))
    // The other way about: the key file was exchanged, not the journal.
    let exchanged = JournalFolder(
      path: room.copy, copy: nil, installation: room.installation, key: impostor.key)
    #expect(throws: JournalError.otherKey(path: room.copy + "/checkpoint")) {
      try exchanged.locked { _ in }
    }
  }

  @Test(
    "a checkpoint that is none is refused",
    arguments: ["", "x", "a\n1\nb\n\n\u{2014} a b\n", "\u{0}"])
  func unreadableCheckpoint(text: String) throws {
    let room = try filled(salt: 35)
    try room.write(Array(text.utf8), to: "journal/checkpoint")
    try expectRefused(room, .checkpointUnreadable(path: room.journal + "/checkpoint"))
    #expect(try !room.folder.verify().isVerified)
    let other = try room.double()
    let verification = try other.folder.verify(against: text)
    #expect(!verification.isVerified)
  }

  @Test func `a changed number in a checkpoint isn't believed`() throws {
    let room = try filled(salt: 36)
    let note = String(decoding: try room.bytes("journal/checkpoint"), as: UTF8.self)
    try room.write(Array(note.replacing("\n10\n", with: "\n9\n").utf8), to: "journal/checkpoint")
    try expectRefused(room, .checkpointUnreadable(path: room.journal + "/checkpoint"))
  }

  @Test func `a copy whose folder is gone is named, and nothing is appended`() throws {
    let room = try filled(salt: 37)
    let log = try room.bytes("journal/log")
    try room.remove("copy")
    try expectRefused(room, .copyGone(path: room.copy))
    #expect(try room.bytes("journal/log") == log)
    #expect(try room.folder.verify().findings.contains("\(room.copy)/log is missing."))
    // An empty folder may be where its disk isn't mounted.
    try FileManager.default.createDirectory(atPath: room.copy, withIntermediateDirectories: false)
    try expectRefused(room, .copyGone(path: room.copy))
    #expect(try FileManager.default.contentsOfDirectory(atPath: room.copy) == [])
    // Somebody decides to begin a new one.
    try room.remove("journal/has-copy")
    try room.folder.locked { #expect($0.size == 10) }
    #expect(try room.bytes("copy/log") == log)
    try room.remove("copy")
    try expectRefused(room, .copyGone(path: room.copy))
  }

  @Test func `a copy from before marks were kept is taken as it is, and marked`() throws {
    let room = try filled(salt: 43)
    try room.remove("journal/has-copy")
    try room.remove("copy/is-copy")
    try room.folder.locked { #expect($0.size == 10) }
    try room.remove("copy/is-copy")
    try expectRefused(room, .copyGone(path: room.copy))
    // A journal that was lost finds its marked copy.
    try room.remove("journal")
    try room.write([], to: "copy/is-copy")
    try room.folder.locked { #expect($0.size == 10) }
    #expect(try room.bytes("journal/has-copy").isEmpty == false)
  }

  @Test func `a lock that is held too long is told, and nothing is written`() throws {
    let room = try filled(salt: 44)
    let log = try room.bytes("journal/log")
    var folder = room.folder
    folder.patience = .milliseconds(200)
    _ = try room.folder.holdingLock {
      #expect(throws: JournalError.busy(path: room.journal + "/lock")) {
        try folder.locked { _ in Issue.record("two hold it") }
      }
    }
    #expect(try room.bytes("journal/log") == log)
    try folder.locked { #expect($0.size == 10) }
  }

  @Test func `a full copy is named; what reached the log stays, and the next round completes it`()
    throws
  {
    let room = try JournalRoom()
    var dice = Dice(salt: 39)
    let records = sampleRecords(3, &dice)
    try room.folder.locked { _ in }
    try room.remove("copy/log")
    try FileManager.default.createSymbolicLink(
      atPath: room.copy + "/log", withDestinationPath: "/dev/full")
    let full = JournalError.full(path: room.copy + "/log")
    #expect(throws: full) {
      try room.folder.locked { journal in
        do { try journal.append(records) } catch {
          #expect(error as? JournalError == full)
        }
        // Nobody goes on behind what wasn't finished.
        try journal.append(records)
      }
    }
    #expect(try room.lines().count == 3)
    // The next round tries to complete the copy, and says the same.
    #expect(throws: full) { try room.folder.locked { _ in } }
    #expect(try room.lines().count == 3)
    try room.remove("copy/log")
    let found = try room.folder.locked { try $0.records(from: 0, limit: 9) }
    #expect(found == records)
    #expect(try room.lines("copy/log").count == 3)
    #expect(try room.folder.verify().findings == [])
  }

  @Test func `a full disk under the log is named, and nothing is written at all`() throws {
    let room = try JournalRoom()
    var dice = Dice(salt: 40)
    try room.folder.locked { _ in }
    try room.remove("journal/log")
    try FileManager.default.createSymbolicLink(
      atPath: room.journal + "/log", withDestinationPath: "/dev/full")
    #expect(throws: JournalError.full(path: room.journal + "/log")) {
      try room.folder.locked { try $0.append(sampleRecords(1, &dice)) }
    }
    #expect(try room.bytes("copy/log") == [])
  }

  @Test(
    "a file that can't be written is named",
    arguments: [
      "journal/log", "journal/offsets", "copy/log", "journal/checkpoint", "copy/checkpoint",
      "journal/lock",
    ])
  func unwritable(file: String) throws {
    let room = try filled(salt: 41)
    try room.remove(file)
    let path = room.path + "/" + file
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    #expect(throws: JournalError.failed(path: path, code: Int(EISDIR))) {
      try room.folder.locked { _ in }
    }
  }
}
