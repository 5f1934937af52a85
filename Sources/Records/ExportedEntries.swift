package import Domain
import Postgres
import struct Foundation.UUID

/// The ledger's entries about applications that are exported, for the one who exports them.
package enum ExportedEntries {
  /// Opens the entries about these applications to this transaction.
  package static func open(
    about applications: [ApplicationID], in rows: borrowing Rows
  ) throws {
    let ids = applications.map(\.uuid)
    try rows.later("SELECT set_config('lethe.exported', (\(ids)::uuid[])::text, true)")
  }

  /// Those about one of them, oldest first, after a number.
  package static func all(
    about application: ApplicationID, after number: Int, limit: Int, in rows: borrowing Rows
  ) throws -> [Ledger.Numbered] {
    try rows.all(
      """
      SELECT number, id, at, actor, function, action, applications, detail FROM ledger
      WHERE number > \(number) AND \(application.uuid) = ANY (applications)
      ORDER BY number LIMIT \(limit)
      """
    ) { row in
      Ledger.Numbered(
        number: try row("number"), id: try row.id("id"), at: try row("at"),
        actor: try row.id("actor"), function: try row("function"), action: try row("action"),
        applications: try row("applications", as: [UUID].self).map(ApplicationID.init),
        detail: try row("detail"))
    }
  }
}
