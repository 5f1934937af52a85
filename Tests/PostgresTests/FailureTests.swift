import Foundation
import Testing

@testable import Postgres

/// What the server refuses leaves nothing behind, and says no values.
@Suite struct FailureTests {
  private func connection() async throws -> Connection {
    let c = try await Connection(TestServer.database())
    try await c.script(
      MigrationScript(
        contentsOfMigration: """
          CREATE TABLE line (id int PRIMARY KEY, who text, parent int,
            CONSTRAINT line_who_short CHECK (length(who) < 10),
            CONSTRAINT line_parent FOREIGN KEY (parent) REFERENCES line
              DEFERRABLE INITIALLY DEFERRED);
          INSERT INTO line VALUES (1, 'one');
          """))
    return c
  }

  private func count(_ c: Connection) async throws -> Int? {
    try await c.transaction { rows in
      try rows.first("SELECT count(*) AS n FROM line") { try $0("n", as: Int.self) }
    }
  }

  @Test func anErrorOfTheBodyRollsBackAndIsThrownUnchanged() async throws {
    let c = try await connection()
    await #expect(throws: Sorry()) {
      try await c.transaction { rows in
        try rows.run("INSERT INTO line VALUES (2, 'two')")
        throw Sorry()
      }
    }
    #expect(try await count(c) == 1)
  }

  @Test func aRefusedStatementNamesStateAndConstraintButNoValue() async throws {
    let c = try await connection()
    let secret = "erika@example.org"
    do {
      try await c.transaction { rows in
        try rows.run("INSERT INTO line VALUES (\(2), \(secret))")
      }
      Issue.record("the constraint held nobody back")
    } catch let error as PostgresError {
      #expect(error == .rejected(sqlState: "23514", constraint: "line_who_short"))
      var dumped = ""
      dump(error, to: &dumped)
      for text in [String(describing: error), String(reflecting: error), dumped] {
        #expect(!text.contains("erika"))
      }
    }
    await #expect(throws: PostgresError.rejected(sqlState: "23505", constraint: "line_pkey")) {
      try await c.transaction { rows in try rows.run("INSERT INTO line VALUES (\(1), \("x"))") }
    }
    #expect(try await count(c) == 1)
  }

  @Test func aQueuedStatementsErrorSurfacesAtTheNextOneAndAtTheCommit() async throws {
    let c = try await connection()
    let unique = PostgresError.rejected(sqlState: "23505", constraint: "line_pkey")
    await #expect(throws: unique) {
      try await c.transaction { rows in
        try rows.later("INSERT INTO line VALUES (2, 'two')")
        try rows.later("INSERT INTO line VALUES (1, 'again')")
        _ = try rows.first("SELECT 1 AS one") { _ in Issue.record("read after an error") }
      }
    }
    await #expect(throws: unique) {
      try await c.transaction { rows in
        try rows.run("INSERT INTO line VALUES (2, 'two')")
        try rows.later("INSERT INTO line VALUES (1, 'again')")
      }
    }
    await #expect(throws: unique) {
      try await c.transaction { rows in
        try rows.later("INSERT INTO line VALUES (1, 'again')")
        try rows.later("INSERT INTO line VALUES (2, 'two')")
      }
    }
    #expect(try await count(c) == 1)
  }

  @Test func whoSwallowsAnErrorMeetsItAgain() async throws {
    let c = try await connection()
    let unique = PostgresError.rejected(sqlState: "23505", constraint: "line_pkey")
    await #expect(throws: unique) {
      try await c.transaction { rows in
        try rows.run("INSERT INTO line VALUES (2, 'two')")
        do { try rows.run("INSERT INTO line VALUES (1, 'again')") } catch {}
      }
    }
    #expect(try await count(c) == 1)
  }

  @Test func aDeferredConstraintIsRefusedAtCommit() async throws {
    let c = try await connection()
    await #expect(throws: PostgresError.rejected(sqlState: "23503", constraint: "line_parent")) {
      try await c.transaction { rows in try rows.run("INSERT INTO line VALUES (2, 'two', 9)") }
    }
    await #expect(throws: PostgresError.rejected(sqlState: "23503", constraint: "line_parent")) {
      try await c.transaction { rows in try rows.later("INSERT INTO line VALUES (2, 'two', 9)") }
    }
    #expect(try await count(c) == 1)
  }

  @Test func aStatementThatDoesNotParseIsForgottenAndTheConnectionGoesOn() async throws {
    let c = try await connection()
    for _ in 1...2 {
      await #expect(throws: PostgresError.rejected(sqlState: "42P01", constraint: nil)) {
        try await c.transaction { rows in
          try rows.later("SELECT \(1) + 1")
          try rows.later("SELECT * FROM nowhere WHERE id = \(1)")
          try rows.later("SELECT \(2) + 2")
        }
      }
    }
    #expect(try await count(c) == 1)
  }

  @Test func aStatementMayNotEndTheTransaction() async throws {
    let c = try await connection()
    await #expect(throws: PostgresError.rejected(sqlState: "25P01", constraint: nil)) {
      try await c.transaction { rows in
        try rows.run("COMMIT")
        try rows.run("INSERT INTO line VALUES (2, 'outside')")
      }
    }
    #expect(try await count(c) == 1)
  }

  @Test func valuesThatPostgresCannotHoldAreRefusedBeforeTheyAreSent() async throws {
    let c = try await connection()
    let before = await c.trips
    func state(_ statement: Statement, settings: [Setting] = []) async throws -> String? {
      do {
        try await c.transaction(settings: settings) { rows in try rows.later(statement) }
      } catch PostgresError.rejected(let state, _) {
        return state
      }
      return nil
    }
    #expect(try await state("SELECT \("a\0b")") == "22021")
    #expect(try await state("SELECT \(["fine", "\0"])") == "22021")
    #expect(try await state("SELECT \(Date(timeIntervalSince1970: .infinity))") == "22008")
    #expect(try await state("SELECT \(Date(timeIntervalSince1970: .nan))") == "22008")
    #expect(try await state("SELECT \(Date(timeIntervalSince1970: 1e300))") == "22008")
    #expect(try await state("SELECT \(PostgresDay(year: 2025, month: 2, day: 29))") == "22008")
    #expect(try await state("SELECT \(PostgresDay(year: .max, month: 13, day: 0))") == "22008")
    #expect(try await state("SELECT 1", settings: [Setting("lethe.a", "\0")]) == "22021")
    #expect(await c.trips == before)
  }

  @Test func aChangedTableDoesNotPoisonTheConnection() async throws {
    let target = try await TestServer.database()
    let c = try await Connection(target)
    let other = try await Connection(target)
    func alter(_ sql: String) async throws {
      try await other.script(MigrationScript(contentsOfMigration: sql))
    }
    try await alter("CREATE TABLE thing (a int); INSERT INTO thing VALUES (1)")
    @Sendable func read(_ rows: borrowing Rows) throws -> Int? {
      try rows.first("SELECT * FROM thing") { try $0("a") }
    }
    #expect(try await c.transaction { try read($0) } == 1)
    // At the first trip nothing has been seen, so it is tried again on a new connection.
    try await alter("ALTER TABLE thing ADD b text")
    #expect(try await c.transaction { try read($0) } == 1)
    // Later it is an error once.
    try await alter("ALTER TABLE thing ADD c text")
    @Sendable func readLater(_ rows: borrowing Rows) throws -> Int? {
      try rows.run("SELECT 1")
      return try read(rows)
    }
    await #expect(throws: PostgresError.rejected(sqlState: "0A000", constraint: nil)) {
      try await c.transaction { try readLater($0) }
    }
    #expect(try await c.transaction { try readLater($0) } == 1)
    #expect(try await c.transaction { try read($0) } == 1)
    // Statements that someone else deallocated.
    try await c.script(MigrationScript(contentsOfMigration: "DEALLOCATE ALL"))
    #expect(try await c.transaction { try read($0) } == 1)
  }

  @Test func theServersTimeOutsAreErrorsAndNotTheEnd() async throws {
    var target = try await TestServer.database()
    target.statementTimeoutSeconds = 1
    target.lockTimeoutSeconds = 1
    let c = try await Connection(target)
    await #expect(throws: PostgresError.rejected(sqlState: "57014", constraint: nil)) {
      try await c.transaction { rows in try rows.run("SELECT pg_sleep(5)") }
    }
    try await c.transaction { rows in try rows.run("SELECT 1") }
    target.idleInTransactionTimeoutSeconds = 1
    let slow = try await Connection(target)
    await #expect(throws: PostgresError.unreachable) {
      try await slow.transaction { rows in
        try rows.run("SELECT 1")
        Thread.sleep(forTimeInterval: 1.5)
        try rows.run("SELECT 1")
      }
    }
    try await slow.transaction { rows in try rows.run("SELECT 1") }
  }
}
