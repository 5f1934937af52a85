package import Domain
import Postgres
package import struct Foundation.Date
package import struct Foundation.UUID

/// A letter that somebody prints: what it is about.
package struct PaperLetterRow: Sendable {
  package let application: ApplicationID
  package let kind: PaperKind
  package let consent: ConsentID?
  package let link: LinkID?
  package let madeAt: Date

  package init(
    application: ApplicationID, kind: PaperKind, consent: ConsentID? = nil, link: LinkID? = nil,
    madeAt: Date
  ) {
    self.application = application
    self.kind = kind
    self.consent = consent
    self.link = link
    self.madeAt = madeAt
  }
}

/// Letters on paper, as long as they can be shown.
package enum PaperLetters {
  /// Makes one.
  package static func make(
    _ letter: PaperLetterRow, by staff: StaffID, through day: Day, in rows: borrowing Rows
  ) throws {
    try rows.later(
      """
      INSERT INTO paper_letter (id, application_id, kind, consent_id, link_id, made_at, made_by,
        through)
      VALUES (\(UUID()), \(letter.application.uuid), \(letter.kind.rawValue),
        \(letter.consent?.uuid), \(letter.link?.uuid), \(letter.madeAt), \(staff.uuid),
        \(day.stored))
      """)
  }

  /// The newest of a kind that can still be shown on `today`.
  package static func find(
    _ kind: PaperKind, of application: ApplicationID, on today: Day, in rows: borrowing Rows
  ) throws -> PaperLetterRow? {
    try rows.first(
      """
      SELECT consent_id, link_id, made_at FROM paper_letter
      WHERE application_id = \(application.uuid) AND kind = \(kind.rawValue)
        AND through >= \(today.stored)
      ORDER BY made_at DESC, id LIMIT 1
      """
    ) { row in
      PaperLetterRow(
        application: application, kind: kind, consent: try row.id("consent_id"),
        link: try row.id("link_id"), madeAt: try row("made_at"))
    }
  }
}
