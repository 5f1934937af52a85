package import Domain
import Postgres
package import struct Foundation.Date

/// What is counted of some time: what arrived and how it ended, from the ledger; what was erased,
/// from the receipts. Both outlive every application.
package enum Figures {
  /// How many applications arrived.
  package static func received(
    from first: Date, before end: Date, in rows: borrowing Rows
  ) throws -> Int {
    try rows.first(
      """
      SELECT count(*) AS n FROM ledger
      WHERE action = 'applicationReceived' AND at >= \(first) AND at < \(end)
      """
    ) { try $0("n") } ?? 0
  }

  /// How many procedures ended how, as it stands: what was corrected counts as corrected, when it
  /// was corrected, and what was reopened not at all.
  package static func outcomes(
    from first: Date, before end: Date, in rows: borrowing Rows
  ) throws -> [OutcomeKind: Int] {
    let found = try rows.all(
      """
      WITH last AS (
        SELECT DISTINCT ON (applications[1]) action, at, detail FROM ledger
        WHERE action IN ('outcomeRecorded', 'outcomeCorrected', 'procedureReopened')
          AND at >= \(first)
        ORDER BY applications[1], number DESC)
      SELECT detail AS kind, count(*) AS n FROM last
      WHERE action <> 'procedureReopened' AND at < \(end) GROUP BY 1
      """
    ) { (try $0("kind", as: String.self), try $0("n", as: Int.self)) }
    let known = found.compactMap { kind, count in
      OutcomeKind(rawValue: kind).map { ($0, count) }
    }
    return Dictionary(known, uniquingKeysWith: +)
  }

  /// What was erased, by cause.
  package static func erased(
    from first: Date, before end: Date, in rows: borrowing Rows
  ) throws -> [ErasedFigures] {
    try rows.all(
      """
      SELECT cause, count(*) AS applications,
        count(*) FILTER (WHERE late_days = 0) AS on_time,
        count(*) FILTER (WHERE late_days > 0) AS late,
        coalesce(max(late_days), 0) AS most_days
      FROM erasure WHERE erased_at >= \(first) AND erased_at < \(end) GROUP BY 1 ORDER BY 1
      """
    ) { row in
      ErasedFigures(
        cause: try row.word("cause"), applications: try row("applications"),
        onTime: try row("on_time"), late: try row("late"),
        longestOverdueDays: try row("most_days"))
    }
  }

  /// How many applications there are now.
  package static func kept(in rows: borrowing Rows) throws -> Int {
    try rows.first("SELECT count(*) AS n FROM application") { try $0("n") } ?? 0
  }
}

/// What was erased for one cause.
package struct ErasedFigures: Sendable, Equatable {
  package let cause: ErasureCause
  package let applications: Int
  /// Of those of which it is known: erased on the day they were due.
  package let onTime: Int
  package let late: Int
  package let longestOverdueDays: Int
}
