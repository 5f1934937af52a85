package import Domain
import Postgres
package import struct Foundation.UUID

/// An entry of the ledger word for word, and where it stands in the journal.
package struct LedgerRow: Sendable, Equatable {
  package let id: LedgerEntryID
  /// RFC 3339 in UTC with six digits: the database's own instant, nothing rounded.
  package let at: String
  package let actor: UUID?
  package let function: String
  package let action: String
  package let applications: [ApplicationID]
  package let detail: String?
  /// Its place in the journal; `nil` while it waits.
  package let mark: Mark?

  /// A place in the journal, from zero, and the hash of the entry's line there, 32 bytes.
  package struct Mark: Sendable, Equatable {
    package let index: Int
    package let hash: [UInt8]

    package init(index: Int, hash: [UInt8]) {
      self.index = index
      self.hash = hash
    }
  }

  package init(
    id: LedgerEntryID, at: String, actor: UUID?, function: String, action: String,
    applications: [ApplicationID], detail: String?, mark: Mark?
  ) {
    self.id = id
    self.at = at
    self.actor = actor
    self.function = function
    self.action = action
    self.applications = applications
    self.detail = detail
    self.mark = mark
  }
}

/// What the database knows of the journal: rows are marked, and never changed otherwise.
package enum LedgerMarks {
  /// For whoever brings entries into the journal: until the commit nobody else does.
  package static func lock(in rows: borrowing Rows) throws {
    try rows.later("SELECT pg_advisory_xact_lock(18, 0)")
  }

  /// The last entry that is known to stand in the journal.
  package static func highest(in rows: borrowing Rows) throws -> LedgerRow.Mark? {
    try rows.first(
      "SELECT index, hash FROM ledger WHERE index IS NOT NULL ORDER BY index DESC LIMIT 1"
    ) { LedgerRow.Mark(index: try $0("index"), hash: try $0("hash")) }
  }

  /// Whether an entry waits for the journal.
  package static func isAnyWaiting(in rows: borrowing Rows) throws -> Bool {
    try rows.first("SELECT 1 AS one FROM ledger WHERE index IS NULL LIMIT 1") { _ in true }
      ?? false
  }

  /// How many wait.
  package static func waitingCount(in rows: borrowing Rows) throws -> Int {
    try rows.first("SELECT count(*) AS n FROM ledger WHERE index IS NULL") { try $0("n") } ?? 0
  }

  /// Those that wait, in the order of their numbers.
  package static func waiting(limit: Int, in rows: borrowing Rows) throws -> [LedgerRow] {
    try rows.all(
      """
      SELECT \(sql: columns) FROM ledger WHERE index IS NULL ORDER BY number LIMIT \(limit)
      """, read)
  }

  /// Those that are known of some entries.
  package static func find(
    _ ids: [LedgerEntryID], in rows: borrowing Rows
  ) throws -> [LedgerRow] {
    if ids.isEmpty { return [] }
    return try rows.all(
      "SELECT \(sql: columns) FROM ledger WHERE id = ANY(\(ids.map(\.uuid)))", read)
  }

  /// Marked entries from a place in the journal on, in its order.
  package static func marked(
    from index: Int, limit: Int, in rows: borrowing Rows
  ) throws -> [LedgerRow] {
    try rows.all(
      """
      SELECT \(sql: columns) FROM ledger WHERE index >= \(index) ORDER BY index LIMIT \(limit)
      """, read)
  }

  /// Marks entries that wait; how many that were.
  package static func mark(
    _ marks: [(id: LedgerEntryID, mark: LedgerRow.Mark)], in rows: borrowing Rows
  ) throws -> Int {
    if marks.isEmpty { return 0 }
    return try rows.run(
      """
      UPDATE ledger SET index = m.index, hash = m.hash
      FROM unnest(\(marks.map(\.id.uuid)), \(marks.map(\.mark.index)), \(marks.map(\.mark.hash)))
        AS m (id, index, hash)
      WHERE ledger.id = m.id AND ledger.index IS NULL
      """)
  }

  /// Brings an entry back that a restore took from the database; it keeps its mark.
  package static func bringBack(_ entry: LedgerRow, in rows: borrowing Rows) throws {
    try rows.later(
      """
      INSERT INTO ledger (id, at, actor, function, action, applications, detail, index, hash)
      VALUES (\(entry.id.uuid), \(entry.at)::text::timestamptz, \(entry.actor),
        \(entry.function), \(entry.action), \(entry.applications.map(\.uuid)), \(entry.detail),
        \(entry.mark?.index), \(entry.mark?.hash))
      """)
  }

  private static let columns: StaticString = """
    id, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at, actor, function,
    action, applications, detail, index, hash
    """

  private static func read(_ row: borrowing Row) throws -> LedgerRow {
    var mark: LedgerRow.Mark?
    if let index: Int = try row("index") {
      mark = LedgerRow.Mark(index: index, hash: try row("hash"))
    }
    return LedgerRow(
      id: try row.id("id"), at: try row("at"), actor: try row("actor"),
      function: try row("function"), action: try row("action"),
      applications: try row("applications", as: [UUID].self).map(ApplicationID.init),
      detail: try row("detail"), mark: mark)
  }
}
