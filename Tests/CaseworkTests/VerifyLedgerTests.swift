import Postgres
import Foundation
import Journal
import Support
import Testing
import Vault

@testable import Casework
@testable import Domain
@testable import Records

/// The database's rows against the journal: whatever is changed in either is found.
@Suite(.office) struct VerifyLedgerTests {
  let here = TestOffice.current

  private func lived() async throws {
    for number in 0..<12 { _ = try await here.receive(.number(number)) }
    try await here.office.sequencer()
  }

  private func findings(_ kept: String? = nil) async throws -> [String] {
    try await VerifyLedger(here.office)(against: kept).findings
  }

  @Test func whatWasNeverTouchedVerifies() async throws {
    #expect(try await findings() == [])
    try await lived()
    let verification = try await VerifyLedger(here.office)()
    #expect(verification.isVerified && verification.entries > 12)
    // What still waits is no contradiction.
    _ = try await here.receive(.number(99))
    #expect(try await findings() == [])
    // Nor what is in the journal and not marked yet, as after a crash.
    try await here.office.sequencer()
    try await here.asSuperuser { rows in
      try rows.run("UPDATE ledger SET index = NULL, hash = NULL WHERE index > 5")
    }
    #expect(try await findings() == [])
  }

  @Test func itGoesOnFromACheckpointThatWasKept() async throws {
    try await lived()
    let kept = try await ShowCheckpoint(here.office)(by: here.auditor)
    _ = try await here.receive(.number(99))
    try await here.office.sequencer()
    #expect(try await findings(kept) == [])
    let now = try await ShowCheckpoint(here.office)(by: here.privacyOfficer)
    #expect(now != kept)
    await #expect(throws: Refusal.roleNeverMay) {
      try await ShowCheckpoint(here.office)(by: here.recruiter)
    }
    #expect(throws: Refusal.roleNeverMay) {
      try ShowCheckpoint(here.office).signer(by: here.administrator)
    }
    let signer = try #require(NoteSigner(try ShowCheckpoint(here.office).signer(by: here.auditor)))
    #expect(try SignedNote.open(kept, by: signer).hasPrefix(signer.name + "\n"))
  }

  @Test func randomEditsOfRowsAreAllFound() async throws {
    try await lived()
    let kept = try await ShowCheckpoint(here.office)(by: here.auditor)
    let count = try await here.count("ledger")
    try await here.asSuperuser { rows in
      try rows.run("CREATE TABLE saved AS TABLE ledger")
    }
    var chance = Chance(salt: 18)
    for number in 0..<120 {
      // Each kind meets the newest row twice.
      let one = number % 5 == 0 ? count - 1 : Int.random(in: 0..<count, using: &chance)
      let distance = Int.random(in: 1..<count, using: &chance)
      let kind = number % 12
      try await here.asSuperuser { rows in
        try edit(kind, one, (one + distance) % count, count, rows)
      }
      let found = try await findings(kept)
      #expect(!found.isEmpty, "edit \(number) of kind \(kind) at \(one), \(distance) on")
      try await here.asSuperuser { rows in
        try rows.run("DELETE FROM ledger")
        try rows.run("INSERT INTO ledger OVERRIDING SYSTEM VALUE SELECT * FROM saved")
      }
    }
    #expect(try await findings(kept) == [])
  }

  /// Rows, journal and copy at once, signed anew with the installation's own key: whoever has the
  /// whole machine can do that, and only what was kept outside tells.
  @Test func editsOfEverythingAtOnceAreFoundByTheCheckpointThatWasKept() async throws {
    try await lived()
    let kept = try await ShowCheckpoint(here.office)(by: here.auditor)
    let right = try here.journal.locked { try $0.records(from: 0, limit: 1000) }
    var chance = Chance(salt: 19)
    for number in 0..<60 {
      // The newest entry alone among them.
      let place = number % 6 < 3 ? right.count - 1 : Int.random(in: 0..<right.count, using: &chance)
      var records = right
      switch number % 3 {
      case 0: records.removeSubrange(place...)
      case 1: records.remove(at: place)
      default: for index in place..<right.count { records[index] = Self.other(right[index]) }
      }
      try await putInPlace(records)
      #expect(try await findings() == [], "it is a ledger like any other")
      #expect(try await !findings(kept).isEmpty, "edit \(number) at \(place)")
    }
    try await putInPlace(right)
    #expect(try await findings(kept) == [])
    // What only goes on from it is no edit.
    try await putInPlace(right + [Self.other(right[0])])
    #expect(try await findings(kept) == [])
  }

  /// Makes these the whole ledger, in the database, the journal and its copy.
  private func putInPlace(_ records: [JournalRecord]) async throws {
    for folder in [here.journal.path, try #require(here.journal.copy)] {
      for name in try FileManager.default.contentsOfDirectory(atPath: folder) where name != "lock" {
        try FileManager.default.removeItem(atPath: folder + "/" + name)
      }
    }
    if !records.isEmpty { try here.journal.locked { _ = try $0.append(records) } }
    try await here.asSuperuser { rows in
      try rows.run("DELETE FROM ledger")
      for (index, record) in records.enumerated() {
        let mark = LedgerRow.Mark(index: index, hash: record.leafHash)
        try LedgerMarks.bringBack(LedgerRow(record, mark), in: rows)
      }
    }
  }

  /// The same act as somebody else's.
  private static func other(_ record: JournalRecord) -> JournalRecord {
    JournalRecord(
      id: .random(), at: record.at, actor: record.actor, function: "recruiters",
      action: record.action, applications: record.applications, detail: record.detail)
  }

  private func edit(
    _ kind: Int, _ one: Int, _ two: Int, _ count: Int, _ rows: borrowing Rows
  ) throws {
    switch kind {
    case 0: try rows.run("UPDATE ledger SET actor = gen_random_uuid() WHERE index = \(one)")
    case 1:
      try rows.run("UPDATE ledger SET detail = detail || 'x' WHERE index = \(one)")
      try rows.run("UPDATE ledger SET detail = coalesce(detail, 'x') WHERE index = \(one)")
      try rows.run("UPDATE ledger SET detail = detail || ' ' WHERE index = \(one)")
    case 2:
      try rows.run(
        "UPDATE ledger SET at = at + interval '1 microsecond' WHERE index = \(one)")
    case 3: try rows.run("DELETE FROM ledger WHERE index = \(one)")
    case 4:
      let far = count + 1000
      try rows.run("UPDATE ledger SET index = \(far) WHERE index = \(one)")
      try rows.run("UPDATE ledger SET index = \(one) WHERE index = \(two)")
      try rows.run("UPDATE ledger SET index = \(two) WHERE index = \(far)")
    case 5:
      try rows.run(
        """
        INSERT INTO ledger (id, at, actor, function, action, index, hash)
        SELECT gen_random_uuid(), at, actor, function, action, \(count), hash FROM ledger
        WHERE index = \(one)
        """)
    case 6:
      try rows.run(
        "UPDATE ledger SET hash = set_byte(hash, 3, get_byte(hash, 3) # 1) WHERE index = \(one)")
    case 7: try rows.run("UPDATE ledger SET action = action || 'd' WHERE index = \(one)")
    case 8:
      try rows.run(
        "UPDATE ledger SET applications = applications || gen_random_uuid() WHERE index = \(one)")
    case 9: try rows.run("DELETE FROM ledger WHERE index >= \(one)")
    case 10: try forge(one, rows)
    default: try rows.run("UPDATE ledger SET id = gen_random_uuid() WHERE index = \(one)")
    }
  }

  /// Another entry in its place, with the hash that is right for it.
  private func forge(_ index: Int, _ rows: borrowing Rows) throws {
    try rows.run("UPDATE ledger SET function = 'recruiters' WHERE index = \(index)")
    let row = try #require(try LedgerMarks.marked(from: index, limit: 1, in: rows).first)
    let hash = JournalRecord(row).leafHash
    try rows.run("UPDATE ledger SET hash = \(hash) WHERE index = \(index)")
  }
}
