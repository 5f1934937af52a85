import Glibc

/// Why the private server cannot be used, in a sentence that names the file and what to do.
package enum KeeperError: Error, Sendable, Equatable, CustomStringConvertible {
  /// No PostgreSQL server of version 15 or later was found in `searched`.
  case binariesMissing(searched: [String])
  /// `data` was written by a major version whose binaries are not installed.
  case versionMissing(data: String, major: Int)
  /// A folder cannot be used as it is.
  case directoryUnusable(path: String, reason: String)
  /// A file cannot be read or written.
  case fileUnusable(path: String, reason: String)
  /// The data exists but the superuser's password is gone.
  case passwordMissing(path: String, data: String)
  /// A program of the operating system is missing.
  case toolMissing(name: String, package: String)
  /// The program that should become the keeper cannot be run.
  case executableUnusable(path: String, reason: String)
  /// The account the server runs as cannot enter `path`.
  case accountCannotEnter(account: String, path: String, directory: String)
  /// The keeper was started and never took its lock.
  case keeperSilent(log: String)
  /// The server did not start; `reason` is what it or the keeper said.
  case startFailed(reason: String)
  /// The server did not accept connections in time.
  case notReady(seconds: Int, log: String)
  /// Another operation holds the lock for too long.
  case busy(lock: String)
  /// The caller's task was cancelled while it waited.
  case cancelled

  package var description: String {
    switch self {
    case .binariesMissing(let searched):
      "No PostgreSQL server (version 15 or later) was found; looked in "
        + searched.joined(separator: ", ")
        + ". Install it (Debian, Ubuntu: apt-get install postgresql)"
        + " or name its folder of programs in LETHE_POSTGRES_BIN."
    case .versionMissing(let data, let major):
      "\(data) was written by PostgreSQL \(major), whose programs are not installed. Install"
        + " them (Debian, Ubuntu: apt-get install postgresql-\(major)), or move the data to"
        + " the newer version with pg_upgrade."
    case .directoryUnusable(let path, let reason): "The folder \(path) cannot be used: \(reason)."
    case .fileUnusable(let path, let reason): "The file \(path) cannot be used: \(reason)."
    case .passwordMissing(let path, let data):
      "The file \(path) with the database's superuser password is missing or empty, but the"
        + " database in \(data) exists. Put the file back from its copy."
    case .toolMissing(let name, let package):
      "The program \(name) is missing. Install it (Debian, Ubuntu: apt-get install \(package))."
    case .executableUnusable(let path, let reason):
      "The program \(path), which keeps the database running, cannot be started: \(reason)."
    case .accountCannotEnter(let account, let path, let directory):
      "PostgreSQL does not run as root, and \(account) cannot enter \(path), which leads to"
        + " \(directory). Let it pass with: chmod o+x \(path)"
        + " - or use a data directory elsewhere, such as /var/lib/lethe."
    case .keeperSilent(let log):
      "The process that keeps the database running did not come up; see \(log)."
    case .startFailed(let reason): reason
    case .notReady(let seconds, let log):
      "The database did not accept connections within \(seconds) seconds; see \(log)."
    case .busy(let lock): "Another process has held \(lock) for too long; look what it does."
    case .cancelled: "Waiting for the database was cancelled."
    }
  }
}

extension KeeperError {
  /// The operating system's words for what just failed.
  static func reason(_ code: Int32) -> String {
    unsafe String(cString: strerror(code))
  }
}
