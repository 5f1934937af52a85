import Foundation
import Testing

@testable import Journal

/// What a crash leaves between any two steps of an append, made by hand.
struct CrashTests {
  /// A journal of 10 entries, and the same after a round of three more.
  private struct Before {
    let before: JournalRoom
    let after: JournalRoom
    let records: [JournalRecord]

    init(salt: UInt64, size: Int = 10) throws {
      var dice = Dice(salt: salt)
      records = sampleRecords(size + 3, &dice)
      before = try JournalRoom().fill(Array(records.prefix(size)))
      after = try before.double().fill(Array(records.suffix(3)))
    }
  }

  @Test("after a crash between two steps nothing is lost or twice", arguments: [10, 254, 255])
  func steps(size: Int) throws {
    let state = try Before(salt: 10, size: size)
    let steps = [
      ["journal/log"], ["copy/log"], ["journal/offsets"], ["journal/tile"],
      ["journal/checkpoint"], ["copy/checkpoint"],
    ]
    for done in 0...steps.count {
      let room = try state.before.double()
      for file in steps.prefix(done).flatMap(\.self) {
        try room.remove(file)
        try FileManager.default.copyItem(
          atPath: state.after.path + "/" + file, toPath: room.path + "/" + file)
      }
      #expect(try room.folder.verify().findings == [], "\(done) steps")
      let count = done == 0 ? size : size + 3
      try room.folder.locked { journal in
        try journal.cutTornTail(knownThrough: size)
        let found1 = try journal.records(from: 0, limit: 999)
        #expect(found1 == Array(state.records.prefix(count)))
        if done == 0 { try journal.append(Array(state.records.suffix(3))) }
      }
      for file in try state.after.files() {
        #expect(try room.bytes(file) == state.after.bytes(file), "\(file) after \(done) steps")
      }
      #expect(try room.folder.verify().findings == [])
    }
  }

  @Test func `a record torn at any byte is cut, and written again`() throws {
    let state = try Before(salt: 11)
    let (short, long) = (
      try state.before.bytes("journal/log"), try state.after.bytes("journal/log")
    )
    for end in stride(from: short.count, to: long.count, by: 13) {
      let room = try state.before.double()
      try room.write(Array(long[..<end]), to: "journal/log")
      let whole = long[..<end].split(separator: 10, omittingEmptySubsequences: false).count - 1
      try room.folder.locked { journal in
        #expect(journal.size == whole)
        try journal.cutTornTail(knownThrough: 10)
        try journal.append(Array(state.records[whole...]))
      }
      #expect(try room.bytes("journal/log") == long)
      #expect(try room.bytes("copy/log") == long)
      #expect(try room.folder.verify().findings == [])
    }
  }

  @Test func `a copy torn at any byte is completed`() throws {
    let state = try Before(salt: 12)
    let (short, long) = (try state.before.bytes("copy/log"), try state.after.bytes("copy/log"))
    for end in stride(from: short.count, to: long.count, by: 17) {
      let room = try state.after.double()
      try room.write(Array(long[..<end]), to: "copy/log")
      try room.folder.locked { #expect($0.size == 13) }
      #expect(try room.bytes("copy/log") == long)
    }
  }

  @Test func `nothing is appended behind a torn record`() throws {
    let state = try Before(salt: 13)
    try state.before.write(try state.after.bytes("journal/log").dropLast(9), to: "journal/log")
    let path = state.before.journal + "/log"
    #expect(throws: JournalError.torn(path: path, record: 12)) {
      try state.before.folder.locked { try $0.append([state.records[12]]) }
    }
    #expect(!(try state.before.folder.verify().isVerified), "a torn record is named")
  }

  @Test func `a record that the database knows is never cut`() throws {
    let state = try Before(salt: 14)
    let torn = try state.after.bytes("journal/log").dropLast(9)
    try state.before.write(Array(torn), to: "journal/log")
    let path = state.before.journal + "/log"
    #expect(throws: JournalError.truncated(path: path, entries: 12, expected: 13)) {
      try state.before.folder.locked { try $0.cutTornTail(knownThrough: 13) }
    }
    #expect(try state.before.bytes("journal/log") == Array(torn))
  }

  @Test func `a record that was signed is never cut`() throws {
    let room = try Before(salt: 15).after
    for file in ["journal/log", "copy/log"] {
      try room.write(try room.bytes(file).dropLast(9), to: file)
    }
    let path = room.journal + "/log"
    #expect(throws: JournalError.truncated(path: path, entries: 12, expected: 13)) {
      try room.folder.locked { try $0.cutTornTail(knownThrough: 0) }
    }
  }

  /// Pages that a loss of power kept from the disk, at the end of the file that was being written.
  @Test("what power took from the end of one file is cut", arguments: ["journal/log", "copy/log"])
  func lostPages(file: String) throws {
    let state = try Before(salt: 16)
    let (short, long) = (
      try state.before.bytes("journal/log"), try state.after.bytes("journal/log")
    )
    let second = try state.after.lines()[..<11].map { $0.count + 1 }.reduce(0, +)
    // From the first new record on, or from the second; to the end, or with an end that is right.
    for start in [short.count, short.count + 40, second, second + 60] {
      for end in [long.count, long.count - 1, long.count - 90] {
        let room = try state.before.double()
        var torn = long
        for place in start..<end { torn[place] = 0 }
        try room.write(torn, to: file)
        // The copy is written once the log is durable.
        if file == "copy/log" { try room.write(long, to: "journal/log") }
        let whole = file == "copy/log" ? 13 : start < second ? 10 : 11
        try room.folder.locked { journal in
          #expect(journal.size == whole, "from \(start) to \(end)")
          #expect(throws: (any Error).self) { try journal.cutTornTail(knownThrough: whole + 1) }
          try journal.cutTornTail(knownThrough: 10)
          try journal.append(Array(state.records[whole...]))
        }
        #expect(try room.bytes("journal/log") == long)
        #expect(try room.bytes("copy/log") == long)
        #expect(try room.folder.verify().findings == [])
      }
    }
  }

  @Test func `what was signed is never taken for torn`() throws {
    let room = try Before(salt: 17).after
    var torn = try room.bytes("copy/log")
    for place in (torn.count - 100)..<(torn.count - 1) { torn[place] = 0 }
    try room.write(torn, to: "copy/log")
    let (log, copy) = (room.journal + "/log", room.copy + "/log")
    #expect(throws: JournalError.diverged(path: log, copy: copy, record: 12)) {
      try room.folder.locked { _ in }
    }
    #expect(try room.bytes("copy/log") == torn)
  }
}
