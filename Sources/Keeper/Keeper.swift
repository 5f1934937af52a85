import Glibc

/// Watches over one server: keeps it up while anyone uses it, stops it when nobody does.
final class Keeper {
  private static let pollMilliseconds = 250
  private static let grace = Duration.seconds(2)
  private static let shortestDelay = Duration.milliseconds(250)
  /// People wait meanwhile, and a try costs little.
  private static let longestDelay = Duration.seconds(5)
  /// A server that ran this long did not fail for the reason the one before it did.
  private static let provenAfter = Duration.seconds(20)

  private let directory: ServerDirectory
  private let launch: ServerLaunch
  private let journal: KeeperJournal
  /// In the foreground a service manager decides when to stop, not the users.
  private let foreground: Bool
  private let startLock: FileLock
  private let usersLock: FileLock

  private var server: ServerProcess?
  private var idleSince: ContinuousClock.Instant?
  private var startedAt = ContinuousClock.now
  private var nextTry = ContinuousClock.now
  private var delay = shortestDelay

  init(launch: ServerLaunch, foreground: Bool) throws(KeeperError) {
    directory = launch.directory
    journal = launch.journal
    self.launch = launch
    self.foreground = foreground
    startLock = try FileLock(path: directory.startLock)
    usersLock = try FileLock(path: directory.usersLock)
  }

  /// Returns when the last user has gone or a signal asks for it; the server is stopped then.
  func keep(while keeperLock: borrowing FileLock) throws(KeeperError) {
    do {
      server = try launch.bringUp()
    } catch {
      journal.fail(error)
      throw error
    }
    journal.succeed()
    var turns = 0
    while true {
      usleep(UInt32(Self.pollMilliseconds * 1000))
      if launch.signals.requested {
        journal.note("asked to go")
        try closeDoor()
        break
      }
      if !foreground, try isForsaken() { break }
      mend()
      turns += 1
      if turns.isMultiple(of: 60_000 / Self.pollMilliseconds) { try boundLogs() }
    }
    stop()
    // In this order: who holds the start lock must not take this process for a living keeper.
    keeperLock.giveBack()
    usersLock.giveBack()
    startLock.giveBack()
  }

  /// True with both locks held, so that nobody begins while the server stops. A user takes the
  /// users' lock only under the start lock; without it this try could turn one away.
  private func isForsaken() throws(KeeperError) -> Bool {
    guard try startLock.take(.exclusive) else {
      idleSince = nil
      return false
    }
    if try usersLock.take(.exclusive) {
      let since = idleSince ?? .now
      idleSince = since
      if .now - since >= Self.grace { return true }
      usersLock.giveBack()
    } else {
      idleSince = nil
    }
    startLock.giveBack()
    return false
  }

  /// Keeps newcomers waiting while a service stops; whoever is half-way in has a moment.
  private func closeDoor() throws(KeeperError) {
    for _ in 0..<40 {
      if try startLock.take(.exclusive) { return }
      usleep(50_000)
    }
  }

  /// Starts a server that died, less and less often while it keeps dying.
  private func mend() {
    if let server {
      guard server.hasEnded() else {
        if server.state == .stopping { server.stopFast() }
        return
      }
      journal.note("the server with process number \(server.pid) has ended")
      self.server = nil
      if .now - startedAt > Self.provenAfter { delay = Self.shortestDelay }
      nextTry = .now + delay - Self.shortestDelay
    }
    guard ContinuousClock.now >= nextTry else { return }
    do {
      server = try launch.bringUp()
      startedAt = .now
      journal.succeed()
    } catch {
      journal.fail(error)
    }
    delay = min(delay * 2, Self.longestDelay)
    nextTry = .now + delay
  }

  private func boundLogs() throws(KeeperError) {
    try LogFile(path: directory.serverLog).bound()
    try LogFile(path: directory.keeperLog).bound()
  }

  /// Fast, then at once, then by force. A service manager allows 90 seconds by default.
  private func stop() {
    guard let server = server ?? ServerProcess(runningIn: directory.data) else { return }
    server.stopFast()
    if ends(server, within: 60) { return journal.note("the server is stopped") }
    server.stopAtOnce()
    if ends(server, within: 10) {
      return journal.note("the server is stopped without a checkpoint")
    }
    for pid in ServerProcess.all(in: directory.data) { kill(pid, SIGKILL) }
    journal.note("the server is killed")
  }

  private func ends(_ server: ServerProcess, within seconds: Int) -> Bool {
    for _ in 0..<(seconds * 50) {
      if server.hasEnded() { return true }
      usleep(20_000)
    }
    return false
  }
}
