package import Domain
import Postgres
import struct Foundation.UUID

/// What an export reads: the rows of a table as JSON, sealed values still sealed.
package enum ExportedRows {
  /// Those of one application, oldest first; keys are the columns' names. None of a table that is
  /// left out.
  package static func all(
    _ table: ApplicationTable, of application: ApplicationID, in rows: borrowing Rows
  ) throws -> [String] {
    let id = application.uuid
    guard let statement = itself(table, id) ?? why(table, id) ?? told(table, id) else {
      return []
    }
    return try rows.all(statement) { try $0("row") }
  }

  // Whole rows, so that no column can be forgotten; less what means nothing outside.

  /// What it is, and what became of it.
  private static func itself(_ table: ApplicationTable, _ id: UUID) -> Statement? {
    switch table {
    case .application:
      """
      SELECT to_jsonb(t) - '{recipient,mailable,standing}'::text[]
        || jsonb_build_object('vacancy_title', v.title, 'vacancy_location', v.location) AS row
      FROM application t LEFT JOIN vacancy v ON v.id = t.vacancy_id WHERE t.id = \(id)
      """
    case .applicant:
      "SELECT to_jsonb(t) AS row FROM applicant t WHERE t.application_id = \(id)"
    case .note:
      """
      SELECT to_jsonb(t) AS row FROM note t WHERE t.application_id = \(id)
      ORDER BY t.written_at, t.id
      """
    case .proposal:
      """
      SELECT to_jsonb(t) AS row FROM proposal t WHERE t.application_id = \(id)
      ORDER BY t.proposed_at, t.id
      """
    case .handOver:
      "SELECT to_jsonb(t) AS row FROM hand_over t WHERE t.application_id = \(id)"
    case .handOverExport:
      """
      SELECT to_jsonb(t) AS row FROM hand_over_export t WHERE t.application_id = \(id)
      ORDER BY t.exported_at, t.document_id
      """
    case .paper:
      """
      SELECT to_jsonb(t) - '{epoch,wrapped,location}'::text[] AS row FROM paper t
      WHERE t.application_id = \(id)
      """
    default: nil
    }
  }

  /// Why it is kept.
  private static func why(_ table: ApplicationTable, _ id: UUID) -> Statement? {
    switch table {
    case .ground:
      """
      SELECT to_jsonb(t) AS row FROM ground t WHERE t.application_id = \(id)
      ORDER BY t.since, t.kind, t.id
      """
    case .outcome:
      """
      SELECT to_jsonb(t) AS row FROM outcome t WHERE t.application_id = \(id)
      ORDER BY t.recorded_at, t.superseded_at, t.id
      """
    case .consent:
      """
      SELECT to_jsonb(t) AS row FROM consent t WHERE t.application_id = \(id)
      ORDER BY coalesce(t.asked_at, t.given_at), t.id
      """
    case .hold:
      """
      SELECT to_jsonb(t) AS row FROM hold t WHERE t.application_id = \(id)
      ORDER BY t.placed_at, t.id
      """
    case .legalObligation:
      """
      SELECT to_jsonb(t) AS row FROM legal_obligation t WHERE t.application_id = \(id)
      ORDER BY t.placed_at, t.id
      """
    case .objection:
      """
      SELECT to_jsonb(t) AS row FROM objection t WHERE t.application_id = \(id)
      ORDER BY t.recorded_at, t.id
      """
    default: nil
    }
  }

  /// How and when the applicant was told.
  private static func told(_ table: ApplicationTable, _ id: UUID) -> Statement? {
    switch table {
    case .notice:
      """
      SELECT to_jsonb(t) AS row FROM notice t WHERE t.application_id = \(id)
      ORDER BY t.recorded_at, t.id
      """
    case .outbox:
      """
      SELECT to_jsonb(t) - '{link_id,claim,claimed_until,due_at}'::text[] AS row FROM outbox t
      WHERE t.application_id = \(id) ORDER BY t.queued_at, t.id
      """
    case .paperLetter:
      """
      SELECT to_jsonb(t) - 'link_id' AS row FROM paper_letter t WHERE t.application_id = \(id)
      ORDER BY t.made_at, t.id
      """
    case .informed:
      """
      SELECT to_jsonb(t) AS row FROM informed t WHERE t.application_id = \(id)
      ORDER BY t.at, t.id
      """
    default: nil
    }
  }
}
