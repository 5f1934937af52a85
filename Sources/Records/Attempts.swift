package import Domain
import Postgres
package import struct Foundation.Date

/// How often something was tried in vain, by keyed hashes of account and address.
package enum Attempts {
  /// The counts of buckets, in their order. Whoever counts in the first one waits for the others
  /// who do, until they are through.
  package static func counts(
    of buckets: [[UInt8]], in rows: borrowing Rows
  ) throws -> [AttemptCount?] {
    if let first = buckets.first {
      let number = first.prefix(4).reduce(0) { $0 << 8 | Int($1) }
      try rows.later(
        "SELECT pg_advisory_xact_lock(5, \(Int(Int32(truncatingIfNeeded: number)))::int)")
    }
    let found = try rows.all(
      """
      SELECT bucket, failures, tried_at, succeeded_at FROM attempt WHERE bucket = ANY(\(buckets))
      """
    ) { row in
      (
        try row("bucket") as [UInt8],
        AttemptCount(
          failures: try row("failures"), triedAt: try row("tried_at"),
          succeededAt: try row("succeeded_at"))
      )
    }
    let byBucket = Dictionary(found, uniquingKeysWith: { first, _ in first })
    return buckets.map { byBucket[$0] }
  }

  /// Counts a try as failed before it is looked at. What was counted before `since` is forgotten.
  package static func count(
    _ bucket: [UInt8], at now: Date, since: Date, in rows: borrowing Rows
  ) throws {
    try rows.later(
      """
      INSERT INTO attempt (bucket, failures, tried_at) VALUES (\(bucket), 1, \(now))
      ON CONFLICT (bucket) DO UPDATE SET tried_at = excluded.tried_at,
        failures = CASE WHEN attempt.tried_at < \(since) THEN 1 ELSE attempt.failures + 1 END
      """)
  }

  /// It failed indeed.
  package static func fail(
    _ bucket: [UInt8], at now: Date, in rows: borrowing Rows
  ) throws {
    try rows.later("UPDATE attempt SET tried_at = \(now) WHERE bucket = \(bucket)")
  }

  /// It succeeded: takes back what was counted, all of it if `entirely`.
  package static func succeed(
    _ bucket: [UInt8], entirely: Bool, at now: Date, in rows: borrowing Rows
  ) throws {
    try rows.later(
      """
      UPDATE attempt SET succeeded_at = \(now),
        failures = CASE WHEN \(entirely) THEN 0 ELSE greatest(failures - 1, 0) END
      WHERE bucket = \(bucket)
      """)
  }

  /// Forgets what no longer counts.
  package static func clear(
    triedBefore: Date, succeededBefore: Date, in rows: borrowing Rows
  ) throws {
    try rows.run(
      """
      DELETE FROM attempt WHERE tried_at < \(triedBefore)
        AND (succeeded_at IS NULL OR succeeded_at < \(succeededBefore))
      """)
  }
}
