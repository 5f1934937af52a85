package import Domain
package import Postgres
package import Records

/// What crashes and the passing of time leave behind, made at once by the superuser.
package enum Shortcut {
  /// An act ended every ground and the process died before it could erase.
  package static func endEverything(
    of id: ApplicationID, cause: ErasureCause = .request, in rows: borrowing Rows
  ) throws {
    try rows.run(
      """
      UPDATE ground SET ended_at = now(), ended_by = \(cause.rawValue)
      WHERE application_id = \(id.uuid) AND ended_at IS NULL
      """)
  }
}
