package import Domain
import Postgres
package import struct Foundation.Date

/// A note as stored.
package struct NoteRow: Sendable {
  package let id: NoteID
  package let kind: NoteKind
  package let text: Sealed
  package let verdict: Sealed?
  package let writtenAt: Date
  package let writtenBy: StaffID

  package init(
    id: NoteID, kind: NoteKind, text: Sealed, verdict: Sealed?, writtenAt: Date,
    writtenBy: StaffID
  ) {
    self.id = id
    self.kind = kind
    self.text = text
    self.verdict = verdict
    self.writtenAt = writtenAt
    self.writtenBy = writtenBy
  }
}

/// What recruiters and reviewers write.
package enum Notes {
  /// Writes one.
  package static func write(
    _ note: NoteRow, of application: ApplicationID, in rows: borrowing Rows
  ) throws {
    try rows.later(
      """
      INSERT INTO note (id, application_id, kind, text, verdict, written_at, written_by)
      VALUES (\(note.id.uuid), \(application.uuid), \(note.kind.rawValue), \(note.text),
        \(note.verdict), \(note.writtenAt), \(note.writtenBy.uuid))
      """)
  }

  /// All of an application, oldest first.
  package static func all(
    of application: ApplicationID, in rows: borrowing Rows
  ) throws -> [NoteRow] {
    try rows.all(
      """
      SELECT id, kind, text, verdict, written_at, written_by FROM note
      WHERE application_id = \(application.uuid) ORDER BY written_at, id
      """
    ) { row in
      NoteRow(
        id: try row.id("id"), kind: try row.word("kind"), text: try row("text"),
        verdict: try row("verdict"), writtenAt: try row("written_at"),
        writtenBy: try row.id("written_by"))
    }
  }
}
