import Postgres
package import struct Foundation.Date

/// Scheduled runs, once per installation however many processes there are. Real time, never a
/// sandbox's.
package enum Timers {
  /// True if this process may run now: nobody else claimed the timer, and its last run finished
  /// before `notSince`. The claim ends by itself.
  package static func claim(
    _ name: String, at now: Date, until end: Date, notSince: Date, in rows: borrowing Rows
  ) throws -> Bool {
    try rows.run(
      """
      UPDATE timer SET claimed_until = \(end) WHERE name = \(name)
        AND (claimed_until IS NULL OR claimed_until <= \(now))
        AND (finished_at IS NULL OR finished_at <= \(notSince) OR finished_at > \(now))
      """) == 1
  }

  /// Keeps a claim while its run goes on.
  package static func renew(_ name: String, until end: Date, in rows: borrowing Rows) throws {
    try rows.run("UPDATE timer SET claimed_until = \(end) WHERE name = \(name)")
  }

  /// Gives the claim back and notes how the run went.
  package static func finish(
    _ name: String, at now: Date, succeeded: Bool, in rows: borrowing Rows
  ) throws {
    try rows.run(
      """
      UPDATE timer SET claimed_until = NULL, finished_at = \(now),
        succeeded_at = CASE WHEN \(succeeded) THEN \(now) ELSE succeeded_at END
      WHERE name = \(name)
      """)
  }

  /// When a timer last succeeded.
  package static func lastSuccess(_ name: String, in rows: borrowing Rows) throws -> Date? {
    try rows.first("SELECT succeeded_at FROM timer WHERE name = \(name)") {
      try $0("succeeded_at", as: Date?.self)
    } ?? nil
  }
}
