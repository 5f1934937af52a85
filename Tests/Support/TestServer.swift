import Foundation
package import Postgres

/// A PostgreSQL for all tests of this process: the one `LETHE_TEST_POSTGRES` names, or a private
/// one that ends with the process.
package final class TestServer: Sendable {
  /// As superuser, in a database that nobody tests in.
  package let target: ConnectionTarget
  // The server ends when this pipe closes: with the process.
  private let leash: Pipe?

  /// Of every login, and the same in every test process, so that two may share a server.
  package static let passwordOfLogins = "of-every-login-in-tests"

  /// Started at first use.
  package static let shared = Task {
    if let url = ProcessInfo.processInfo.environment["LETHE_TEST_POSTGRES"] {
      return TestServer(target: try ConnectionTarget(url: url), leash: nil)
    }
    return try await startingPrivate()
  }

  private init(target: ConnectionTarget, leash: Pipe?) {
    self.target = target
    self.leash = leash
  }

  /// The same server's database `name`, as superuser.
  package func target(in name: String) -> ConnectionTarget {
    var target = target
    target.database = name
    return target
  }

  /// Creates a database, empty or as a copy.
  package func create(_ name: String, from template: String? = nil) async throws {
    let copying = template.map { " TEMPLATE \($0)" } ?? ""
    try await run("CREATE DATABASE \(name)\(copying)")
  }

  /// Drops a database, whoever is still connected.
  package func drop(_ name: String) async throws {
    try await run("DROP DATABASE IF EXISTS \(name) WITH (FORCE)")
  }

  /// Ends every connection to a database; whoever still needs one connects again.
  func disconnectAll(from name: String) async throws {
    try await run(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '\(name)'")
  }

  private func run(_ statement: String) async throws {
    let connection = try await Connection(target)
    try await connection.script(MigrationScript(contentsOfMigration: statement))
    await connection.close()
  }

  private static func startingPrivate() async throws -> TestServer {
    let directory = "/tmp/lethe-tests-postgres-\(UUID().uuidString.prefix(8))"
    let leash = Pipe()
    let settings = ["listen_addresses=", "fsync=off", "max_connections=300"]
    let script = """
      set -e; umask 077; cd /; mkdir \(directory)
      PATH=/usr/lib/postgresql/15/bin:$PATH
      initdb -D \(directory)/data -U postgres -A trust --no-sync --locale=C.UTF-8 -E UTF8
      trap '' INT TERM
      exec 3<&0
      (read _ <&3 || true; kill -INT $(head -1 \(directory)/data/postmaster.pid)) &
      postgres -D \(directory)/data -k \(directory) \
        \(settings.map { "-c \($0)" }.joined(separator: " ")) \
        >\(directory)/log 2>&1 </dev/null || true
      rm -rf \(directory)
      """
    try launch(script, input: leash)
    let server = TestServer(
      target: ConnectionTarget(
        host: directory, database: "postgres", user: "postgres", applicationName: "tests"),
      leash: leash)
    try await server.waitUntilUp()
    return server
  }

  private func waitUntilUp() async throws {
    for _ in 0..<1200 {
      do {
        return await (try Connection(target)).close()
      } catch {
        try await Task.sleep(for: .milliseconds(50))
      }
    }
    throw PostgresError.unreachable
  }

  /// PostgreSQL refuses to run as root.
  private static func launch(_ script: String, input: Pipe) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    let asPostgres = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"]
    process.arguments = (getuid() == 0 ? asPostgres : []) + ["sh", "-c", script]
    process.standardInput = input
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
  }
}
