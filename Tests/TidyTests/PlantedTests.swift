import Testing

/// Every rule finds what it forbids: a rule that finds nothing anywhere proves nothing.
@Suite struct PlantedTests {
  private func file(_ text: String, at path: String = "Sources/Web/Planted.swift") -> SourceFile {
    SourceFile(path: path, text: text)
  }

  @Test(arguments: [
    "import Postgres", "import CLibpq", "package import Vault", "import struct Records.Row",
    "@testable import Casework", "  import   Keeper", "import Crypto",
  ])
  func anImportThatIsNotAllowedIsFound(line: String) {
    #expect(ImportRules.findings(in: file("// A comment.\n" + line)).map(\.line) == [2])
  }

  @Test(arguments: [
    "import Casework", "package import struct Foundation.Date", "// import Postgres",
    "let text = \"import Postgres\"", "/* import Vault */", "important()",
  ])
  func anythingElseIsNot(line: String) { #expect(ImportRules.findings(in: file(line)) == []) }

  @Test func everyRoomNeedsARuleAndDomainHasTheStrictest() {
    #expect(ImportRules.findings(in: file("", at: "Sources/Attic/A.swift")).count == 1)
    #expect(ImportRules.findings(in: file("import Glibc", at: "Sources/Domain/A.swift")).count == 1)
  }

  @Test func longFilesLinesAndFunctionsAreFound() {
    let body = String(repeating: "  call()\n", count: 49)
    let long = "func a() {\n" + body + "}\n"
    #expect(SizeRules.findings(in: file(long)).count == 1)
    #expect(SizeRules.findings(in: file(long.replacing("func a", with: "init"))).count == 1)
    #expect(SizeRules.findings(in: file("var a: Int {\n" + body + "}\n")).count == 1)
    #expect(SizeRules.findings(in: file("func a() {\n" + body.dropLast(9) + "}\n")) == [])
    #expect(SizeRules.findings(in: file("protocol P {\n  func a()\n" + body + "}\n")) == [])
    #expect(SizeRules.findings(in: file("struct A {\n" + body + "}\n")) == [])
    #expect(SizeRules.findings(in: file(String(repeating: "\n", count: 301))).count == 1)
    #expect(SizeRules.findings(in: file(String(repeating: "\n", count: 300))) == [])
    #expect(SizeRules.findings(in: file(String(repeating: "é", count: 101))).count == 1)
    #expect(SizeRules.findings(in: file(String(repeating: "é", count: 100))) == [])
  }

  @Test(arguments: [
    "Sources/Web/Utils/A.swift", "Sources/Core/A.swift", "Sources/Web/StringExtensions.swift",
    "Tests/WebTests/TestHelper.swift", "Sources/Web/KeyManager.swift", "tools/common.sh",
    "Sources/Web/DateUtils+More.swift",
  ])
  func drawersAreFound(path: String) { #expect(WordRules.names(of: path).count == 1) }

  @Test(arguments: ["Sources/Web/Score.swift", "Sources/Web/Utility_.md", "docs/hardcore.md"])
  func nounsAreNot(path: String) {
    #expect(WordRules.names(of: path).count == (path.contains("Utility") ? 1 : 0))
  }

  @Test func bannedConstructsAreFoundInCodeOnly() {
    let banned = ["try! a()", "try? a()", "a as! B", "fatalError()", "@_exported import A"]
    for line in banned {
      #expect(WordRules.constructs(in: file(line)).count == 1, "\(line)")
      #expect(WordRules.constructs(in: file("// \(line)")) == [])
      #expect(WordRules.constructs(in: file("\"\(line)\" + #\"\\(\(line)\"# ")) == [])
      #expect(WordRules.constructs(in: file("\"\"\"\n\(line) \"quoted\"\n\"\"\"")) == [])
      #expect(WordRules.constructs(in: file("\"\\(b(\"\")) \"; \(line)")).count == 1)
    }
    #expect(WordRules.openness(in: file("public struct A {}")).count == 1)
    #expect(WordRules.openness(in: file("// public")) == [])
  }

  @Test func leftoversAreFoundInComments() {
    for word in ["TO" + "DO", "FIX" + "ME"] {
      #expect(WordRules.leftovers(in: file("// \(word): later")).count == 1)
    }
    #expect(WordRules.leftovers(in: file("// todos are a list")) == [])
  }

  @Test func pointersAndUnprovenClaimsAreFound() {
    #expect(WordRules.unsafety(in: file("unsafe a()")).count == 1)
    #expect(WordRules.unsafety(in: file("let a: UnsafeRawPointer")).count == 1)
    #expect(WordRules.unsafety(in: file("unsafe a()", at: "Sources/Vault/A.swift")) == [])
    for claim in ["struct A: @unchecked Sendable {}", "nonisolated(unsafe) var a = 1"] {
      #expect(WordRules.proofs(in: file("\n\n\(claim)")).count == 1)
      #expect(WordRules.proofs(in: file("// Written once.\n@safe\n\(claim)")) == [])
      #expect(WordRules.proofs(in: file("// Too far.\n\n\n\(claim)")).count == 1)
    }
  }

  @Test func scriptsTemplatesAndPlacesAreFound() {
    let script = "let a = MigrationScript(contentsOfMigration: b)"
    #expect(WordRules.scripts(in: file(script)).count == 1)
    #expect(WordRules.scripts(in: file(script, at: "Sources/Records/Outcomes.swift")).count == 1)
    #expect(WordRules.scripts(in: file(script, at: "Sources/Records/Migrations.swift")) == [])
    for value in ["{{{name}}}", "{{&name}}", "{{ & name }}"] {
      #expect(WordRules.templates(in: file(value, at: "Sources/Pages/a.mustache")).count == 1)
    }
    #expect(WordRules.templates(in: file("{{name}}", at: "Sources/Pages/a.mustache")) == [])
    for place in ["/ro" + "ot/.config", "/home" + "/anna/lethe", "/Us" + "ers/anna"] {
      #expect(WordRules.workplaces(in: file("see \(place)/x", at: "docs/a.md")).count == 1)
    }
    #expect(WordRules.workplaces(in: file("GET /applications/home/x", at: "docs/a.md")) == [])
  }
}

/// The reader of migrations reads what migrations say.
@Suite struct SchemaReaderTests {
  private func schema(_ text: String) -> SchemaReader {
    SchemaReader([SourceFile(path: "migrations/0001-a.sql", text: text)])
  }

  @Test func tablesAndColumnsAreRead() {
    let read = schema(
      """
      -- CREATE TABLE not_this (id uuid);
      CREATE TABLE person (
        id uuid PRIMARY KEY, -- a comment, with a comma
        name sealed NOT NULL,
        role text NOT NULL CHECK (role IN ('a', 'b')),
        CONSTRAINT ceiling CHECK (role <> 'a' OR (name IS NOT NULL AND true)),
        UNIQUE (id, role)
      );
      ALTER TABLE person ENABLE ROW LEVEL SECURITY;
      ALTER TABLE person FORCE ROW LEVEL SECURITY, ADD COLUMN born date, DROP COLUMN role;
      CREATE FUNCTION f() RETURNS trigger AS $$ BEGIN CREATE TABLE g (x int); END $$;
      """)
    #expect(read.tables["person"]?.map(\.name) == ["id", "name", "born"])
    #expect(read.tables["person"]?.map(\.isSealed) == [false, true, false])
    #expect(read.tables.count == 1 && read.unread == [])
    #expect(read.enabled == ["person"] && read.forced == ["person"])
  }

  @Test(arguments: [
    "CREATE TABLE copy AS SELECT 1", "CREATE UNLOGGED TABLE a (b int)",
    "ALTER TABLE a RENAME COLUMN b TO c",
  ])
  func whatItCannotReadItSays(statement: String) { #expect(schema(statement).unread.count == 1) }
}
