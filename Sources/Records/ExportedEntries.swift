package import Domain
import Postgres

/// The ledger's entries about applications that are exported, for the one who exports them.
package enum ExportedEntries {
  /// The places in the journal of those about one application, in order: after one place and
  /// before another. This transaction sees no other entries.
  package static func places(
    about application: ApplicationID, after place: Int, before end: Int, limit: Int,
    in rows: borrowing Rows
  ) throws -> [Int] {
    let id = application.uuid
    try rows.later("SELECT set_config('lethe.exported', (\([id])::uuid[])::text, true)")
    return try rows.all(
      """
      SELECT index FROM ledger
      WHERE index > \(place) AND index < \(end) AND \(id) = ANY (applications)
      ORDER BY index LIMIT \(limit)
      """
    ) { try $0("index") }
  }
}
