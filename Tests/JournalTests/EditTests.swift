import Domain
import Foundation
import Testing

@testable import Journal

/// Random edits of what is kept of the ledger, each held against a checkpoint kept elsewhere.
struct EditTests {
  /// One journal that every edit begins with.
  private struct Original {
    let room: JournalRoom
    let records: [JournalRecord]
    let kept: String

    init(_ size: Int, salt: UInt64) throws {
      var dice = Dice(salt: salt)
      records = sampleRecords(size, &dice)
      room = try JournalRoom().fill(records, rounds: 20)
      kept = try #require(try room.folder.lastCheckpoint())
      #expect(try room.folder.verify(against: kept).findings == [])
    }
  }

  private enum Edit: CaseIterable {
    case flip, drop, insert, reorder, rollBack, fork, lose
  }

  @Test("random edits of the files are all detected", arguments: 0..<10)
  func files(batch: UInt64) throws {
    let original = try Original(batch == 0 ? 270 : 40, salt: 100 + batch)
    var dice = Dice(salt: 200 + batch)
    for number in 0..<50 {
      let room = try original.room.double()
      let edit = Edit.allCases[number % Edit.allCases.count]
      let what = try apply(edit, to: room, original, &dice)
      var detected = "nothing"
      do {
        let verification = try room.folder.verify(against: original.kept)
        detected = verification.findings.first ?? detected
      } catch let error as JournalError {
        detected = error.description
      }
      #expect(detected != "nothing", "batch \(batch), edit \(number): \(what)")
    }
  }

  private func apply(
    _ edit: Edit, to room: JournalRoom, _ original: Original, _ dice: inout Dice
  ) throws -> String {
    switch edit {
    case .flip: return try flip(room, &dice)
    case .lose:
      // A part tile of an earlier tree may go: later ones hold what it held.
      let parts = [
        "journal/log", "copy/log", "journal/checkpoint", "copy/checkpoint", "journal/offsets",
        "journal/tile", "journal", "copy",
      ]
      let part = parts[Int.random(in: 0..<parts.count, using: &dice)]
      try room.remove(part)
      return "\(part) lost"
    case .rollBack: return try rollBack(room, original, &dice)
    case .drop, .insert, .reorder, .fork:
      var records = original.records
      change(&records, edit, &dice)
      return try replace(room, by: records, "\(edit)", &dice)
    }
  }

