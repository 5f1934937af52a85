import Foundation
import Glibc
import Keeper
import Testing

/// One private server in a folder of its own, with what a test does to it from outside.
final class Premises: Sendable {
  let root: String
  let systemUser: Bool

  var postgres: String { root + "/postgres" }
  var passwordFile: String { root + "/superuser-password" }
  var data: String { postgres + "/data" }

  /// Others may pass through the folder: where root cannot have a user namespace the server runs
  /// as the system user `postgres`.
  init(below parent: String = "/tmp", systemUser: Bool = false) throws {
    root = parent + "/keeper-tests-" + UUID().uuidString.prefix(8)
    self.systemUser = systemUser
    try FileManager.default.createDirectory(
      atPath: root, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
  }

  deinit {
    // A test that failed half-way may have left them; nobody else's are in this folder.
    for path in ["/keeper.lock", "/data/postmaster.pid"] {
      guard let pid = Self.pid(in: postgres + path), isOurs(pid) else { continue }
      kill(pid, SIGKILL)
    }
    try? FileManager.default.removeItem(atPath: root)
  }

  var server: PrivateServer { server(systemUser: systemUser) }

  func server(systemUser: Bool) -> PrivateServer {
    PrivateServer(
      directory: postgres, superuserPasswordFile: passwordFile, executable: Self.lethe,
      quickStart: true, systemUser: systemUser)
  }

  /// The built program: beside the test bundle, unless `LETHE_BINARY` names another.
  static var lethe: String {
    if let named = ProcessInfo.processInfo.environment["LETHE_BINARY"] { return named }
    let bundle = URL(fileURLWithPath: CommandLine.arguments[0])
    return bundle.deletingLastPathComponent().appendingPathComponent("lethe").path
  }

  var keeper: pid_t? { Self.pid(in: postgres + "/keeper.lock").flatMap { isOurs($0) ? $0 : nil } }
  var postmaster: pid_t? {
    Self.pid(in: data + "/postmaster.pid").flatMap { isOurs($0) ? $0 : nil }
  }

  private static func pid(in path: String) -> pid_t? {
    let text = FileManager.default.contents(atPath: path).map {
      String(decoding: $0, as: UTF8.self)
    }
    return text?.split(separator: "\n").first.flatMap { pid_t($0) }
  }

  /// Its command line names our folder; a number alone may be another's by now.
  private func isOurs(_ pid: pid_t) -> Bool {
    let line = FileManager.default.contents(atPath: "/proc/\(pid)/cmdline") ?? Data()
    return String(decoding: line, as: UTF8.self).contains(root)
  }

  func mode(_ path: String) -> Int? {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    return attributes?[.posixPermissions] as? Int
  }

  func log(_ name: String) -> String {
    let found = FileManager.default.contents(atPath: postgres + "/" + name) ?? Data()
    return String(decoding: found, as: UTF8.self)
  }

  /// What `psql` prints for `sql`, or `nil` when it failed.
  func ask(_ sql: String, at address: ServerAddress, password: String? = nil) throws -> String? {
    let own = try String(contentsOfFile: passwordFile, encoding: .utf8)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try PrivateServer.binaries() + "/psql")
    process.arguments = ["-X", "-A", "-t", "-q", "-v", "ON_ERROR_STOP=1", "-c", sql, "postgres"]
    process.environment = [
      "PGHOST": address.socketDirectory, "PGPORT": String(address.port),
      "PGUSER": address.superuser, "PGCONNECT_TIMEOUT": "10",
      "PGPASSWORD": password ?? own.trimmingCharacters(in: .whitespacesAndNewlines),
    ]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let said = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { return nil }
    return String(decoding: said, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// Waits until `condition` holds; false after `seconds`.
  func eventually(_ seconds: Int = 20, _ condition: () throws -> Bool) async throws -> Bool {
    for _ in 0..<(seconds * 20) {
      if try condition() { return true }
      try await Task.sleep(for: .milliseconds(50))
    }
    return false
  }

  /// The server and its keeper have ended by themselves.
  func comesToRest() async throws -> Bool {
    try await eventually { keeper == nil && postmaster == nil }
  }
}

/// As root the server runs in a user namespace or as `postgres`; both must do the same.
enum Ways {
  /// Values for `systemUser`.
  static var all: [Bool] {
    let hasSystemUser = unsafe getpwnam("postgres") != nil
    return geteuid() == 0 && hasSystemUser ? [false, true] : [false]
  }
}
