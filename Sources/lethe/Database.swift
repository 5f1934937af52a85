import Domain
import Keeper
import Postgres
import Records
import Vault
import struct Foundation.Date
import class Foundation.FileManager
import struct Foundation.Data

/// Where the database is: a private server of ours, or somebody's.
struct Database: Sendable {
  private static let privateName: StaticString = "lethe"
  /// For the logins of the program.
  let target: ConnectionTarget
  /// Somebody who may make roles.
  private let administrator: ConnectionTarget
  /// Keeps the private server running as long as it lives.
  private let lease: Lease?

  /// Takes part in the private server, which is started if nobody uses it yet.
  static func privately(_ directory: DataDirectory, _ settings: Settings) async throws
    -> Database
  {
    let server = PrivateServer(
      directory: directory.postgres, superuserPasswordFile: directory.superuserPassword,
      executable: try ownExecutable(), quickStart: settings.quickStart,
      systemUser: settings.systemUser)
    let lease = try await server.lease()
    let password = FileManager.default.contents(atPath: directory.superuserPassword)
    let superuser = ConnectionTarget(
      host: lease.address.socketDirectory, port: lease.address.port, database: "postgres",
      user: lease.address.superuser,
      password: password.map {
        String(decoding: $0, as: UTF8.self).filter { !$0.isWhitespace }
      })
    var target = superuser
    target.database = privateName.description
    return Database(target: target, administrator: superuser, lease: lease)
  }

  /// An external server.
  static func external(_ url: String) throws -> Database {
    let target = try ConnectionTarget(url: url)
    return Database(target: target, administrator: target, lease: nil)
  }

  /// Whether Lethe's tables are there.
  func hasSchema() async throws -> Bool {
    if lease != nil {
      try await DatabaseRoles.createDatabase(
        Self.privateName, as: Connection(administrator))
    }
    let connection = try await Connection(administratorInside)
    return try await connection.transaction { rows in
      // In the catalogue, since a login that may not make roles may not enter the schema either.
      try rows.first(
        """
        SELECT EXISTS (SELECT FROM pg_class
          WHERE relname = 'installation' AND relnamespace = 'public'::regnamespace) AS there
        """
      ) { try $0("there", as: Bool.self) } ?? false
    }
  }

  /// The owner of the tables. Makes the roles first, where nothing has been made yet; where
  /// something has, a login that fails means that the key of the passwords is another one.
  func owner(_ keys: KeyDirectory, hasSchema: Bool) async throws -> Connection {
    let passwords = try DatabasePasswords(keys)
    let name = DatabaseRoles.owner
    let owner = target.with(user: name, password: passwords.password(for: name).reveal())
    do {
      let connection = try await Connection(owner)
      // An earlier version made fewer logins.
      if try await !DatabaseRoles.areAllThere(as: connection) { try await makeRoles(passwords) }
      return connection
    } catch let error as CommandFailure {
      throw error
    } catch {
      guard !hasSchema else { throw VaultError.keyFileWrong(path: keys.path(of: .database)) }
      try await makeRoles(passwords)
      return try await Connection(owner)
    }
  }

  private func makeRoles(_ passwords: DatabasePasswords) async throws {
    let maker = try await Connection(administratorInside)
    do {
      try await DatabaseRoles.create(as: maker) { passwords.password(for: $0).reveal() }
    } catch PostgresError.rejected("42501", _) {
      throw CommandFailure.refused(
        "This login may not make roles. Let an administrator of the server run what"
          + " `lethe init --print-sql` prints.")
    }
  }

  /// Somebody who may make roles, in the database of the tables.
  var administratorInside: ConnectionTarget {
    lease == nil
      ? administrator
      : target.with(user: administrator.user, password: administrator.password)
  }

  /// Gives the private server back.
  func release() { lease?.release() }

  private static func ownExecutable() throws -> String {
    try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
  }
}
