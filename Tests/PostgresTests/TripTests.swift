import Foundation
import Testing

@testable import Postgres

/// How many network trips a transaction takes, and what travels together.
@Suite struct TripTests {
  private func connection() async throws -> Connection {
    let c = try await Connection(TestServer.database())
    try await c.script(
      MigrationScript(contentsOfMigration: "CREATE TABLE line (id int PRIMARY KEY, who text)"))
    return c
  }

  @Test func aReadWithAQueuedInsertTakesTwoTrips() async throws {
    let c = try await connection()
    for id in 1...3 {
      let before = await c.trips
      try await c.transaction(settings: [Setting("lethe.actor", "anna")]) { rows in
        let found = try rows.all("SELECT id FROM line WHERE id >= \(0) ORDER BY id") { row in
          try row("id", as: Int.self)
        }
        #expect(found == Array(1..<id))
        try rows.later("INSERT INTO line VALUES (\(id), current_setting('lethe.actor'))")
      }
      #expect(await c.trips - before == 2)
    }
  }

  @Test func onlyQueuedStatementsTakeOneTrip() async throws {
    let c = try await connection()
    let before = await c.trips
    try await c.transaction(settings: [Setting("lethe.actor", "anna")]) { rows in
      for id in 1...1000 {
        try rows.later("INSERT INTO line VALUES (\(id), current_setting('lethe.actor'))")
      }
    }
    #expect(await c.trips - before == 1)
    let count = try await c.transaction { rows in
      try rows.first("SELECT count(*) AS n FROM line WHERE who = 'anna'") { row -> Int in
        try row("n")
      }
    }
    #expect(count == 1000)
  }

  @Test func aConcludingReadCommitsInItsOwnTrip() async throws {
    let c = try await connection()
    let before = await c.trips
    let found = try await c.transaction(settings: [Setting("lethe.actor", "anna")]) { rows in
      try rows.later("INSERT INTO line VALUES (1, current_setting('lethe.actor'))")
      return try rows.conclude("SELECT who FROM line") { row -> String in try row("who") }
    }
    #expect(found == ["anna"])
    #expect(await c.trips - before == 1)
    let count = try await c.transaction { rows in
      try rows.conclude("SELECT count(*) AS n FROM line") { row -> Int in try row("n") }
    }
    #expect(count == [1])
  }

