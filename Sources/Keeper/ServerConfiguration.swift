/// The server's settings: a file of its own that `postgresql.conf` includes last, written anew
/// at each start, so that a new version of the program brings its settings with it.
struct ServerConfiguration: Sendable {
  static let fileName = "lethe.conf"
  static let include = "\n# Kept by Lethe; what stands there wins.\ninclude '\(fileName)'\n"

  let socketDirectory: String
  /// A crash of the machine may lose the database; a crash of a process may not.
  let forgoesDisk: Bool

  var text: String {
    let settings = reach + durability + logging + resources
    return "# Written anew at each start of the server. Changes here are lost.\n"
      + settings.map { "\($0.0) = \($0.1)\n" }.joined()
  }

  private var reach: [(String, String)] {
    [
      ("listen_addresses", "''"),
      ("port", "\(ServerDirectory.port)"),
      ("unix_socket_directories", quoted(socketDirectory)),
      ("unix_socket_permissions", "0700"),
      ("password_encryption", "'scram-sha-256'"),
      ("ssl", "off"),
      ("cluster_name", "'lethe'"),
    ]
  }

  private var durability: [(String, String)] {
    [
      ("fsync", forgoesDisk ? "off" : "on"),
      ("full_page_writes", "on"),
      ("synchronous_commit", "on"),
      ("wal_level", "replica"),
      ("max_wal_size", "'1GB'"),
      ("restart_after_crash", "on"),
    ]
  }

  /// A refused statement's message can quote a value ("invalid input syntax for type date: …"),
  /// so errors of statements stay out of the log altogether; whoever sent it gets the error.
  private var logging: [(String, String)] {
    [
      ("logging_collector", "off"),
      ("log_destination", "'stderr'"),
      ("log_line_prefix", "'%m [%p] '"),
      ("log_timezone", "'UTC'"),
      ("log_min_messages", "log"),
      ("log_min_error_statement", "panic"),
      ("log_error_verbosity", "terse"),
      ("log_parameter_max_length", "0"),
      ("log_parameter_max_length_on_error", "0"),
      ("log_statement", "'none'"),
      ("log_min_duration_statement", "-1"),
      ("log_min_duration_sample", "-1"),
      ("log_transaction_sample_rate", "0"),
      ("log_duration", "off"),
      ("log_checkpoints", "off"),
      ("log_connections", "off"),
      ("log_disconnections", "off"),
      ("log_lock_waits", "off"),
      ("log_temp_files", "-1"),
      ("log_autovacuum_min_duration", "-1"),
      ("debug_print_parse", "off"),
      ("debug_print_rewritten", "off"),
      ("debug_print_plan", "off"),
      ("lc_messages", "'C'"),
    ]
  }

  private var resources: [(String, String)] {
    [
      ("max_connections", "100"),
      ("max_locks_per_transaction", "64"),
      ("shared_buffers", "'128MB'"),
      ("autovacuum", "on"),
      ("timezone", "'UTC'"),
      // Compiling a query costs more than the short queries here take.
      ("jit", "off"),
    ]
  }

  private func quoted(_ value: String) -> String {
    "'" + value.replacing("'", with: "''").replacing("\\", with: "\\\\") + "'"
  }
}
