package import Domain
import Postgres

/// A person's name as it is stored, in the application or in its ending.
package struct SealedNameRow: Sendable {
  package let application: ApplicationID
  package let givenName: Sealed
  package let familyName: Sealed
  /// Sealed for the ending: the application itself is locked.
  package let isEnding: Bool
  package let key: KeyRow
}

/// The names behind applications that somebody sees, or may still finish.
package enum SealedNames {
  /// Those of `ids` that the actor may name.
  package static func all(
    of ids: [ApplicationID], in rows: borrowing Rows
  ) throws -> [SealedNameRow] {
    if ids.isEmpty { return [] }
    return try rows.all(
      """
      SELECT asked.id, coalesce(t.given_name, e.given_name) AS given_name,
        coalesce(t.family_name, e.family_name) AS family_name,
        t.application_id IS NULL AS ending, k.epoch, k.wrapped
      FROM unnest(\(ids.map(\.uuid))) AS asked (id)
      JOIN data_key k ON k.application_id = asked.id
      LEFT JOIN applicant t ON t.application_id = asked.id
      LEFT JOIN ending e ON e.application_id = asked.id
      WHERE t.application_id IS NOT NULL OR e.application_id IS NOT NULL
      """
    ) { row in
      SealedNameRow(
        application: try row.id("id"), givenName: try row("given_name"),
        familyName: try row("family_name"), isEnding: try row("ending"),
        key: KeyRow(epoch: try row("epoch"), wrapped: try row("wrapped")))
    }
  }
}
