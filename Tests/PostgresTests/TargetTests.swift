import Foundation
import Testing

@testable import Postgres

/// Where to connect, and that the password stays unsaid.
@Suite struct TargetTests {
  @Test func urlsAndConninfoAreRead() throws {
    let url = try ConnectionTarget(
      url: "postgres://anna:s%20cret@db.example:6432/lethe?sslmode=verify-full&sslrootcert=/ca")
    #expect(url.host == "db.example" && url.port == 6432)
    #expect(url.database == "lethe" && url.user == "anna" && url.password == "s cret")
    #expect(url.sslMode == "verify-full")
    #expect(url.parameters["sslrootcert"] == "/ca")
    let socket = try ConnectionTarget(url: "host=/run/pg dbname=lethe user=anna")
    #expect(socket.host == "/run/pg" && socket.port == 5432 && socket.password == nil)
    let percent = try ConnectionTarget(url: "postgresql://anna@%2Frun%2Fpg/lethe")
    #expect(percent.host == "/run/pg")
  }

  @Test(arguments: ["postgres://[", "host", "nonsense=1", "port=x", "host=a\0b", "host='"])
  func nonsenseIsRefused(url: String) {
    #expect(throws: ConnectionTarget.Unreadable()) { try ConnectionTarget(url: url) }
  }

  @Test func thePasswordIsNeverPrinted() throws {
    let target = try ConnectionTarget(url: "postgres://anna:hunter2@db/lethe")
    var dumped = ""
    dump(target, to: &dumped)
    dump([target.with(user: "bert", password: "hunter2")], to: &dumped)
    for text in ["\(target)", String(reflecting: target), "\([target])", dumped] {
      #expect(!text.contains("hunter2"))
    }
  }

  @Test func parametersAreNeverPrinted() {
    let statement: Statement = "SELECT \("erika")"
    let setting = Setting("lethe.actor", "erika")
    var dumped = ""
    dump(statement, to: &dumped)
    dump(setting, to: &dumped)
    for text in ["\(statement)", String(reflecting: statement), "\([setting])", dumped] {
      #expect(!text.contains("erika") && !text.contains("101"))
    }
    #expect(statement.text == "SELECT $1")
  }

  @Test func anotherLoginKeepsThePlace() throws {
    let target = try ConnectionTarget(url: "postgres://anna:a@db:1/lethe?sslmode=require")
    let other = target.with(user: "bert", password: nil)
    #expect(other.host == "db" && other.port == 1 && other.sslMode == "require")
    #expect(other.user == "bert" && other.password == nil)
    #expect(other.parameters["password"] == nil)
  }

  @Test func theSessionHasItsDefaults() async throws {
    var target = try await TestServer.shared.value.target
    target.applicationName = "tests of lethe"
    target.searchPath = "pg_catalog, \"a b\""
    let c = try await Connection(target)
    let names = [
      "lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout", "TimeZone",
      "search_path", "client_encoding", "application_name", "client_min_messages",
    ]
    let values = try await c.transaction { rows in
      try rows.all(
        """
        SELECT current_setting(name) AS value
        FROM unnest(\(names)) WITH ORDINALITY AS t (name, place) ORDER BY place
        """
      ) { row -> String in try row("value") }
    }
    #expect(
      values == [
        "5s", "1min", "1min", "UTC", "pg_catalog, \"a b\"", "UTF8", "tests of lethe", "warning",
      ])
  }

  @Test func nobodyThereIsUnreachable() async {
    let nowhere = ConnectionTarget(host: "/nowhere", database: "a", user: "b")
    await #expect(throws: PostgresError.unreachable) { _ = try await Connection(nowhere) }
    let refused = ConnectionTarget(host: "127.0.0.1", port: 1, database: "a", user: "b")
    await #expect(throws: PostgresError.unreachable) {
      try await Pool(refused, limit: 1).transaction { rows in try rows.run("SELECT 1") }
    }
  }
}
