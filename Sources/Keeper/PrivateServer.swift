import Foundation

/// A PostgreSQL server of our own below one folder, reached by a Unix socket alone. It runs while
/// anyone on this machine holds a ``Lease``; a keeper process of its own sees to that.
package struct PrivateServer: Sendable {
  static let superuser = "postgres"
  /// Recovering after a crash of the machine may take minutes.
  private static let patience = Duration.seconds(300)

  private let directory: String
  private let passwordFile: String
  private let executable: String
  private let options: KeeperProcess.Options

  /// - Parameters:
  ///   - directory: everything of the server lies there; its parent must exist.
  ///   - superuserPasswordFile: made at the first start, needed at every later one.
  ///   - executable: the program that runs ``KeeperProcess`` when called as
  ///     `executable keeper --directory … --password-file … [--quick-start] [--system-user]`.
  ///   - quickStart: for tests: never waits for the disk. Losing power may lose the database;
  ///     killing processes may not.
  ///   - systemUser: as root, runs the server as the system user `postgres` even where a user
  ///     namespace is to be had.
  package init(
    directory: String, superuserPasswordFile: String, executable: String,
    quickStart: Bool = false, systemUser: Bool = false
  ) {
    self.directory = ServerDirectory.absolute(directory)
    passwordFile = ServerDirectory.absolute(superuserPasswordFile)
    self.executable = ServerDirectory.absolute(executable)
    var options = KeeperProcess.Options()
    options.quickStart = quickStart
    options.systemUser = systemUser
    self.options = options
  }

  /// The folder with the programs of the newest installed PostgreSQL, 15 at least.
  /// `LETHE_POSTGRES_BIN` names another.
  package static func binaries() throws(KeeperError) -> String {
    try ServerBinaries.find().folder
  }

  /// Makes sure the server runs and returns once it accepts connections; the first call ever
  /// creates the database. Calls from any number of processes at once are safe. When a
  /// connection is lost for longer than a restart takes, another call brings the server back.
  package func lease() async throws(KeeperError) -> Lease {
    let place = try ServerDirectory(preparing: directory)
    let visit = Visit(place: place, keeper: try keeperOrder(place))
    let users = try FileLock(path: place.usersLock)
    try await visit.underStartLock { () async throws(KeeperError) in
      try await Visit.take(users, .shared)
      try await visit.startKeeperIfNone()
    }
    let address = ServerAddress(
      socketDirectory: place.socketDirectory, port: ServerDirectory.port,
      superuser: Self.superuser)
    try await visit.waitUntilReady(
      probe: ServerProbe(directory: place, user: Self.superuser), patience: Self.patience)
    try place.checkSocketDirectory(owners: ServerAccount.socketOwners)
    return Lease(address: address, use: users)
  }

  /// `setsid --fork` puts the keeper into a session of its own and leaves it to the system: it
  /// shall outlive the caller, who need not collect its end.
  private func keeperOrder(_ place: ServerDirectory) throws(KeeperError) -> [String] {
    guard FileManager.default.isExecutableFile(atPath: executable) else {
      throw .executableUnusable(path: executable, reason: "there is no such program")
    }
    var order = [
      try Tool.path("setsid", package: "util-linux"), "--fork", executable, "keeper",
      "--directory", place.path, "--password-file", passwordFile,
    ]
    if options.quickStart { order.append("--quick-start") }
    if options.systemUser { order.append("--system-user") }
    return order
  }
}
