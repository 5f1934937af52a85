import Domain
import Foundation
import Journal
import Postgres
import Support
import Testing

@testable import Casework
@testable import Records

/// What protects somebody is answered once the journal has it, is not answered while the journal
/// can't be written, and is as it was after a restore: each kind of act for itself.
@Suite(.office) struct EveryProtectiveActTests {
  let here = TestOffice.current

  @Test func thereIsOneOfEachKind() {
    let done = Set(ProtectiveAct.all.map(\.action))
    #expect(done == Set(LedgerEntry.Action.allCases.filter(\.isProtective)))
  }

  @Test(arguments: ProtectiveAct.all)
  func aRestoreTakesNothingBack(_ act: ProtectiveAct) async throws {
    let doing = try await act.prepare(here)
    try await here.office.sequencer()
    let backup = try await here.backUp()
    let before = try await here.facts()
    let already = try inJournal(act.action)
    try await doing()
    #expect(try inJournal(act.action) > already, "answered before the journal had it")
    try await here.office.sequencer()
    let then = try await here.facts()
    if !Self.leavesNothing.contains(act.action) { #expect(then != before, "it changed nothing") }
    try await here.restore(backup)
    let standing = try await JournalStanding(of: here.office)
    guard case .restored = standing else {
      Issue.record("the restore isn't noticed: \(standing)")
      return
    }
    let report = try await Reconcile(here.office)()
    #expect(report.impossible == 0)
    // What a repeated act leaves to the purge.
    try await here.purge()
    let now = try await here.facts()
    for table in Set(then.keys).union(now.keys).sorted()
    where !Self.differs(table, after: act.action) {
      let (lost, kept) = (then[table] ?? [], now[table] ?? [])
      #expect(lost.subtracting(kept) == [], "\(act), lost from \(table)")
      #expect(kept.subtracting(lost) == [], "\(act), more in \(table)")
    }
  }

  @Test(arguments: ProtectiveAct.all)
  func nobodyIsToldThatItIsDoneWhileTheJournalIsAway(_ act: ProtectiveAct) async throws {
    let doing = try await act.prepare(here)
    try await here.office.sequencer()
    let already = try inJournal(act.action)
    let copy = try #require(here.journal.copy)
    try FileManager.default.moveItem(atPath: copy, toPath: copy + ".away")
    if act.action == .reconciled {
      // It reads the journal first of all.
      await #expect(throws: JournalError.self) { try await doing() }
    } else {
      await #expect(throws: Refusal.journalUnavailable) { try await doing() }
    }
    try FileManager.default.moveItem(atPath: copy + ".away", toPath: copy)
    if act.action == .reconciled { _ = try await Reconcile(here.office)() }
    // What was done is finished by itself, what was due by the purge; the rest can be done now.
    try await here.purge()
    if try inJournal(act.action) == already { try await doing() }
    #expect(try inJournal(act.action) > already)
  }

  /// How many entries of an action are in the journal's file.
  private func inJournal(_ action: LedgerEntry.Action) throws -> Int {
    try here.journal.locked { open in
      try open.records(from: 0, limit: 1000).count { $0.action == action.rawValue }
    }
  }

  /// Acts whose only trace is the ledger's.
  private static let leavesNothing: Set<LedgerEntry.Action> = [.sessionsEnded, .reconciled]

  /// Where a repeated act need not end where the first one did.
  private static func differs(_ table: String, after action: LedgerEntry.Action) -> Bool {
    // The next rotation takes a number of its own.
    action == .epochRotated && ["epoch", "data_key", "staff_key", "search_token"].contains(table)
  }
}

extension TestOffice {
  /// Every row of the database as text, by table, but for what is sealed and what no act protects.
  fileprivate func facts() async throws -> [String: Set<String>] {
    let found = try await asSuperuser { rows in
      try rows.all(
        """
        WITH columns AS (
          SELECT table_name::text AS place, string_agg(CASE column_name
            -- On the machine's clock, not the law's.
            WHEN 'revoked_at' THEN 'revoked_at IS NULL' ELSE quote_ident(column_name) END, ', '
            ORDER BY ordinal_position) AS names
          FROM information_schema.columns
          WHERE table_schema = 'public' AND data_type <> 'bytea'
            -- Who did it stands in the ledger.
            AND column_name NOT LIKE '%\\_by'
            -- The purge forgets words that nothing needs any more, when it comes.
            AND column_name <> 'words_gone_at'
            AND table_name NOT IN ('ledger', 'outbox', 'last_mail', 'staff_mail', 'link',
              'spent_link', 'session', 'timer', 'purge_run', 'announcement', 'clock_reading',
              'stated_reason', 'first_answer')
          GROUP BY table_name)
        SELECT place, query_to_xml(format('SELECT %1$s FROM public.%2$I ORDER BY %1$s',
          names, place), false, true, '')::text AS content
        FROM columns
        """
      ) { (try $0("place", as: String.self), try $0("content", as: String.self)) }
    }
    return Dictionary(
      uniqueKeysWithValues: found.map { table, content in
        let rows = content.components(separatedBy: "</row>")
        return (table, Set(rows.map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }))
      })
  }
}
