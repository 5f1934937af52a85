import ArgumentParser
import Domain
import Foundation
import Keeper
import Postgres
import Records
import Vault

/// `lethe database`
struct DatabaseCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "database", abstract: "The database, for PostgreSQL's own programs.",
    subcommands: [Run.self])

  /// Who a program logs in as.
  enum Login: String, ExpressibleByArgument, CaseIterable {
    /// Sees every row and changes none.
    case backup
    /// May do everything: the private server's superuser, or the login of `LETHE_DATABASE_URL`.
    case administrator
  }

  /// `lethe database run`
  struct Run: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Runs a program such as pg_dump, which finds the database by itself.",
      discussion: "The private server runs as long as the program does. No password stands in an"
        + " argument or in the environment.")

    @OptionGroup var common: CommonOptions
    @Option(name: .customLong("as"), help: "backup or administrator.")
    var login: Login = .backup
    @Argument(parsing: .postTerminator, help: "The program and its arguments, after --.")
    var command: [String] = []

    func validate() throws {
      guard !command.isEmpty else { throw ValidationError("Which program? Name it after --.") }
    }

    /// Starts the server and nothing else, on a restored database as well: restoring needs it.
    func run() async throws {
      guard common.directory.exists else {
        throw CommandFailure.failed("There is no installation in \(common.directory.path).")
      }
      try Sodium.start()
      let settings = try await Settings(directory: common.directory)
      let database =
        if let url = settings.databaseURL { try Database.external(url) } else {
          try await Database.privately(common.directory, settings)
        }
      defer { database.release() }
      let status = try ServiceFile(for: try target(in: database)).use { file in
        try launch(file, isPrivate: settings.databaseURL == nil)
      }
      if status != 0 { throw ExitCode(status) }
    }

    private func target(in database: Database) throws -> ConnectionTarget {
      switch login {
      case .administrator: return database.administratorInside
      case .backup:
        let passwords = try DatabasePasswords(KeyDirectory(path: common.directory.keys))
        let name = DatabaseRoles.backup
        return database.target.with(user: name, password: passwords.password(for: name).reveal())
      }
    }

    private func launch(_ file: String, isPrivate: Bool) throws -> Int32 {
      var environment = ProcessInfo.processInfo.environment
      environment["PGSERVICEFILE"] = file
      environment["PGSERVICE"] = ServiceFile.service
      if isPrivate {
        // Programs of the server's own version.
        environment["PATH"] =
          try PrivateServer.binaries() + ":" + (environment["PATH"] ?? "/usr/bin:/bin")
      }
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      process.arguments = command
      process.environment = environment
      try process.run()
      process.waitUntilExit()
      return process.terminationReason == .exit ? process.terminationStatus : 1
    }
  }
}

/// Tells PostgreSQL's programs where the database is, in a file of our own that lives as long as
/// they do.
private struct ServiceFile {
  static let service = "lethe"
  let text: String

  init(for target: ConnectionTarget) { text = target.serviceFile(naming: Self.service) }

  func use<Result>(_ body: (String) throws -> Result) throws -> Result {
    let files = FileManager.default
    let folder = files.temporaryDirectory.appendingPathComponent("lethe-\(UUID().uuidString)")
    try files.createDirectory(
      at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    do {
      let file = folder.appendingPathComponent("pg_service.conf")
      guard
        files.createFile(
          atPath: file.path, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600])
      else { throw CommandFailure.failed("\(file.path) can't be written.") }
      let result = try body(file.path)
      try files.removeItem(at: folder)
      return result
    } catch {
      try files.removeItem(at: folder)
      throw error
    }
  }
}
