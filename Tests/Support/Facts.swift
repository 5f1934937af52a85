package import Casework
package import Domain
import Foundation
import Postgres
package import Records

/// What is so, asked of the database and the disk themselves.
extension TestOffice {
  /// The kinds of grounds that stand, sorted; `nil` once the application is gone.
  package func standing(_ id: ApplicationID) async throws -> [GroundKind]? {
    try await asSuperuser { rows in
      try rows.first(
        "SELECT coalesce(standing, '{}') AS kinds FROM application WHERE id = \(id.uuid)"
      ) { try $0("kinds", as: [String].self) }
    }?.compactMap(GroundKind.init(rawValue:)).sorted { $0.rawValue < $1.rawValue }
  }

  /// All grounds there ever were, oldest first.
  package func grounds(of id: ApplicationID) async throws -> [Ground] {
    try await asSuperuser { rows in try Grounds.all(of: id, in: rows) }
  }

  /// The roles that can open an application now.
  package func whoOpens(_ id: ApplicationID) async throws -> Set<Role> {
    var roles: Set<Role> = []
    for role in OpenApplication.roles {
      do {
        _ = try await OpenApplication(office)(id, by: caller(role))
        roles.insert(role)
      } catch Refusal.unknown {
        continue
      }
    }
    return roles
  }

  /// The ledger of one application, oldest first, as `function action detail`; ids of anything
  /// are shown as `#`; openings by ``whoOpens(_:)``, reading and the acknowledgement are left out.
  package func ledger(of id: ApplicationID) async throws -> [String] {
    let reading = [
      "applicationOpened", "applicationsListed", "retentionExplained", "mailSent acknowledgement",
    ]
    return try await everyEntry(of: id).filter { entry in
      !reading.contains { entry.contains(" \($0)") }
    }
  }

  /// Ids, days and instants, which differ from test to test, become `#`.
  private static func withoutIDs(_ detail: String) -> String {
    detail.split(separator: " ").map { word in
      let name = word.prefix(through: word.firstIndex(of: "=") ?? word.startIndex)
      let value = word.contains("=") ? word.dropFirst(name.count) : word
      let changes =
        UUID(uuidString: String(value)) != nil || Day(value.prefix(10).description) != nil
      return changes ? (word.contains("=") ? name : "") + "#" : String(word)
    }.joined(separator: " ")
  }

  /// The same with every reading.
  package func everyEntry(of id: ApplicationID?) async throws -> [String] {
    try await asSuperuser { rows in
      try rows.all(
        """
        SELECT function, action, detail FROM ledger
        WHERE \(id?.uuid)::uuid IS NULL OR \(id?.uuid) = ANY (applications) ORDER BY number
        """
      ) { row in
        let detail: String? = try row("detail")
        let shown = detail.map { " " + Self.withoutIDs($0) } ?? ""
        return try "\(row("function", as: String.self)) \(row("action", as: String.self))\(shown)"
      }
    }
  }

  /// How many rows name an application, by table; tables without any are left out. Asked of every
  /// table that has such a column, so that a new one can't be forgotten.
  package func rows(of id: ApplicationID) async throws -> [String: Int] {
    let counts = try await asSuperuser { rows in
      try rows.all(
        """
        SELECT c.table_name::text AS place, (xpath('//n/text()', query_to_xml(format(
            'SELECT count(*) AS n FROM public.%I WHERE %I = %L',
            c.table_name, c.column_name, \(id.text)::text), false, true, '')))[1]::text::bigint AS n
        FROM information_schema.columns c
        WHERE c.table_schema = 'public' AND (c.column_name = 'application_id'
          OR (c.table_name = 'application' AND c.column_name = 'id'))
        """
      ) { (try $0("place", as: String.self), try $0("n", as: Int.self)) }
    }
    return Dictionary(uniqueKeysWithValues: counts.filter { $0.1 > 0 })
  }

  /// Whether nothing but the receipt of its erasure is left of an application: no row, no key.
  /// Paper is kept track of until somebody says that it is gone.
  package func isErased(_ id: ApplicationID) async throws -> Bool {
    let outliving: Set = ["paper", "spent_link"]
    return try await rows(of: id).filter { !outliving.contains($0.key) } == ["erasure": 1]
  }

  /// Why and how it was erased.
  package func receipt(
    of id: ApplicationID
  ) async throws -> (cause: ErasureCause, documents: Int, finalOn: Day)? {
    try await asSuperuser { rows in
      try rows.first(
        """
        SELECT cause, documents, final_on::text AS final_on FROM erasure
        WHERE application_id = \(id.uuid)
        """
      ) { row in
        guard let cause = ErasureCause(rawValue: try row("cause")) else { return nil }
        return (cause, try row("documents"), Day(stringLiteral: try row("final_on")))
      } ?? nil
    }
  }

  /// The names of the document files on disk, finished or not.
  package func files() throws -> Set<String> { try folder.names(in: "documents") }

  /// How many rows a table has.
  package func count(_ table: StaticString) async throws -> Int {
    try await asSuperuser { rows in
      try rows.first("SELECT count(*) AS n FROM \(sql: table)") { try $0("n") } ?? 0
    }
  }

  /// The explanation of one application.
  package func retention(
    of id: ApplicationID, by caller: Caller? = nil
  ) async throws -> RetentionView {
    try await ExplainRetention(office)(id, by: caller ?? privacyOfficer)
  }
}
