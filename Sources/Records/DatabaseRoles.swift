package import Postgres

/// The logins of the program in a database server: made once, by somebody with CREATEROLE.
package enum DatabaseRoles {
  /// The role that owns the tables and applies migrations.
  package static let owner = "lethe_owner"

  /// The login of dumps, which sees every row and changes none. Only a superuser can make it; a
  /// server without it is dumped by a login of its administrator's.
  package static let backup = "lethe_backup"

  /// Everything an administrator of an external server runs once. Holds passwords.
  package static func script(password: (String) -> String) -> String {
    let passwords = (names + [backup]).map { "ALTER ROLE \($0) PASSWORD '\(password($0))';\n" }
    return String(decoding: PackageResources.roles_sql, as: UTF8.self) + passwords.joined()
  }

  /// Makes them, in one transaction of somebody who may. The passwords travel as parameters, so
  /// that no server logs them as part of a statement.
  package static func create(
    as administrator: Connection, password: @escaping @Sendable (String) -> String
  ) async throws {
    let script = MigrationScript(
      contentsOfMigration: String(decoding: PackageResources.roles_sql, as: UTF8.self))
    try await administrator.transaction { rows in
      try rows.later("SELECT pg_advisory_xact_lock(0, 0)")
      try rows.script(script)
      for name in names + [backup] {
        try rows.later(
          """
          SELECT set_config('lethe.role', \(name), true),
            set_config('lethe.secret', \(password(name)), true)
          """)
        try rows.run(
          """
          DO $$ BEGIN
            EXECUTE format('ALTER ROLE %I PASSWORD %L',
              current_setting('lethe.role'), current_setting('lethe.secret'));
          EXCEPTION WHEN insufficient_privilege OR undefined_object THEN
            IF current_setting('lethe.role') <> 'lethe_backup' THEN RAISE; END IF;
          END $$
          """)
      }
    }
  }

  /// Whether every login exists: an earlier version of the program made fewer.
  package static func areAllThere(as connection: Connection) async throws -> Bool {
    let found = try await connection.transaction { rows in
      try rows.all("SELECT rolname::text AS name FROM pg_roles WHERE rolname = ANY(\(names))") {
        try $0("name", as: String.self)
      }
    }
    return found.count == names.count
  }

  /// Creates the database, if there is none of that name, from a connection to another one.
  package static func createDatabase(
    _ name: StaticString, as administrator: Connection
  ) async throws {
    let exists = try await administrator.transaction { rows in
      try rows.first("SELECT 1 AS one FROM pg_database WHERE datname = \(name.description)") {
        _ in true
      } ?? false
    }
    if exists { return }
    try await administrator.script(
      MigrationScript(contentsOfMigration: "CREATE DATABASE \(name)"))
  }

  private static let names = [owner] + Login.allCases.map(\.rawValue)
}
