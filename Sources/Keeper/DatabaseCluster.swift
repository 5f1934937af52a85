import Foundation
import Glibc

/// The server's files on disk: made once, in one step.
struct DatabaseCluster: Sendable {
  let directory: ServerDirectory
  let passwordFile: PasswordFile
  let account: ServerAccount
  let forgoesDisk: Bool

  /// Makes the data folder if there is none and brings settings and owners up to date.
  func prepare(unless interrupted: () -> Bool) throws(KeeperError) -> ServerBinaries {
    try openForAccount()
    removeUnfinished()
    let binaries: ServerBinaries
    if let major = try existingMajor() {
      guard try passwordFile.read() != nil else {
        throw .passwordMissing(path: passwordFile.path, data: directory.data)
      }
      binaries = try ServerBinaries.find(major: major, data: directory.data)
      try account.own(directory.data)
    } else {
      binaries = try ServerBinaries.find()
      try create(with: binaries, unless: interrupted)
    }
    let configuration = ServerConfiguration(
      socketDirectory: directory.socketDirectory, forgoesDisk: forgoesDisk)
    try DurableFile.write(
      configuration.text, to: directory.data + "/" + ServerConfiguration.fileName,
      owner: account.owner)
    return binaries
  }

  /// Where the server runs as another user, that user passes through our folder to its own two;
  /// locks and logs stay the keeper's, so the server can never put a link in their place.
  private func openForAccount() throws(KeeperError) {
    guard unsafe chmod(directory.path, account.isOurs ? 0o700 : 0o711) == 0 else {
      throw .directoryUnusable(path: directory.path, reason: KeeperError.reason(errno))
    }
    let socketFolder = directory.socketDirectory
    try ServerDirectory.make(socketFolder)
    try directory.checkSocketDirectory(owners: ServerAccount.socketOwners)
    try account.own(socketFolder)
    try account.checkItEnters(directory.path)
  }

  private func existingMajor() throws(KeeperError) -> Int? {
    guard FileStatus(directory.data) != nil else { return nil }
    let path = directory.data + "/PG_VERSION"
    guard let found = FileManager.default.contents(atPath: path),
      let major = Int(String(decoding: found, as: UTF8.self).prefix { $0.isNumber })
    else { throw .fileUnusable(path: path, reason: "it does not name a PostgreSQL version") }
    return major
  }

  /// `initdb` works under another name: a crash in its middle leaves nothing in the way.
  private func create(
    with binaries: ServerBinaries, unless interrupted: () -> Bool
  ) throws(KeeperError) {
    let password = try passwordFile.readOrCreate()
    let mark = String(UInt64.random(in: .min ... .max), radix: 16)
    let staging = directory.path + "/\(Self.unfinished)\(mark)"
    let secret = staging + ".password"
    try ServerDirectory.make(staging)
    try account.own(staging)
    try DurableFile.write(password + "\n", to: secret, owner: account.owner)
    defer { unsafe unlink(secret) }

    let log = LogFile(path: directory.serverLog)
    let output = try log.open()
    defer { close(output) }
    let before = FileStatus(log.path)?.size ?? 0
    let order = Child.Order(
      arguments: account.command(
        arguments(binaries.initdb, staging: staging, secret: secret)),
      environment: Tool.environment(), output: output)
    let status = try Child(starting: order).wait(unless: interrupted)
    guard status == 0 else {
      throw .startFailed(
        reason: "Creating the database in \(directory.data) failed: \(log.tail(from: before))"
          + " (see \(log.path))")
    }
    try include(in: staging + "/postgresql.conf")
    try DurableFile.rename(staging, to: directory.data)
  }

  private func arguments(_ initdb: String, staging: String, secret: String) -> [String] {
    let basics = [
      initdb, "--pgdata=\(staging)", "--username=postgres", "--pwfile=\(secret)",
      "--auth-local=scram-sha-256", "--auth-host=scram-sha-256", "--encoding=UTF8",
      "--locale=\(locale)", "--data-checksums", "--no-instructions",
    ]
    return forgoesDisk ? basics + ["--no-sync"] : basics
  }

  /// `C.UTF-8` knows letters beyond ASCII; systems without it have at least `C`.
  private var locale: String {
    guard let found = unsafe newlocale(1 << LC_CTYPE, "C.UTF-8", nil) else { return "C" }
    unsafe freelocale(found)
    return "C.UTF-8"
  }

  private func include(in path: String) throws(KeeperError) {
    guard let found = FileManager.default.contents(atPath: path) else {
      throw .fileUnusable(path: path, reason: "it cannot be read")
    }
    let text = String(decoding: found, as: UTF8.self) + ServerConfiguration.include
    try DurableFile.write(text, to: path, owner: account.owner)
  }

  private static let unfinished = "creating-"

  /// What a crash left. An `initdb` that outlived its keeper may still write there; its folder
  /// then stays until the next start, under a name nobody uses again.
  private func removeUnfinished() {
    let files = FileManager.default
    let names = files.enumerator(atPath: directory.path)
    while let name = names?.nextObject() as? String {
      names?.skipDescendants()
      guard name.hasPrefix(Self.unfinished) else { continue }
      do { try files.removeItem(atPath: directory.path + "/" + name) } catch { continue }
    }
  }
}
