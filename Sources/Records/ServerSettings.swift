import Postgres

/// What of a server's configuration promises hang on.
package enum ServerSettings {
  /// The settings that doctor looks at, by name, and the server's version number.
  package static func current(in rows: borrowing Rows) throws -> [String: String] {
    let found = try rows.all(
      """
      SELECT name, setting FROM pg_settings WHERE name IN ('server_version_num', 'fsync',
        'synchronous_commit', 'full_page_writes', 'log_statement', 'log_min_error_statement',
        'log_error_verbosity', 'log_parameter_max_length', 'log_parameter_max_length_on_error',
        'log_min_duration_statement')
      """
    ) { (try $0("name", as: String.self), try $0("setting", as: String.self)) }
    return Dictionary(uniqueKeysWithValues: found)
  }

  /// Logins of ours that could get around row policies, but for the one that makes dumps.
  package static func loginsAbovePolicies(in rows: borrowing Rows) throws -> [String] {
    try rows.all(
      """
      SELECT rolname FROM pg_roles
      WHERE rolname LIKE 'lethe\\_%' AND (rolsuper
        OR rolbypassrls AND rolname <> 'lethe_backup') ORDER BY rolname
      """
    ) { try $0("rolname") }
  }
}
