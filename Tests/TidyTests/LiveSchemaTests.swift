import Domain
import Postgres
import Records
import Support
import Testing

/// The classification against the schema as a migrated database has it.
@Suite(.office) struct LiveSchemaTests {
  let here = TestOffice.current
  private let classified = Dictionary(
    Tables.all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  /// Which migrations were applied: names of files.
  private let ours: Set<String> = ["migration"]

  private func columns() async throws -> [(table: String, column: String, isSealed: Bool)] {
    try await here.asSuperuser { rows in
      try rows.all(
        """
        SELECT c.table_name::text AS place, c.column_name::text AS name,
          coalesce(c.domain_name = 'sealed', false) AS sealed
        FROM information_schema.columns c WHERE c.table_schema = 'public'
        ORDER BY c.table_name, c.ordinal_position
        """
      ) { (try $0("place"), try $0("name"), try $0("sealed")) }
    }.filter { !ours.contains($0.table) }
  }

  @Test func everyColumnAndTableOfTheLiveSchemaHasAClass() async throws {
    let columns = try await columns()
    #expect(Set(columns.map(\.table)) == Set(classified.keys))
    for (table, found) in Dictionary(grouping: columns, by: \.table) {
      let known = classified[table]?.columns ?? [:]
      #expect(Set(found.map(\.column)) == Set(known.keys), "the columns of \(table)")
      for column in found {
        #expect(
          column.isSealed == (known[column.column] == .personalSealed),
          "\(table).\(column.column)")
      }
    }
  }

  @Test func bytesThatAreNotSealedAreKeysOrPseudonyms() async throws {
    let bytes = try await here.asSuperuser { rows in
      try rows.all(
        """
        SELECT c.table_name::text AS place, c.column_name::text AS name
        FROM information_schema.columns c WHERE c.table_schema = 'public'
          AND c.udt_name = 'bytea' AND c.domain_name IS NULL
        """
      ) { (try $0("place", as: String.self), try $0("name", as: String.self)) }
    }
    #expect(bytes.count > 10)
    for (table, column) in bytes {
      let kind = classified[table]?.columns[column]
      #expect(kind != .personalSealed && kind != nil, "\(table).\(column)")
    }
  }

  /// Tables whose rows are about one application: by a reference to it, by a reference to one of
  /// those, or by its id.
  private func aboutAnApplication() async throws -> Set<String> {
    let found = try await here.asSuperuser { rows in
      try rows.all(
        """
        WITH RECURSIVE hangs AS (
          SELECT 'application'::regclass::oid AS id
          UNION SELECT k.conrelid FROM pg_constraint k JOIN hangs ON k.confrelid = hangs.id
            WHERE k.contype = 'f' AND k.confdeltype = 'c')
        SELECT c.relname::text AS name FROM pg_class c
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
          AND (c.oid IN (SELECT id FROM hangs) OR EXISTS (SELECT FROM pg_attribute a
            WHERE a.attrelid = c.oid AND a.attname = 'application_id' AND NOT a.attisdropped))
        """
      ) { try $0("name", as: String.self) }
    }
    return Set(found)
  }

  @Test func erasureAndExportWalkEveryTableAboutAnApplication() async throws {
    #expect(try await aboutAnApplication() == Set(ApplicationTable.allCases.map(\.rawValue)))
  }

  @Test func whatIsSaidToGoWithTheApplicationIsAboutOne() {
    let walked = Set(ApplicationTable.allCases.map(\.rawValue))
    for table in Tables.all where table.life == .withTheApplication {
      #expect(walked.contains(table.name), "\(table.name)")
    }
  }

  @Test func anExportLeavesOutNothingThatAPersonSaidButCopies() {
    for table in ApplicationTable.allCases {
      guard case .leftOut = table.fate, let known = classified[table.rawValue] else { continue }
      let isSealed = known.columns.values.contains(.personalSealed)
      #expect(
        !isSealed || [.ending, .statedReason, .restriction].contains(table), "\(table)")
    }
  }
}
