import Foundation
import Postgres
import Testing

/// A column is read as what it is, or not at all.
@Suite struct ShapeTests {
  private func read<V: PostgresValue>(_ statement: Statement, as type: V.Type) async throws
    -> PostgresError?
  {
    let c = try await Connection(TestServer.shared.value.target)
    do {
      try await c.transaction { rows in
        _ = try rows.first(statement) { try $0("v", as: V.self) }
      }
      return nil
    } catch let error as PostgresError {
      return error
    }
  }

  @Test func anotherTypeIsRefusedByTheColumnsName() async throws {
    let wrong = PostgresError.unexpectedShape(column: "v")
    #expect(try await read("SELECT 1 AS v", as: String.self) == wrong)
    #expect(try await read("SELECT '1'::text AS v", as: Int.self) == wrong)
    #expect(try await read("SELECT 1.5 AS v", as: Int.self) == wrong)
    #expect(try await read("SELECT now()::timestamp AS v", as: Date.self) == wrong)
    #expect(try await read("SELECT now() AS v", as: PostgresDay.self) == wrong)
    #expect(try await read("SELECT current_date AS v", as: Date.self) == wrong)
    #expect(try await read("SELECT 'x'::text AS v", as: [UInt8].self) == wrong)
    #expect(try await read("SELECT '\\x00'::bytea AS v", as: String.self) == wrong)
    #expect(try await read("SELECT gen_random_uuid() AS v", as: String.self) == wrong)
    #expect(try await read("SELECT 'infinity'::timestamptz AS v", as: Date.self) == wrong)
    #expect(try await read("SELECT '-infinity'::date AS v", as: PostgresDay.self) == wrong)
    #expect(try await read("SELECT ROW(1, 'a') AS v", as: String.self) == wrong)
  }

  @Test func arraysOfAnotherShapeAreRefused() async throws {
    let wrong = PostgresError.unexpectedShape(column: "v")
    #expect(try await read("SELECT ARRAY['a', NULL] AS v", as: [String].self) == wrong)
    #expect(try await read("SELECT ARRAY[['a'], ['b']] AS v", as: [String].self) == wrong)
    #expect(try await read("SELECT ARRAY[1] AS v", as: [String].self) == wrong)
    #expect(try await read("SELECT ARRAY['a'] AS v", as: [Int].self) == wrong)
    #expect(try await read("SELECT ARRAY[true] AS v", as: [UUID].self) == wrong)
    #expect(try await read("SELECT 'abcdefghijklmnop'::text AS v", as: [String].self) == wrong)
    #expect(
      try await read(
        "SELECT decode('000000000000000000000019', 'hex') AS v", as: [String].self) == wrong)
    #expect(try await read("SELECT ARRAY['a'] AS v", as: [String].self) == nil)
  }

  @Test func aNullOrAMissingColumnIsRefused() async throws {
    #expect(
      try await read("SELECT NULL::text AS v", as: String.self) == .unexpectedShape(column: "v"))
    #expect(try await read("SELECT 1 AS w", as: Int.self) == .unexpectedShape(column: "v"))
    #expect(try await read("SELECT 1 AS \"V\"", as: Int.self) == .unexpectedShape(column: "v"))
    #expect(try await read("SELECT FROM generate_series(1, 2)", as: Int.self) != nil)
  }

  @Test func aReadersErrorLeavesTheConnectionUsable() async throws {
    let c = try await Connection(TestServer.shared.value.target)
    await #expect(throws: PostgresError.unexpectedShape(column: "nothing")) {
      try await c.transaction { rows in
        try rows.all("SELECT g AS v FROM generate_series(1, 9) AS g") { row -> Int in
          try row("nothing")
        }
      }
    }
    let sum = try await c.transaction { rows in
      try rows.all("SELECT g AS v FROM generate_series(1, 9) AS g") { row -> Int in
        try row("v")
      }.reduce(0, +)
    }
    #expect(sum == 45)
  }

  @Test func noRowIsNil() async throws {
    let c = try await Connection(TestServer.shared.value.target)
    let none = try await c.transaction { rows in
      try rows.first("SELECT 1 AS v WHERE false") { row -> Int in try row("v") }
    }
    #expect(none == nil)
  }
}

// What no test can show, because it doesn't compile: a statement from text made at run time.
//   let id = "1; DROP TABLE line"
//   let s = Statement(stringLiteral: "SELECT " + id)   // StaticString, not String
//   var t: Statement = "SELECT 1"; t.text += id        // private(set)
//   let u: Statement = "SELECT \(id)"                  // compiles: id is the parameter $1
