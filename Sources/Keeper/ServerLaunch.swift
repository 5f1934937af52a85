import Foundation
import Glibc

/// Brings the server up: the one that runs, else a new one.
struct ServerLaunch: Sendable {
  let directory: ServerDirectory
  let passwordFile: PasswordFile
  let asSystemUser: Bool
  let forgoesDisk: Bool
  let signals: StopSignals
  let journal: KeeperJournal

  /// Returns once the server accepts connections, or early when the keeper is asked to go.
  func bringUp() throws(KeeperError) -> ServerProcess? {
    let lock = try FileLock(path: directory.serverLock)
    let began = ContinuousClock.now
    while !signals.requested {
      if let running = ServerProcess(runningIn: directory.data) {
        journal.note("adopting the server with process number \(running.pid)")
        if becomesReady(running) { return running }
      } else if try lock.take(.exclusive) {
        let survivors = ServerProcess.all(in: directory.data)
        guard survivors.isEmpty else {
          lock.giveBack()
          try outlive(survivors, since: began)
          continue
        }
        return try start(holding: lock)
      } else {
        try outlive(ServerProcess.all(in: directory.data), since: began)
      }
    }
    return nil
  }

  /// The lock goes on to the server and all its processes: as long as one lives, no other server
  /// starts on its files, whatever `/proc` shows or hides.
  private func start(holding lock: borrowing FileLock) throws(KeeperError) -> ServerProcess? {
    let account = try ServerAccount.choose(asSystemUser: asSystemUser)
    let cluster = DatabaseCluster(
      directory: directory, passwordFile: passwordFile, account: account,
      forgoesDisk: forgoesDisk)
    let binaries = try cluster.prepare(unless: { signals.requested })
    guard !signals.requested else { return nil }
    try ServerProcess.removeRemains(of: directory.data, socket: directory.socket)

    let log = LogFile(path: directory.serverLog)
    try log.bound()
    let output = try log.open()
    defer { close(output) }
    let before = FileStatus(log.path)?.size ?? 0
    let order = Child.Order(
      arguments: account.command([binaries.postgres, "-D", directory.data]),
      environment: Tool.environment(), output: output, kept: lock.descriptor, session: true)
    let server = ServerProcess(child: try Child(starting: order), data: directory.data)
    journal.note("started the server with process number \(server.pid) as \(account.name)")
    guard becomesReady(server) else {
      throw .startFailed(
        reason: "PostgreSQL did not start in \(directory.data): \(log.tail(from: before))"
          + " (see \(log.path))")
    }
    return server
  }

  /// False when it ended instead. One that others have seen ready before it was killed did start:
  /// its users wait for the next one. Recovery after a crash takes the time it takes.
  private func becomesReady(_ server: ServerProcess) -> Bool {
    let probe = ServerProbe(directory: directory, user: PrivateServer.superuser)
    while !server.hasEnded() {
      if probe.isAccepting() || signals.requested { return true }
      // Somebody's smart shutdown would wait for the last user to leave; we want it back soon.
      if server.state == .stopping { server.stopFast() }
      usleep(20_000)
    }
    return server.state == .ready
  }

  /// A killed postmaster's processes go by themselves, busy ones late. Until then their shared
  /// memory stands in the way of the next server.
  private func outlive(
    _ survivors: [pid_t], since began: ContinuousClock.Instant
  ) throws(KeeperError) {
    let waited = ContinuousClock.now - began
    if waited > .seconds(30) {
      throw .startFailed(
        reason: "Processes of an earlier server still hold \(directory.serverLock)"
          + " (\(survivors.map(String.init).joined(separator: ", "))); end them.")
    }
    if waited > .seconds(5) {
      for pid in survivors { kill(pid, waited > .seconds(10) ? SIGKILL : SIGQUIT) }
    }
    usleep(100_000)
  }
}
