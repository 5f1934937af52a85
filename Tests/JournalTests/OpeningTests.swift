import Domain
import Foundation
import Testing
import Vault

@testable import Journal

/// Opening, comparing, completing and appending.
struct OpeningTests {
  private func records(_ count: Int, salt: UInt64 = 2) -> [JournalRecord] {
    var dice = Dice(salt: salt)
    return sampleRecords(count, &dice)
  }

  @Test func `what was appended is read back, in log and copy alike`() throws {
    let room = try JournalRoom()
    let records = records(20)
    try room.fill(records)
    try room.folder.locked { journal in
      #expect(journal.size == 20)
      let found1 = try journal.records(from: 0, limit: 100)
      #expect(found1 == records)
      let found2 = try journal.records(from: 5, limit: 3)
      #expect(found2 == Array(records[5..<8]))
      let found3 = try journal.records(from: 20, limit: 3)
      #expect(found3 == [])
      let found4 = try journal.leafHash(at: 7)
      #expect(found4 == records[7].leafHash)
      let found5 = try journal.root(of: 20)
      #expect(found5 == Outside.root(records.map(\.leafHash)))
    }
    #expect(try room.bytes("journal/log") == room.bytes("copy/log"))
    #expect(try room.bytes("journal/checkpoint") == room.bytes("copy/checkpoint"))
    let verification = try room.folder.verify()
    #expect(verification.findings == [] && verification.entries == 20)
    #expect(verification.rootHash == Outside.root(records.map(\.leafHash)))
  }

  @Test func `an empty journal has a signed checkpoint, and verifies`() throws {
    let room = try JournalRoom()
    let note = try room.folder.locked { try $0.checkpoint() }
    let text = try SignedNote.open(note, by: room.folder.signer)
    let root = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
    let origin = "lethe/" + room.installation.uuidString.lowercased()
    #expect(text == "\(origin)\n0\n\(root)\n")
    #expect(try room.folder.lastCheckpoint() == note)
    #expect(try room.folder.verify(against: note).findings == [])
  }

  @Test func `nothing of a journal is readable by others`() throws {
    let room = try JournalRoom()
    try room.fill(records(3))
    for file in try room.files() + ["journal/lock"] {
      let rights = try FileManager.default.attributesOfItem(atPath: room.path + "/" + file)
      let mode = try #require(rights[.posixPermissions] as? Int)
      #expect(mode & 0o077 == 0, "\(file)")
    }
  }

  @Test func `the longer of journal and copy is the journal, and completes the other`() throws {
    for behind in ["journal/log", "copy/log"] {
      for bytes in [1, 60, 700, 100_000] {
        let room = try JournalRoom()
        let records = records(12)
        try room.fill(records)
        let whole = try room.bytes(behind)
        try room.write(whole.dropLast(bytes), to: behind)
        try room.folder.locked { journal in
          let found = try journal.records(from: 0, limit: 99)
          #expect(found == records)
        }
        #expect(try room.bytes(behind) == whole, "\(behind) without \(bytes) bytes")
        #expect(try room.folder.verify().findings == [])
      }
    }
  }

  @Test func `a journal that is lost as a whole comes back from its copy`() throws {
    let room = try JournalRoom()
    let records = records(12)
    try room.fill(records)
    let note = try #require(try room.folder.lastCheckpoint())
    try room.remove("journal")
    try room.folder.locked { journal in
      let found = try journal.records(from: 0, limit: 99)
      #expect(found == records)
    }
    #expect(try room.folder.verify(against: note).findings == [])
  }

