import Foundation
import Glibc

/// The postmaster of one data folder, whoever started it.
struct ServerProcess: Sendable {
  let pid: pid_t
  /// Set when this process started it and so must wait for it.
  let child: Child?
  let data: String

  init(child: Child, data: String) {
    pid = child.pid
    self.child = child
    self.data = data
  }

  /// The postmaster that `postmaster.pid` names, if it is one and runs in `data`. The number
  /// alone says nothing: after a crash another process may have it.
  init?(runningIn data: String) {
    guard let first = Self.pidFile(data).first, let pid = pid_t(first), pid > 0,
      Self.isServer(pid, in: data)
    else { return nil }
    self.pid = pid
    self.data = data
    child = nil
  }

  func hasEnded() -> Bool {
    if let child { return child.ended() != nil }
    return !Self.isServer(pid, in: data)
  }

  enum State: String { case starting, stopping, ready, standby }

  /// What the postmaster itself last wrote about its state.
  var state: State? {
    guard pid_t(Self.pidFile(data).first ?? "") == pid else { return nil }
    return Self.state(in: data)
  }

  /// The same of whatever server was there last; a killed one still counts as ready.
  static func state(in data: String) -> State? {
    let lines = pidFile(data)
    guard lines.count >= 8 else { return nil }
    return State(rawValue: lines[7].trimmingCharacters(in: .whitespaces))
  }

  /// Fast shutdown: open transactions are rolled back, everything committed is written.
  func stopFast() { kill(pid, SIGINT) }
  /// Without writing a checkpoint; the next start recovers from the log.
  func stopAtOnce() { kill(pid, SIGQUIT) }

  /// All processes of a server in `data`, also those whose postmaster was killed.
  static func all(in data: String) -> [pid_t] {
    let names = FileManager.default.enumerator(atPath: "/proc")
    var found: [pid_t] = []
    while let name = names?.nextObject() as? String {
      names?.skipDescendants()
      if let pid = pid_t(name), isServer(pid, in: data) { found.append(pid) }
    }
    return found
  }

  /// Removes what a killed server leaves and what would refuse the next start. Only for a caller
  /// that has made sure no server runs in `data`.
  static func removeRemains(of data: String, socket: String) throws(KeeperError) {
    for path in [data + "/postmaster.pid", socket + ".lock", socket] {
      guard unsafe unlink(path) != 0, errno != ENOENT else { continue }
      throw .fileUnusable(path: path, reason: "removing it: \(KeeperError.reason(errno))")
    }
  }

  /// A process called `postgres` that works in `data`: every one of a server does. Where the
  /// kernel hides the folder of another user's process, the command line has to do.
  private static func isServer(_ pid: pid_t, in data: String) -> Bool {
    let process = "/proc/\(pid)"
    guard let name = read(process + "/comm"), name.hasPrefix("postgres") else { return false }
    if let works = FileStatus(process + "/cwd", followingLinks: true),
      let own = FileStatus(data)
    {
      return works.isSameFile(as: own)
    }
    let words = read(process + "/cmdline")?.split(separator: "\0").map(String.init) ?? []
    return words.contains(data)
  }

  private static func pidFile(_ data: String) -> [String] {
    let text = read(data + "/postmaster.pid") ?? ""
    return text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  private static func read(_ path: String) -> String? {
    FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
  }
}
