import Domain
import Foundation
import Vault

@testable import Journal

/// A journal with its copy and its key, for as long as a test.
final class JournalRoom: Sendable {
  let path: String
  let installation: UUID
  let key: LedgerKey

  init(installation: UUID = UUID(), key: LedgerKey? = nil, like other: String? = nil) throws {
    path = Self.folder + "journal-" + UUID().uuidString
    if let other {
      try FileManager.default.copyItem(atPath: other, toPath: path)
    } else {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    }
    self.installation = installation
    self.key = try key ?? Self.newKey(path + "/keys")
  }

  /// In memory where that can be had: thousands of journals are synced here.
  private static let folder =
    FileManager.default.isWritableFile(atPath: "/dev/shm") ? "/dev/shm/" : NSTemporaryDirectory()

  deinit { try? FileManager.default.removeItem(atPath: path) }

  static func newKey(_ path: String) throws -> LedgerKey {
    let keys = KeyDirectory(path: path)
    try keys.create(.ledger)
    return try LedgerKey(keys)
  }

  /// Another room with the same files and key.
  func double() throws -> JournalRoom {
    try JournalRoom(installation: installation, key: key, like: path)
  }

  var journal: String { path + "/journal" }
  var copy: String { path + "/copy" }
  var folder: JournalFolder {
    JournalFolder(path: journal, copy: copy, installation: installation, key: key)
  }
  var lonely: JournalFolder {
    JournalFolder(path: journal, copy: nil, installation: installation, key: key)
  }

  /// Appends records, in rounds of this size.
  @discardableResult
  func fill(_ records: [JournalRecord], rounds: Int = 7) throws -> JournalRoom {
    for start in stride(from: 0, to: records.count, by: rounds) {
      let round = Array(records[start..<min(start + rounds, records.count)])
      try folder.locked { try $0.append(round) }
    }
    return self
  }

  /// All entries of the journal, opened anew.
  func records() throws -> [JournalRecord] {
    try folder.locked { try $0.records(from: 0, limit: 9999) }
  }

  func bytes(_ file: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: path + "/" + file)))
  }

  func write(_ bytes: [UInt8], to file: String) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: path + "/" + file))
  }

  /// The lines of a log, without their newlines.
  func lines(_ file: String = "journal/log") throws -> [[UInt8]] {
    try bytes(file).split(separator: 10).map(Array.init)
  }

  func remove(_ file: String) throws {
    try FileManager.default.removeItem(atPath: path + "/" + file)
  }

  /// Every file of journal and copy but the lock and the copy's marks, by name.
  func files() throws -> [String] {
    try ["journal", "copy"].filter {
      FileManager.default.fileExists(atPath: path + "/" + $0)
    }.flatMap { folder in
      try FileManager.default.subpathsOfDirectory(atPath: path + "/" + folder)
        .map { folder + "/" + $0 }
    }.filter { file in
      let kind = try FileManager.default.attributesOfItem(atPath: path + "/" + file)[.type]
      return kind as? FileAttributeType != .typeDirectory
        && !["lock", "has-copy", "is-copy"].contains { file.hasSuffix("/" + $0) }
    }.sorted()
  }
}

/// Entries as they come: with and without actor, applications and details.
func sampleRecords(_ count: Int, _ dice: inout Dice) -> [JournalRecord] {
  (0..<count).map { number in
    JournalRecord(
      id: .random(),
      at: JournalRecord.instant(Date(timeIntervalSince1970: 1_700_000_000 + Double(number))),
      actor: number % 3 == 0 ? nil : UUID(),
      function: ["recruiter", "purge", "reviewer"][number % 3],
      action: ["applicationOpened", "applicationErased", "noteWritten"][number % 3],
      applications: (0..<Int.random(in: 0...3, using: &dice)).map { _ in .random() },
      detail: Bool.random(using: &dice) ? "cause=timeRanOut final=2026-04-01" : nil)
  }
}

/// Random numbers that can be had again: every run prints its seed, and `LETHE_TEST_SEED` repeats
/// one.
struct Dice: RandomNumberGenerator {
  static let seed: UInt64 = {
    let named = ProcessInfo.processInfo.environment["LETHE_TEST_SEED"].flatMap { UInt64($0) }
    let seed = named ?? UInt64.random(in: .min ... .max)
    print("JournalTests: LETHE_TEST_SEED=\(seed)")
    return seed
  }()

  private var state: UInt64

  /// `salt` keeps two tests of one run from drawing the same numbers. It is mixed in: every draw
  /// adds the same odd number to the state, so a multiple of that would only shift one stream.
  init(salt: UInt64) { state = Self.mix(Self.seed ^ Self.mix(salt)) }

  /// SplitMix64 (Steele, Lea, Flood 2014).
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return Self.mix(state)
  }

  private static func mix(_ state: UInt64) -> UInt64 {
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

func hex(_ bytes: [UInt8]) -> String {
  bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
}
