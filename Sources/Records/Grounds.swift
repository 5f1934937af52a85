package import Domain
import Postgres
package import struct Foundation.Date

/// Why applications may be kept: rows that begin and end, and never change.
package enum Grounds {
  /// Adds a ground. Add the new one before the old one ends, so that something always stands.
  /// `rulesVersion` names the retention rules its end was calculated with.
  package static func add(
    _ ground: Ground, to id: ApplicationID, rulesVersion: Int? = nil, in rows: borrowing Rows
  ) throws {
    try rows.later(
      """
      INSERT INTO ground (id, application_id, kind, since, erase_from, rules_version)
      VALUES (\(ground.id.uuid), \(id.uuid), \(ground.kind.rawValue), \(ground.since.stored),
        \(ground.eraseFrom?.stored), \(rulesVersion))
      """)
  }

  /// Ends grounds that are open. `cause` is a code, such as an act's name.
  package static func end(
    _ ids: [GroundID], at now: Date, cause: String, in rows: borrowing Rows
  ) throws {
    if ids.isEmpty { return }
    try rows.later(
      """
      UPDATE ground SET ended_at = \(now), ended_by = \(cause)
      WHERE id = ANY(\(ids.map(\.uuid))) AND ended_at IS NULL
      """)
  }

  /// All grounds of one application, oldest first.
  package static func all(
    of id: ApplicationID, in rows: borrowing Rows
  ) throws -> [Ground] {
    try rows.all(
      """
      SELECT id, kind, since, erase_from, ended_at FROM ground
      WHERE application_id = \(id.uuid) ORDER BY since, kind, id
      """, read)
  }

  /// The open grounds of several applications. `concluding`: with it the transaction ends.
  package static func open(
    of ids: [ApplicationID], concluding: Bool = false, in rows: borrowing Rows
  ) throws -> [ApplicationID: [Ground]] {
    if ids.isEmpty { return [:] }
    let statement: Statement = """
      SELECT application_id, id, kind, since, erase_from, ended_at FROM ground
      WHERE application_id = ANY(\(ids.map(\.uuid))) AND ended_at IS NULL
      """
    let found =
      concluding ? try rows.conclude(statement, readOne) : try rows.all(statement, readOne)
    return Dictionary(grouping: found, by: \.0).mapValues { $0.map(\.1) }
  }

  /// All grounds of several applications, ended ones as well.
  package static func all(
    of ids: [ApplicationID], in rows: borrowing Rows
  ) throws -> [ApplicationID: [Ground]] {
    if ids.isEmpty { return [:] }
    let found = try rows.all(
      """
      SELECT application_id, id, kind, since, erase_from, ended_at FROM ground
      WHERE application_id = ANY(\(ids.map(\.uuid)))
      """, readOne)
    return Dictionary(grouping: found, by: \.0).mapValues { $0.map(\.1) }
  }

  private static func readOne(_ row: borrowing Row) throws -> (ApplicationID, Ground) {
    (try row.id("application_id"), try read(row))
  }

  /// Whose ground this is, whether it stands or not.
  package static func application(
    of id: GroundID, in rows: borrowing Rows
  ) throws -> ApplicationID? {
    try rows.first("SELECT application_id FROM ground WHERE id = \(id.uuid)") {
      try $0.id("application_id")
    }
  }

  private static func read(_ row: borrowing Row) throws -> Ground {
    Ground(
      id: try row.id("id"), kind: try row.word("kind"), since: try row.day("since"),
      eraseFrom: try row.day("erase_from"), endedAt: try row("ended_at"))
  }
}
