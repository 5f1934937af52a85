package import Domain
import Postgres

/// Every table whose rows are about one application: they go when it is erased, but for what says
/// that it was, and an export of a matter takes them along or says why not. A test compares the list with the schema.
package enum ApplicationTable: String, CaseIterable, Sendable {
  case application, applicant, document, note, ground, outcome, notice, consent, hold, informed
  case outbox, proposal, rekeying, ending, link, paper, erasure
  case announcement, restriction, objection
  case legalObligation = "legal_obligation"
  case dataKey = "data_key"
  case searchToken = "search_token"
  case statedReason = "stated_reason"
  case paperLetter = "paper_letter"
  case renewalLetter = "renewal_letter"
  case handOver = "hand_over"
  case handOverExport = "hand_over_export"
  case jointReceipt = "joint_receipt"

  /// What an export of a matter makes of the rows of a table.
  package enum Fate: Sendable, Equatable {
    /// They are rows of a file's section.
    case section(ExportFile, String)
    /// They are the documents themselves.
    case documents
    /// They stay here, and why.
    case leftOut(String)
  }

  /// A file of an export, a folder for each application.
  package enum ExportFile: String, CaseIterable, Sendable {
    /// All that is held about the application.
    case application
    /// How and when the applicant was told.
    case notice
  }

  /// Where the rows go.
  package var fate: Fate {
    switch self {
    case .application: .section(.application, "application")
    case .applicant: .section(.application, "applicant")
    case .document: .documents
    case .note: .section(.application, "notes")
    case .ground: .section(.application, "grounds")
    case .outcome: .section(.application, "outcomes")
    case .consent: .section(.application, "consents")
    case .hold: .section(.application, "holds")
    case .legalObligation: .section(.application, "obligations")
    case .objection: .section(.application, "objections")
    case .proposal: .section(.application, "proposals")
    case .handOver: .section(.application, "handOver")
    case .handOverExport: .section(.application, "handOverExports")
    case .paper: .section(.application, "paper")
    case .notice: .section(.notice, "notices")
    case .outbox: .section(.notice, "mails")
    case .paperLetter: .section(.notice, "letters")
    case .informed: .section(.notice, "privacyNotices")
    case .dataKey: .leftOut("opens everything else")
    case .searchToken: .leftOut("keyed hashes of what stands in applicant")
    case .statedReason: .leftOut("why others opened it, which the privacy officer answers for")
    case .link: .leftOut("hashes of the applicant's own keys to their page")
    case .ending: .leftOut("a copy of name and outcome, for a fortnight")
    case .rekeying: .leftOut("a queue of ours, without a fact")
    case .renewalLetter: .leftOut("a queue of ours; the letters themselves are taken along")
    case .restriction: .leftOut("is over where this can be exported; the privacy officer's own")
    case .announcement: .leftOut("that its erasure came near, for those who run the purge")
    case .erasure: .leftOut("is written when nothing is left to export")
    case .jointReceipt: .leftOut("a receipt the applicant's page shows; consents say the same")
    }
  }
}

/// What an export reads: the rows of a table as JSON, sealed values still sealed.
package enum ExportedRows {
  /// Those of one application, oldest first; keys are the columns' names. None of a table that is
  /// left out.
  package static func all(
    _ table: ApplicationTable, of application: ApplicationID, in rows: borrowing Rows
  ) throws -> [String] {
    guard let statement = statement(table, application) else { return [] }
    return try rows.all(statement) { try $0("row") }
  }

  /// Whole rows, so that no column can be forgotten; less what means nothing outside.
  private static func statement(
    _ table: ApplicationTable, _ application: ApplicationID
  ) -> Statement? {
    let id = application.uuid
    return switch table {
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
    case .ground:
      """
      SELECT to_jsonb(t) AS row FROM ground t WHERE t.application_id = \(id)
      ORDER BY t.since, t.kind, t.id
      """
    case .outcome:
      """
      SELECT to_jsonb(t) AS row FROM outcome t WHERE t.application_id = \(id)
      ORDER BY t.recorded_at, t.id
      """
    case .notice:
      """
      SELECT to_jsonb(t) AS row FROM notice t WHERE t.application_id = \(id)
      ORDER BY t.recorded_at, t.id
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
    case .document, .dataKey, .searchToken, .statedReason, .link, .ending, .rekeying,
      .renewalLetter, .jointReceipt, .erasure,
      .announcement, .restriction:
      nil
    }
  }
}
