package import Domain
import Postgres
package import struct Foundation.Date

/// A version of the retention rules, with when and why it was set.
package struct RulesVersionRow: Sendable {
  package let rules: RetentionRules
  /// `nil` for the version an installation begins with.
  package let setAt: Date?
  package let reason: String?
  /// When what stood had been brought in line with it.
  package let appliedAt: Date?
}

/// All versions of the retention rules.
package enum RulesVersions {
  /// Oldest first.
  package static func all(in rows: borrowing Rows) throws -> [RulesVersionRow] {
    try rows.all(
      """
      SELECT version, hired_months, rejected_months, withdrawn_months, offer_declined_months,
        pool_months, set_at, reason, applied_at
      FROM retention_rules ORDER BY version
      """
    ) { row in
      guard let rules = try Installations.readRules(row) else {
        throw PostgresError.unexpectedShape(column: "retention_rules")
      }
      return RulesVersionRow(
        rules: rules, setAt: try row("set_at"), reason: try row("reason"),
        appliedAt: try row("applied_at"))
    }
  }

  /// Sets a new version; its number is a new one, or the database refuses.
  package static func set(
    _ rules: RetentionRules, because reason: String, at now: Date, in rows: borrowing Rows
  ) throws {
    let months = rules.evidenceMonths
    try rows.run(
      """
      INSERT INTO retention_rules (version, hired_months, rejected_months, withdrawn_months,
        offer_declined_months, pool_months, set_at, reason)
      VALUES (\(rules.version), \(months[.hired]), \(months[.rejected]), \(months[.withdrawn]),
        \(months[.offerDeclined]), \(rules.poolMonths), \(now), \(reason))
      """)
  }

  /// Notes that what stands has been brought in line with a version.
  package static func note(
    applied version: Int, at now: Date, in rows: borrowing Rows
  ) throws {
    try rows.run(
      """
      UPDATE retention_rules SET applied_at = \(now)
      WHERE version <= \(version) AND applied_at IS NULL
      """)
  }
}

/// Evidence that stands longer than a version of the rules allows.
package struct LongEvidence: Sendable {
  package let application: ApplicationID
  package let outcome: OutcomeKind
}

extension RulesVersions {
  /// Applications whose open evidence would be shorter under `rules`, in the order of their ids.
  /// What is restricted is left as it is. A procedure's end and a count of months make the same
  /// day here as in ``RetentionRules/evidenceEraseFrom(endedOn:outcome:)``, which decides.
  package static func tooLong(
    under rules: RetentionRules, after last: ApplicationID?, limit: Int, in rows: borrowing Rows
  ) throws -> [LongEvidence] {
    let months = rules.evidenceMonths
    return try rows.all(
      """
      SELECT DISTINCT g.application_id, o.kind FROM ground g
      JOIN outcome o ON o.application_id = g.application_id AND o.superseded_at IS NULL
      JOIN application a ON a.id = g.application_id AND NOT a.standing && '{restriction}'
      WHERE g.kind = 'evidence' AND g.ended_at IS NULL
        AND g.application_id > \((last ?? .lowest).uuid)
        AND g.erase_from > (g.since + make_interval(months => CASE o.kind
          WHEN 'hired' THEN \(months[.hired])::int WHEN 'rejected' THEN \(months[.rejected])::int
          WHEN 'withdrawn' THEN \(months[.withdrawn])::int
          ELSE \(months[.offerDeclined])::int END))::date + 1
      ORDER BY g.application_id LIMIT \(limit)
      """
    ) { LongEvidence(application: try $0.id("application_id"), outcome: try $0.word("kind")) }
  }

  /// The same of these applications alone, once their locks are held.
  package static func outcomes(
    of ids: [ApplicationID], in rows: borrowing Rows
  ) throws -> [ApplicationID: OutcomeKind] {
    let found: [(ApplicationID, OutcomeKind)] = try rows.all(
      """
      SELECT o.application_id, o.kind FROM outcome o
      JOIN application a ON a.id = o.application_id AND NOT a.standing && '{restriction}'
      WHERE o.superseded_at IS NULL AND o.application_id = ANY(\(ids.map(\.uuid)))
      """
    ) { (try $0.id("application_id"), try $0.word("kind")) }
    return Dictionary(found) { first, _ in first }
  }
}
