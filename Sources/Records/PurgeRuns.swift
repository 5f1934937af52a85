import Postgres
package import struct Foundation.Date

/// How a purge went.
package struct PurgeRun: Sendable {
  package let at: Date
  package let erased: Int
  package let failed: Int
  /// Due, and kept back until a person names the count.
  package let heldBack: Int

  package init(at: Date, erased: Int, failed: Int, heldBack: Int) {
    self.at = at
    self.erased = erased
    self.failed = failed
    self.heldBack = heldBack
  }
}

/// How purges went; the older ones are forgotten.
package enum PurgeRuns {
  /// Keeps one, and forgets those before `limit`.
  package static func add(
    _ run: PurgeRun, forgetting limit: Date, in rows: borrowing Rows
  ) throws {
    try rows.later("DELETE FROM purge_run WHERE at < \(limit)")
    try rows.later(
      """
      INSERT INTO purge_run (at, erased, failed, held_back)
      VALUES (\(run.at), \(run.erased), \(run.failed), \(run.heldBack))
      """)
  }

  /// The latest one.
  package static func last(in rows: borrowing Rows) throws -> PurgeRun? {
    try rows.first(
      "SELECT at, erased, failed, held_back FROM purge_run ORDER BY number DESC LIMIT 1"
    ) { row in
      PurgeRun(
        at: try row("at"), erased: try row("erased"), failed: try row("failed"),
        heldBack: try row("held_back"))
    }
  }
}
