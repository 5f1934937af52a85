import Foundation
import Glibc

/// The folder that belongs to the private server, and the names in it.
struct ServerDirectory: Sendable {
  static let port = 5432
  /// What fits into a `sockaddr_un`, without the final zero.
  static let longestSocketPath = 107

  /// Absolute, without symbolic links: all processes must mean the same folder by it.
  let path: String

  var data: String { path + "/data" }
  var startLock: String { path + "/start.lock" }
  var usersLock: String { path + "/users.lock" }
  var keeperLock: String { path + "/keeper.lock" }
  /// Held by every process of the server itself, through a descriptor it inherits.
  var serverLock: String { path + "/server.lock" }
  var keeperLog: String { path + "/keeper.log" }
  var serverLog: String { path + "/server.log" }
  /// Why the last start failed; absent when it succeeded.
  var failure: String { path + "/failure" }

  /// A path that does not change when the process changes its working directory.
  static func absolute(_ path: String) -> String {
    URL(fileURLWithPath: path).standardizedFileURL.path
  }

  /// Creates the folder if it is missing and checks that it is ours alone.
  init(preparing wanted: String) throws(KeeperError) {
    try Self.make(wanted)
    path = URL(fileURLWithPath: wanted).resolvingSymlinksInPath().path
    guard let status = FileStatus(path), status.isDirectory else {
      throw .directoryUnusable(path: wanted, reason: "it is not a folder")
    }
    guard status.owner == geteuid() else {
      throw .directoryUnusable(
        path: path,
        reason: "it belongs to user number \(status.owner) and this is user number \(geteuid());"
          + " run the program as the owner")
    }
    guard !status.othersMayWrite else {
      throw .directoryUnusable(
        path: path, reason: "others may write there; close it with: chmod 700 \(path)")
    }
  }

  /// A folder that only its owner enters; it may exist already.
  static func make(_ path: String) throws(KeeperError) {
    guard unsafe mkdir(path, 0o700) != 0, errno != EEXIST else { return }
    throw .directoryUnusable(path: path, reason: "creating it: \(KeeperError.reason(errno))")
  }

  /// Where clients find the socket. A path too long for a socket goes to a short one in `/tmp`.
  var socketDirectory: String {
    let own = path + "/run"
    let socket = own + "/" + Self.socketName
    return socket.utf8.count <= Self.longestSocketPath ? own : "/tmp/lethe-\(geteuid())-\(digest)"
  }

  static var socketName: String { ".s.PGSQL.\(port)" }
  var socket: String { socketDirectory + "/" + Self.socketName }

  /// FNV-1a: the name must be the same in every process, and no secret hangs on it.
  private var digest: String {
    let hash = path.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { sum, byte in
      (sum ^ UInt64(byte)) &* 0x100_0000_01b3
    }
    return String(hash, radix: 16)
  }

  /// `/tmp` is everyone's: a folder of another, or a link to one, must not pass for ours.
  func checkSocketDirectory(owners: Set<uid_t>) throws(KeeperError) {
    let folder = socketDirectory
    guard let status = FileStatus(folder), status.isDirectory else {
      throw .directoryUnusable(path: folder, reason: "it is missing or not a folder")
    }
    guard owners.contains(status.owner), status.isPrivate else {
      throw .directoryUnusable(
        path: folder,
        reason: "the database's socket goes there, and it is not ours alone; remove it")
    }
  }
}
