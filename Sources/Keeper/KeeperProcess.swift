import Foundation
import Glibc

/// The process that starts the private server for its first user and stops it after the last.
package enum KeeperProcess {
  /// How a keeper does its work; ``PrivateServer`` passes what differs from the default as
  /// arguments of the command.
  package struct Options: Sendable {
    /// Stay until a signal says otherwise (for a service unit), and log to standard error.
    package var foreground = false
    /// `--quick-start`: see ``PrivateServer``.
    package var quickStart = false
    /// `--system-user`: see ``PrivateServer``.
    package var systemUser = false

    /// The defaults: in the background, nothing forgone.
    package init() {}
  }

  /// Runs the keeper of `directory` until it is no longer needed, or at once when another one
  /// runs. Throws a ``KeeperError`` when the server cannot be started. It belongs at the very
  /// start of a process of its own: it may begin the process anew with its signals blocked.
  package static func run(
    directory: String, passwordFile: String, options: Options = Options()
  ) throws {
    let signals = StopSignals()
    let passwordPath = ServerDirectory.absolute(passwordFile)
    let place = try ServerDirectory(preparing: ServerDirectory.absolute(directory))
    try harden()
    let journal = KeeperJournal(directory: place)
    let lock = try FileLock(path: place.keeperLock)
    guard try take(lock, options: options, signals: signals, journal: journal) else { return }
    try lock.write("\(getpid())\n")
    let launch = ServerLaunch(
      directory: place, passwordFile: PasswordFile(path: passwordPath),
      asSystemUser: options.systemUser, forgoesDisk: options.quickStart,
      signals: signals, journal: journal)
    try Keeper(launch: launch, foreground: options.foreground).keep(while: lock)
  }

  /// Nothing it makes is for others; no memory image of it or the server reaches the disk; and
  /// it stands in no folder that someone may want to unmount.
  private static func harden() throws(KeeperError) {
    umask(0o077)
    var none = rlimit(rlim_cur: 0, rlim_max: 0)
    guard unsafe setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none) == 0,
      unsafe chdir("/") == 0
    else { throw .startFailed(reason: KeeperError.reason(errno)) }
  }

  /// There is one keeper. A service waits until a passing one has gone; any other gives up, but
  /// not before those who only look whether there is a keeper have finished looking.
  private static func take(
    _ lock: borrowing FileLock, options: Options, signals: StopSignals, journal: KeeperJournal
  ) throws(KeeperError) -> Bool {
    var turns = 0
    while try !lock.take(.exclusive) {
      turns += 1
      if signals.requested || (!options.foreground && turns > 100) { return false }
      if turns == 100 { journal.note("another keeper runs; waiting for it to go") }
      usleep(20_000)
    }
    return true
  }
}
