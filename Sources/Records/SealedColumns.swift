package import Domain
import Postgres
package import struct Foundation.UUID

/// Every column that is sealed under an application's key: the catalogue that re-keying walks. A
/// test compares it with the schema.
package enum SealedColumn: String, CaseIterable, Sendable {
  case givenName = "applicant.given_name"
  case familyName = "applicant.family_name"
  case email = "applicant.email"
  case phone = "applicant.phone"
  case address = "applicant.address"
  case language = "applicant.language"
  case externalID = "applicant.external_id"
  case endingGivenName = "ending.given_name"
  case endingFamilyName = "ending.family_name"
  case documentName = "document.name"
  case noteText = "note.text"
  case noteVerdict = "note.verdict"
  case supersededBecause = "outcome.superseded_because"
  case proof = "notice.proof"
  case holdMatter = "hold.matter"
  case holdReason = "hold.reason"
  case holdReleasedBecause = "hold.released_because"
  case handOverReference = "hand_over.reference"
  case statedReason = "stated_reason.text"
  case restrictionReason = "restriction.reason"
  case objectionText = "objection.text"
  case objectionReason = "objection.reason"
  case obligationLaw = "legal_obligation.law"
  case obligationReason = "legal_obligation.reason"
  case obligationEndedBecause = "legal_obligation.ended_because"
}

/// One sealed value and the row it is bound to.
package struct SealedField: Sendable {
  package let column: SealedColumn
  package let row: UUID
  package let value: Sealed

  package init(column: SealedColumn, row: UUID, value: Sealed) {
    self.column = column
    self.row = row
    self.value = value
  }
}