  @Test func `a new copy is filled`() throws {
    let room = try JournalRoom()
    try room.lonely.locked { try $0.append(records(9)) }
    try FileManager.default.createDirectory(
      atPath: room.copy, withIntermediateDirectories: false)
    try room.folder.locked { #expect($0.size == 9) }
    #expect(try room.bytes("journal/log") == room.bytes("copy/log"))
    #expect(try room.folder.verify().findings == [])
  }

  @Test func `what follows from the log is made again where it is missing or wrong`() throws {
    let room = try JournalRoom()
    try room.fill(records(300), rounds: 100)
    let right = try room.files()
    for file in right where file.contains("tile") || file.contains("offsets") {
      let bytes = try room.bytes(file)
      try room.remove(file)
      #expect(!(try room.folder.verify().isVerified), "\(file) is missing")
      try askEverything(room)
      #expect(try room.bytes(file) == bytes, "\(file) was missing")
      var changed = bytes
      changed[bytes.count / 2] ^= 1
      try room.write(changed, to: file)
      try askEverything(room)
      #expect(try room.bytes(file) == bytes, "\(file) was wrong")
      #expect(try room.folder.verify().findings == [])
    }
    try room.remove("journal/tile")
    try room.remove("journal/offsets")
    try room.remove("journal/checkpoint")
    try room.remove("copy/checkpoint")
    try askEverything(room)
    #expect(try room.folder.verify().findings == [])
  }

  private func askEverything(_ room: JournalRoom) throws {
    try room.folder.locked { journal in
      let root = try journal.root(of: journal.size)
      let all = try journal.records(from: 0, limit: journal.size)
      for index in [0, 129, 150, 255, 256, 299] {
        let proof = try journal.inclusionProof(of: index, in: journal.size)
        #expect(Outside.includes(all[index].leafHash, index, journal.size, proof, root))
        let found6 = try journal.leafHash(at: index)
        #expect(found6 == all[index].leafHash)
      }
      let proof = try journal.consistencyProof(from: 70, to: 300)
      #expect(Outside.isConsistent(70, 300, proof, try journal.root(of: 70), root))
    }
  }

  @Test func `opening reads the end alone, and says so of it`() throws {
    let room = try JournalRoom()
    try room.fill(records(200), rounds: 100)
    // A change in the middle isn't met before everything is verified.
    for file in ["journal/log", "copy/log"] {
      var bytes = try room.bytes(file)
      bytes[bytes.count / 2] ^= 1
      try room.write(bytes, to: file)
    }
    try room.folder.locked { #expect($0.size == 200) }
    #expect(!(try room.folder.verify().isVerified))
  }

  @Test func `many who append at once lose nothing`() throws {
    let room = try JournalRoom()
    let records = records(160, salt: 3)
    DispatchQueue.concurrentPerform(iterations: 16) { worker in
      for step in 0..<10 {
        do {
          try room.folder.locked { try $0.append([records[worker * 10 + step]]) }
        } catch {
          Issue.record(error)
        }
      }
    }
    let there = try room.folder.locked { try $0.records(from: 0, limit: 999) }
    #expect(Set(there.map(\.id)) == Set(records.map(\.id)) && there.count == 160)
    #expect(try room.folder.verify().findings == [])
  }

  @Test func `another process that holds the lock is waited for`() throws {
    let room = try JournalRoom()
    try room.fill(records(1))
    let (holder, words, order) = (Process(), Pipe(), Pipe())
    holder.executableURL = URL(fileURLWithPath: "/usr/bin/flock")
    let script = "echo held; read order; sleep 0.3; touch \(room.path)/released"
    holder.arguments = [room.journal + "/lock", "sh", "-c", script]
    holder.standardOutput = words
    holder.standardInput = order
    try holder.run()
    #expect(words.fileHandleForReading.availableData == Data("held\n".utf8))
    try order.fileHandleForWriting.write(contentsOf: Data("go\n".utf8))
    let released = try room.folder.locked { journal in
      try journal.append(records(1, salt: 4))
      return FileManager.default.fileExists(atPath: room.path + "/released")
    }
    #expect(released)
    holder.waitUntilExit()
  }

  @Test func `a verification reads the log before it takes the lock`() throws {
    let room = try JournalRoom()
    try room.fill(records(300), rounds: 100)
    let kept = try room.folder.lastCheckpoint()
    let begun = try room.folder.holdingLock { try ReadLog(in: room.folder) }
    try room.fill(records(5, salt: 5))
    let read = try #require(begun)
    let log = try #require(try room.folder.longerLog())
    let contents = try #require(try read.contents(of: log))
    #expect(contents.size == 305 && contents.fault == nil)
    let verification = try Examination(room.folder, kept: kept, begun: begun).run()
    #expect(verification.findings == [] && verification.entries == 305)
    // A log that was cut or exchanged since is read anew.
    let lines: [UInt8] = try room.lines().prefix(200).flatMap { $0 + [10] }
    try room.write(lines, to: "journal/log")
    try room.write(lines, to: "copy/log")
    let cut = try Examination(room.folder, kept: kept, begun: begun).run()
    #expect(cut.entries == 200 && !cut.isVerified)
  }

  @Test func `a stray file below tile is named, whatever number its name says`() throws {
    let room = try JournalRoom()
    try room.fill(records(3))
    for name in [
      "0/x999/x999/x999/x999/x999/999", "63/x999/x999/x999/x999/x999/999", "0/x999/999.p/7",
    ] {
      let path = room.journal + "/tile/" + name
      try FileManager.default.createDirectory(
        atPath: URL(fileURLWithPath: path).deletingLastPathComponent().path,
        withIntermediateDirectories: true)
      try Data(repeating: 1, count: 32).write(to: URL(fileURLWithPath: path))
      let findings = try room.folder.verify().findings
      #expect(findings.contains { $0.contains("tile/\(name) isn't what follows") })
    }
  }

  @Test func `a probe leaves nothing, and clears away what others left`() async throws {
    let room = try JournalRoom()
    try room.fill(records(3))
    let (left, young) = (room.copy + "/probe-left", room.journal + "/probe-young")
    for path in [left, young] { try Data([1]).write(to: URL(fileURLWithPath: path)) }
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSinceNow: -3600)], ofItemAtPath: left)
    try await room.folder.mustBeWritable()
    let probes = try room.files().filter { $0.contains("probe") }
    #expect(probes == ["journal/probe-young"])
    // Where it can't be written, it says so and leaves nothing either.
    try room.remove("copy")
    try Data([1]).write(to: URL(fileURLWithPath: room.copy))
    await #expect(throws: JournalError.self) { try await room.folder.mustBeWritable() }
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: room.journal)
        .filter { $0.hasPrefix("probe") } == ["probe-young"])
  }
}
