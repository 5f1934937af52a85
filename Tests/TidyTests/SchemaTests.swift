import Testing

/// What the migrations must look like, read from the migrations.
@Suite struct SchemaTests {
  private let migrations = SourceTree.project.migrations
  private let schema = SchemaReader(SourceTree.project.migrations)
  private let classified = Dictionary(
    Tables.all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

  @Test func migrationsAreNumberedWithoutGaps() {
    let names = SourceTree.project.files.map(\.path).filter { $0.hasPrefix("migrations/") }
    for (index, name) in names.sorted().enumerated() {
      let number = String(10_000 + index + 1).dropFirst()
      #expect(
        name.wholeMatch(of: /migrations\/\d{4}-[a-z][a-z-]*\.sql/) != nil
          && name.hasPrefix("migrations/\(number)-"), "\(name) should be number \(number)")
    }
  }

  @Test func everyStatementAboutTablesIsUnderstood() {
    #expect(schema.unread == [], "teach SchemaReader this, or write it plainly")
    #expect(schema.tables.count > 20)
  }

  @Test func everyColumnOfEveryTableIsClassified() {
    #expect(Tables.all.count == classified.count, "a table is classified twice")
    #expect(Set(classified.keys).subtracting(schema.tables.keys).isEmpty, "these don't exist")
    for (table, columns) in schema.tables.sorted(by: { $0.key < $1.key }) {
      let known = Set((classified[table]?.columns ?? [:]).keys)
      let found = Set(columns.map(\.name))
      #expect(found.subtracting(known).sorted() == [], "columns of \(table) without a class")
      #expect(known.subtracting(found).sorted() == [], "columns that \(table) doesn't have")
    }
  }

  @Test func personalColumnsAreSealedAndOnlyThose() {
    for (table, columns) in schema.tables {
      for column in columns {
        let kind = classified[table]?.columns[column.name]
        #expect(column.isSealed == (kind == .personalSealed), "\(table).\(column.name)")
      }
    }
  }

  @Test func rowSecurityIsForcedOnWhateverHoldsSomebody() {
    for table in Tables.all where table.life != .holdsNobody {
      #expect(schema.enabled.contains(table.name), "\(table.name): ENABLE ROW LEVEL SECURITY")
      #expect(schema.forced.contains(table.name), "\(table.name): FORCE ROW LEVEL SECURITY")
    }
  }

  @Test func whatHoldsNobodyHoldsNobody() {
    for table in Tables.all where table.life == .holdsNobody {
      let kinds = Set(table.columns.values)
      #expect(kinds.isDisjoint(with: [.personalSealed, .pseudonymous]), "\(table.name)")
    }
  }

  @Test func everyTableOfAnApplicationGoesWithIt() {
    for table in Tables.all where table.life == .withTheApplication && table.name != "application" {
      let column = schema.tables[table.name]?.first { $0.name == "application_id" }
      #expect(
        column?.definition.contains("REFERENCES application ON DELETE CASCADE") == true,
        "\(table.name) would outlive its application")
    }
  }

  @Test func everyReferenceToAnEpochHoldsIt() {
    for (table, columns) in schema.tables {
      for column in columns where column.name == "epoch" {
        #expect(
          column.definition.contains("REFERENCES epoch ON DELETE RESTRICT"),
          "\(table) would let an epoch go that is still needed")
      }
    }
  }

  @Test func oneFunctionHasItsOwnersRights() {
    let definers = migrations.flatMap { file in
      file.lines.filter { $0.contains(/^[^-]*SECURITY DEFINER/) }.map { _ in file.path }
    }
    #expect(definers == ["migrations/0005-ground.sql", "migrations/0022-restriction.sql"])
  }

  @Test func grantsAndViewsLeaveNoWayAround() {
    for file in migrations {
      for statement in SchemaReader.statements(in: file.lines.joined(separator: "\n")) {
        #expect(
          !statement.contains(/^GRANT (ALL|[^;]*\b(TRUNCATE|REFERENCES|TRIGGER)\b)/)
            && !statement.contains(/BYPASSRLS|SUPERUSER|TO PUBLIC\b/)
            && (!statement.contains(/^CREATE (OR REPLACE )?(MATERIALIZED )?VIEW/)
              || statement.contains("security_invoker")),
          "\(file.path): \(statement)")
      }
    }
  }
}
