import Foundation
import Postgres

/// A PostgreSQL for these tests: the one `LETHE_TEST_POSTGRES` names, or a private one that ends
/// with the test process.
final class TestServer: Sendable {
  /// As superuser.
  let target: ConnectionTarget
  private let directory: String?
  // Closing our end of this pipe ends the server.
  private let leash: Pipe?

  static let shared = Task {
    if let named = try TestServer.named() { return named }
    return try await TestServer.startingPrivate()
  }

  /// A new, empty database on the shared server.
  static func database() async throws -> ConnectionTarget {
    try await shared.value.newDatabase()
  }

  func newDatabase() async throws -> ConnectionTarget {
    let name = "t_" + UUID().uuidString.lowercased().replacing("-", with: "")
    try await Connection(target).script(
      MigrationScript(contentsOfMigration: "CREATE DATABASE \(name)"))
    var database = target
    database.database = name
    return database
  }

  private init(target: ConnectionTarget, directory: String?, leash: Pipe?) {
    self.target = target
    self.directory = directory
    self.leash = leash
  }

  private static func named() throws -> TestServer? {
    guard let url = ProcessInfo.processInfo.environment["LETHE_TEST_POSTGRES"] else { return nil }
    return TestServer(target: try ConnectionTarget(url: url), directory: nil, leash: nil)
  }

  static func startingPrivate() async throws -> TestServer {
    let directory = "/tmp/postgres-tests-\(UUID().uuidString.prefix(8))"
    let leash = Pipe()
    let script = """
      set -e; umask 077; cd /; mkdir \(directory)
      PATH=/usr/lib/postgresql/15/bin:$PATH
      initdb -D \(directory)/data -U postgres -A trust --no-sync --locale=C.UTF-8 -E UTF8
      trap '' INT TERM
      exec 3<&0
      (
        read _ <&3 || true
        touch \(directory)/end
        kill -INT $(head -1 \(directory)/data/postmaster.pid)
      ) &
      while [ ! -e \(directory)/end ]; do
        postgres -D \(directory)/data -k \(directory) -c listen_addresses= -c fsync=off \
          >>\(directory)/log 2>&1 </dev/null || true
        while [ -e \(directory)/down ] && [ ! -e \(directory)/end ]; do sleep 0.05; done
      done
      rm -rf \(directory)
      """
    try launch(script, input: leash)
    let target = ConnectionTarget(
      host: directory, database: "postgres", user: "postgres", applicationName: "tests")
    let server = TestServer(target: target, directory: directory, leash: leash)
    try await server.waitUntilUp()
    return server
  }

  /// Stops a private server, as an administrator would in a hurry; it stays down until ``start()``.
  func stop() throws {
    guard let directory else { return }
    _ = FileManager.default.createFile(atPath: directory + "/down", contents: nil)
    let pid = try String(contentsOfFile: directory + "/data/postmaster.pid", encoding: .utf8)
      .split(separator: "\n")[0]
    try Self.launch("kill -INT \(pid)", input: nil).waitUntilExit()
    while FileManager.default.fileExists(atPath: directory + "/data/postmaster.pid") {
      Thread.sleep(forTimeInterval: 0.02)
    }
  }

  func start() async throws {
    guard let directory else { return }
    try FileManager.default.removeItem(atPath: directory + "/down")
    try await waitUntilUp()
  }

  private func waitUntilUp() async throws {
    for _ in 0..<600 {
      if (try? await Connection(target)) != nil { return }
      try await Task.sleep(for: .milliseconds(50))
    }
    throw PostgresError.unreachable
  }

  /// PostgreSQL refuses to run as root.
  @discardableResult
  private static func launch(_ script: String, input: Pipe?) throws -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    let asPostgres = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"]
    process.arguments = (getuid() == 0 ? asPostgres : []) + ["sh", "-c", script]
    process.standardInput = input ?? FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    return process
  }
}