  private func flip(_ room: JournalRoom, _ dice: inout Dice) throws -> String {
    let file = try #require(try room.files().randomElement(using: &dice))
    var bytes = try room.bytes(file)
    let place = Int.random(in: 0..<bytes.count, using: &dice)
    bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &dice)
    try room.write(bytes, to: file)
    return "\(file) flipped at \(place)"
  }

  private func change(_ records: inout [JournalRecord], _ edit: Edit, _ dice: inout Dice) {
    // What follows the newest is no edit; the newest itself may be one.
    let place = Int.random(in: 0..<records.count, using: &dice)
    let other = sampleRecords(1, &dice)[0]
    switch edit {
    case .drop: records.remove(at: place)
    case .insert: records.insert(other, at: place)
    case .reorder:
      let distance = Int.random(in: 1..<records.count, using: &dice)
      records.swapAt(place, (place + distance) % records.count)
    default:
      // A past that was told otherwise from one entry on.
      records[place...] = sampleRecords(records.count - place + 2, &dice)[...]
    }
  }

  /// Puts other records in place of the right ones: with or without what follows from them, signed
  /// anew with the right key or not, in one folder or both.
  private func replace(
    _ room: JournalRoom, by records: [JournalRecord], _ edit: String, _ dice: inout Dice
  ) throws -> String {
    let forged = try JournalRoom(installation: room.installation, key: room.key)
    try forged.fill(records, rounds: 100)
    let parts: [[String]] = [
      ["journal/log"], ["copy/log"], ["journal/log", "copy/log"],
      ["journal/log", "copy/log", "journal/offsets", "journal/tile"], ["journal"], ["copy"],
      ["journal", "copy"], ["journal/log", "journal/checkpoint"],
    ]
    let chosen = parts[Int.random(in: 0..<parts.count, using: &dice)]
    try put(chosen, of: forged, into: room)
    return "\(edit), \(chosen)"
  }

  private func rollBack(
    _ room: JournalRoom, _ original: Original, _ dice: inout Dice
  ) throws -> String {
    let size = Int.random(in: 0..<original.records.count, using: &dice)
    let earlier = try JournalRoom(installation: room.installation, key: room.key)
    try earlier.folder.locked { _ in }
    try earlier.fill(Array(original.records.prefix(size)), rounds: 100)
    let parts: [[String]] = [
      ["journal/log"], ["copy/log"], ["journal/checkpoint"], ["copy/checkpoint"],
      ["journal/log", "copy/log"], ["journal"], ["copy"], ["journal", "copy"],
    ]
    let chosen = parts[Int.random(in: 0..<parts.count, using: &dice)]
    try put(chosen, of: earlier, into: room)
    return "back to \(size), \(chosen)"
  }

  private func put(_ parts: [String], of other: JournalRoom, into room: JournalRoom) throws {
    for part in parts {
      try room.remove(part)
      if FileManager.default.fileExists(atPath: other.path + "/" + part) {
        try FileManager.default.copyItem(
          atPath: other.path + "/" + part, toPath: room.path + "/" + part)
      }
    }
  }

  @Test func `random edits of the database's rows are all detected`() throws {
    let original = try Original(60, salt: 300)
    var dice = Dice(salt: 301)
    let right = original.records.enumerated().map {
      Verification.MarkedRow(index: $0.offset, hash: $0.element.leafHash, record: $0.element)
    }
    let journal = try original.room.folder.verify()
    #expect(compare(journal, right).isVerified)
    for number in 0..<500 {
      var rows = right
      let what = edit(&rows, number % 6, &dice)
      let verification = compare(journal, rows)
      #expect(!verification.isVerified, "edit \(number): \(what)")
    }
  }

  /// Compares rows in pages, as they come from a database.
  private func compare(
    _ verification: Verification, _ rows: [Verification.MarkedRow]
  ) -> Verification {
    var compared = verification
    let sorted = rows.sorted { $0.index < $1.index }
    for start in stride(from: 0, to: sorted.count, by: 17) {
      compared.compare(Array(sorted[start..<min(start + 17, sorted.count)]))
    }
    compared.finish(queued: [], marked: (sorted.last?.index ?? -1) + 1)
    return compared
  }

  private func edit(
    _ rows: inout [Verification.MarkedRow], _ kind: Int, _ dice: inout Dice
  ) -> String {
    // The newest as often as one in ten.
    let newest = Int.random(in: 0..<10, using: &dice) == 0
    let place = newest ? rows.count - 1 : Int.random(in: 0..<rows.count, using: &dice)
    let row = rows[place]
    let other = sampleRecords(1, &dice)[0]
    func at(_ index: Int, _ record: JournalRecord, _ hash: [UInt8]) -> Verification.MarkedRow {
      Verification.MarkedRow(index: index, hash: hash, record: record)
    }
    switch kind {
    case 0:
      var hash = row.hash
      hash[Int.random(in: 0..<32, using: &dice)] ^= 1
      rows[place] = at(row.index, row.record, hash)
      return "hash of \(place)"
    case 1:
      rows.remove(at: place)
      return "row \(place) dropped"
    case 2:
      let neighbour = (place + 1) % rows.count
      let next = rows[neighbour]
      rows[place] = at(row.index, next.record, next.hash)
      rows[neighbour] = at(next.index, row.record, row.hash)
      return "rows \(place) and \(neighbour) exchanged"
    case 3:
      rows[place] = at(row.index, other, other.leafHash)
      return "row \(place) is another, with its own hash"
    case 4:
      let changed = JournalRecord(
        id: row.record.id, at: row.record.at, actor: UUID(), function: row.record.function,
        action: row.record.action, applications: row.record.applications,
        detail: row.record.detail)
      rows[place] = at(row.index, changed, row.hash)
      return "actor of \(place)"
    default:
      rows.insert(at(rows.count + place, other, other.leafHash), at: rows.count)
      return "a row more"
    }
  }
}