/// All that is sealed under one application's key.
package enum SealedFields {
  /// Every value there is.
  package static func all(
    of application: ApplicationID, in rows: borrowing Rows
  ) throws -> [SealedField] {
    let id = application.uuid
    return try rows.all(
      """
      SELECT v.place, v.id, v.value FROM (
        SELECT c.place, t.application_id AS id, c.value FROM applicant t CROSS JOIN LATERAL (VALUES
          ('applicant.given_name', t.given_name::bytea), ('applicant.family_name', t.family_name),
          ('applicant.email', t.email), ('applicant.phone', t.phone),
          ('applicant.address', t.address), ('applicant.language', t.language),
          ('applicant.external_id', t.external_id)) AS c (place, value)
          WHERE t.application_id = \(id)
        UNION ALL SELECT 'ending.given_name', t.application_id, t.given_name FROM ending t
          WHERE t.application_id = \(id)
        UNION ALL SELECT 'ending.family_name', t.application_id, t.family_name FROM ending t
          WHERE t.application_id = \(id)
        UNION ALL SELECT 'document.name', t.id, t.name FROM document t
          WHERE t.application_id = \(id)
        UNION ALL SELECT 'note.text', t.id, t.text FROM note t WHERE t.application_id = \(id)
        UNION ALL SELECT 'note.verdict', t.id, t.verdict FROM note t
          WHERE t.application_id = \(id)
        UNION ALL SELECT 'outcome.superseded_because', t.id, t.superseded_because FROM outcome t
          WHERE t.application_id = \(id)
        UNION ALL SELECT 'notice.proof', t.id, t.proof FROM notice t
          WHERE t.application_id = \(id)
        UNION ALL SELECT c.place, t.id, c.value FROM hold t CROSS JOIN LATERAL (VALUES
          ('hold.matter', t.matter::bytea), ('hold.reason', t.reason),
          ('hold.released_because', t.released_because)) AS c (place, value)
          WHERE t.application_id = \(id)
        UNION ALL SELECT c.place, t.id, c.value FROM legal_obligation t CROSS JOIN LATERAL (VALUES
          ('legal_obligation.law', t.law::bytea), ('legal_obligation.reason', t.reason),
          ('legal_obligation.ended_because', t.ended_because)) AS c (place, value)
          WHERE t.application_id = \(id)
        UNION ALL SELECT 'hand_over.reference', t.application_id, t.reference FROM hand_over t
          WHERE t.application_id = \(id)
        UNION ALL SELECT 'restriction.reason', t.id, t.reason FROM restriction t
          WHERE t.application_id = \(id)
        UNION ALL SELECT c.place, t.id, c.value FROM objection t CROSS JOIN LATERAL (VALUES
          ('objection.text', t.text::bytea), ('objection.reason', t.reason)) AS c (place, value)
          WHERE t.application_id = \(id)
        UNION ALL SELECT 'stated_reason.text', t.entry_id, t.text FROM stated_reason t
          WHERE t.application_id = \(id)) AS v
      WHERE v.value IS NOT NULL
      """
    ) { row in
      SealedField(
        column: try row.word("place"), row: try row("id"), value: try row("value"))
    }
  }

  /// Replaces a value by the same one, sealed anew.
  package static func replace(
    _ field: SealedField, with value: Sealed, of application: ApplicationID,
    in rows: borrowing Rows
  ) throws {
    try rows.later(statement(field.column, value, row: field.row, of: application.uuid))
  }

  private static func statement(
    _ column: SealedColumn, _ v: Sealed, row: UUID, of application: UUID
  ) -> Statement {
    switch column {
    case .givenName: "UPDATE applicant SET given_name = \(v) WHERE application_id = \(row)"
    case .familyName: "UPDATE applicant SET family_name = \(v) WHERE application_id = \(row)"
    case .email: "UPDATE applicant SET email = \(v) WHERE application_id = \(row)"
    case .phone: "UPDATE applicant SET phone = \(v) WHERE application_id = \(row)"
    case .address: "UPDATE applicant SET address = \(v) WHERE application_id = \(row)"
    case .language: "UPDATE applicant SET language = \(v) WHERE application_id = \(row)"
    case .externalID: "UPDATE applicant SET external_id = \(v) WHERE application_id = \(row)"
    case .endingGivenName: "UPDATE ending SET given_name = \(v) WHERE application_id = \(row)"
    case .endingFamilyName: "UPDATE ending SET family_name = \(v) WHERE application_id = \(row)"
    case .documentName: "UPDATE document SET name = \(v) WHERE id = \(row)"
    case .noteText: "UPDATE note SET text = \(v) WHERE id = \(row)"
    case .noteVerdict: "UPDATE note SET verdict = \(v) WHERE id = \(row)"
    case .supersededBecause: "UPDATE outcome SET superseded_because = \(v) WHERE id = \(row)"
    case .proof: "UPDATE notice SET proof = \(v) WHERE id = \(row)"
    case .holdMatter: "UPDATE hold SET matter = \(v) WHERE id = \(row)"
    case .holdReason: "UPDATE hold SET reason = \(v) WHERE id = \(row)"
    case .holdReleasedBecause: "UPDATE hold SET released_because = \(v) WHERE id = \(row)"
    case .handOverReference: "UPDATE hand_over SET reference = \(v) WHERE application_id = \(row)"
    case .restrictionReason: "UPDATE restriction SET reason = \(v) WHERE id = \(row)"
    case .objectionText: "UPDATE objection SET text = \(v) WHERE id = \(row)"
    case .objectionReason: "UPDATE objection SET reason = \(v) WHERE id = \(row)"
    case .obligationLaw: "UPDATE legal_obligation SET law = \(v) WHERE id = \(row)"
    case .obligationReason: "UPDATE legal_obligation SET reason = \(v) WHERE id = \(row)"
    case .obligationEndedBecause:
      "UPDATE legal_obligation SET ended_because = \(v) WHERE id = \(row)"
    case .statedReason:
      """
      UPDATE stated_reason SET text = \(v)
      WHERE application_id = \(application) AND entry_id = \(row)
      """
    }
  }
}
