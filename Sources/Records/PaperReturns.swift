package import Domain
import Postgres
package import struct Foundation.Date

/// That the paper an applicant had sent was given back.
package enum PaperReturns {
  /// Records it; `false` if that was recorded before.
  package static func record(
    of application: ApplicationID, on day: Day, by staff: StaffID, at now: Date,
    in rows: borrowing Rows
  ) throws -> Bool {
    try rows.run(
      """
      INSERT INTO paper_return (application_id, returned_on, recorded_at, recorded_by)
      VALUES (\(application.uuid), \(day.stored), \(now), \(staff.uuid))
      ON CONFLICT (application_id) DO NOTHING
      """) == 1
  }
}