  @Test func nothingFollowsAConclusion() async throws {
    let c = try await connection()
    await #expect(throws: PostgresError.rejected(sqlState: "25P01", constraint: nil)) {
      try await c.transaction { rows in
        _ = try rows.conclude("SELECT 1 AS one") { row -> Int in try row("one") }
        try rows.later("INSERT INTO line VALUES (1, 'late')")
      }
    }
    let lines = try await c.transaction { rows in
      try rows.conclude("SELECT who FROM line") { row -> String in try row("who") }
    }
    #expect(lines == [])
  }

  @Test func aConclusionThatIsRefusedCommitsNothing() async throws {
    let c = try await connection()
    await #expect(throws: PostgresError.rejected(sqlState: "22012", constraint: nil)) {
      try await c.transaction { rows in
        try rows.later("INSERT INTO line VALUES (1, 'anna')")
        _ = try rows.conclude("SELECT 1 / 0 AS n") { row -> Int in try row("n") }
      }
    }
    let lines = try await c.transaction { rows in
      try rows.conclude("SELECT who FROM line") { row -> String in try row("who") }
    }
    #expect(lines == [])
  }

  @Test func queuedStatementsRunBeforeTheNextReadInTheirOrder() async throws {
    let c = try await connection()
    let before = await c.trips
    let who = try await c.transaction { rows in
      try rows.later("INSERT INTO line VALUES (1, 'first')")
      try rows.later("UPDATE line SET who = who || '+second' WHERE id = 1")
      return try rows.first("SELECT who FROM line WHERE id = 1") { row -> String in
        try row("who")
      }
    }
    #expect(who == "first+second")
    #expect(await c.trips - before == 2)
  }

  @Test func aBodyThatFailsBeforeItsFirstReadSendsNothing() async throws {
    let c = try await connection()
    let before = await c.trips
    await #expect(throws: Sorry()) {
      try await c.transaction { rows in
        try rows.later("INSERT INTO line VALUES (1, 'x')")
        throw Sorry()
      }
    }
    #expect(await c.trips == before)
  }

  @Test(arguments: 0...6) func everySettingHoldsUntilTheTransactionEnds(count: Int) async throws {
    let c = try await connection()
    let all = [
      Setting("lethe.a", "0"), Setting("lethe.b", "1"), Setting("lethe.c", "2"),
      Setting("lethe.d", "3"), Setting("lethe.e", "4"), Setting("lethe.f", "'; --"),
    ]
    let names = ["lethe.a", "lethe.b", "lethe.c", "lethe.d", "lethe.e", "lethe.f"]
    let settings = Array(all.prefix(count))
    @Sendable func values(_ rows: borrowing Rows) throws -> [String] {
      try rows.all(
        """
        SELECT coalesce(nullif(current_setting(name, true), ''), '-') AS value
        FROM unnest(\(names)) WITH ORDINALITY AS t (name, place) ORDER BY place
        """
      ) { try $0("value") }
    }
    let inside = try await c.transaction(settings: settings) { try values($0) }
    #expect(inside == settings.map(\.value) + Array(repeating: "-", count: 6 - count))
    let after = try await c.transaction { try values($0) }
    #expect(after == Array(repeating: "-", count: 6))
  }

  @Test func affectedRowsAreCounted() async throws {
    let c = try await connection()
    let counts = try await c.transaction { rows in
      [
        try rows.run("INSERT INTO line SELECT g, 'x' FROM generate_series(1, \(7)) AS g"),
        try rows.run("UPDATE line SET who = 'y' WHERE id < \(3)"),
        try rows.run("DELETE FROM line WHERE id = \(99)"),
        try rows.run("SELECT FROM line"),
        try rows.run("SET LOCAL lethe.x = 'y'"),
      ]
    }
    #expect(counts == [7, 2, 0, 7, 0])
  }

  @Test func readsNestInsideAnotherReadsRows() async throws {
    let c = try await connection()
    let pairs = try await c.transaction { rows in
      try rows.all("SELECT g AS n FROM generate_series(1, 3) AS g") { row -> Int in
        let n: Int = try row("n")
        return try rows.first("SELECT \(n) * 10 AS m") { inner -> Int in try inner("m") } ?? 0
      }
    }
    #expect(pairs == [10, 20, 30])
  }

  @Test func statementsArePreparedOnceAndBounded() async throws {
    let c = Connection(lazily: try await TestServer.database(), planLimit: 6)
    @Sendable func prepared(_ rows: borrowing Rows) throws -> Int {
      try rows.first("SELECT count(*) AS n FROM pg_prepared_statements") { try $0("n") } ?? -1
    }
    for _ in 1...5 {
      let count = try await c.transaction { rows in
        try rows.later("SELECT \(1) + 1")
        return try prepared(rows)
      }
      #expect((3...4).contains(count))
    }
    // The same text with another type is another plan.
    for _ in 1...3 {
      let count = try await c.transaction { rows in
        try rows.later("SELECT \(1) IS NULL")
        try rows.later("SELECT \(true) IS NULL")
        try rows.later("SELECT \(UUID()) IS NULL")
        return try prepared(rows)
      }
      #expect(count <= 9)
    }
  }

  @Test func aScriptRunsInsideATransaction() async throws {
    let c = try await connection()
    let script = MigrationScript(
      contentsOfMigration: "CREATE TABLE a (id int); INSERT INTO a VALUES (1), (2);")
    await #expect(throws: Sorry()) {
      try await c.transaction { rows in
        try rows.script(script)
        throw Sorry()
      }
    }
    try await c.transaction { rows in
      try rows.script(script)
      try rows.later("INSERT INTO line VALUES (\(1), 'migrated')")
    }
    let n = try await c.transaction { rows in
      try rows.first("SELECT (SELECT count(*) FROM a) + (SELECT count(*) FROM line) AS n") {
        try $0("n", as: Int.self)
      }
    }
    #expect(n == 3)
    let leaving = MigrationScript(contentsOfMigration: "COMMIT")
    await #expect(throws: PostgresError.rejected(sqlState: "25P01", constraint: nil)) {
      try await c.transaction { rows in try rows.script(leaving) }
    }
    let opening = MigrationScript(contentsOfMigration: "BEGIN; CREATE TABLE b (id int)")
    await #expect(throws: PostgresError.rejected(sqlState: "25001", constraint: nil)) {
      try await c.script(opening)
    }
    await #expect(throws: PostgresError.rejected(sqlState: "42P07", constraint: nil)) {
      try await c.script(script)
    }
  }
}

struct Sorry: Error, Equatable {}
