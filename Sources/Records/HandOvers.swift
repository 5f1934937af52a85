package import Domain
import Postgres
package import struct Foundation.Date

/// What moved on to the personnel file when somebody was hired.
package enum HandOvers {
  /// Records it.
  package static func record(
    _ documents: [DocumentID], reference: Sealed?, of id: ApplicationID, by staff: StaffID,
    at now: Date, in rows: borrowing Rows
  ) throws {
    try rows.later(
      """
      INSERT INTO hand_over (application_id, reference, documents, recorded_at, recorded_by)
      VALUES (\(id.uuid), \(reference), \(documents.map(\.uuid)), \(now), \(staff.uuid))
      """)
  }

  /// Whether it has been recorded.
  package static func exists(_ id: ApplicationID, in rows: borrowing Rows) throws -> Bool {
    try rows.first("SELECT 1 AS one FROM hand_over WHERE application_id = \(id.uuid)") { _ in
      true
    } ?? false
  }
}

/// Documents that were exported for the personnel file, whole.
package enum HandOverExports {
  /// Notes that they arrived outside. One that was exported before stays as it was noted.
  package static func note(
    _ documents: [DocumentID], of id: ApplicationID, by staff: StaffID, at now: Date,
    in rows: borrowing Rows
  ) throws {
    try rows.later(
      """
      INSERT INTO hand_over_export (application_id, document_id, exported_at, exported_by)
      SELECT \(id.uuid), d, \(now), \(staff.uuid) FROM unnest(\(documents.map(\.uuid))) AS d
      ON CONFLICT (application_id, document_id) DO NOTHING
      """)
  }

  /// When each was exported first.
  package static func all(
    of id: ApplicationID, in rows: borrowing Rows
  ) throws -> [DocumentID: Date] {
    let found = try rows.all(
      """
      SELECT document_id, exported_at FROM hand_over_export
      WHERE application_id = \(id.uuid)
      """
    ) { (try $0.id("document_id") as DocumentID, try $0("exported_at") as Date) }
    return Dictionary(uniqueKeysWithValues: found)
  }
}
