import Glibc

/// One caller's way to a running server: see that there is a keeper, wait for its server.
struct Visit: Sendable {
  let place: ServerDirectory
  /// The command that starts a keeper.
  let keeper: [String]

  private static let pause = Duration.milliseconds(20)
  /// Under the start lock a keeper stops its server (70 seconds at most).
  private static let longestWait = Duration.seconds(120)

  /// Nobody else starts, and no keeper decides to stop, while `body` runs.
  func underStartLock(
    _ body: () async throws(KeeperError) -> Void
  ) async throws(KeeperError) {
    let start = try FileLock(path: place.startLock)
    try await Self.take(start, .exclusive)
    try await body()
    start.giveBack()
  }

  /// Waits for a lock without blocking a thread.
  static func take(
    _ lock: borrowing FileLock, _ mode: FileLock.Mode
  ) async throws(KeeperError) {
    let began = ContinuousClock.now
    while try !lock.take(mode) {
      guard .now - began < longestWait else { throw .busy(lock: lock.path) }
      try await rest()
    }
  }

  /// Only under the start lock: two callers must not both find none. Returns once the keeper
  /// holds its lock, or has already failed.
  func startKeeperIfNone() async throws(KeeperError) {
    guard try !keeperRuns() else { return }
    let journal = KeeperJournal(directory: place)
    journal.succeed()
    let log = LogFile(path: place.keeperLog)
    try log.bound()
    let output = try log.open()
    defer { close(output) }
    let order = Child.Order(
      arguments: keeper,
      environment: Tool.environment(passing: ["LD_LIBRARY_PATH", "LETHE_POSTGRES_BIN"]),
      output: output)
    guard try Child(starting: order).wait() == 0 else { throw .keeperSilent(log: log.path) }
    let began = ContinuousClock.now
    while try !keeperRuns(), journal.failure == nil {
      guard .now - began < .seconds(15) else { throw .keeperSilent(log: log.path) }
      try await Self.rest()
    }
  }

  /// A server without a keeper would run for ever, so both must be there. Starts another keeper
  /// when one is killed meanwhile; gives up when the keeper says why.
  func waitUntilReady(probe: ServerProbe, patience: Duration) async throws(KeeperError) {
    let began = ContinuousClock.now
    var keepersLost = 0
    while true {
      let hasKeeper = try keeperRuns()
      if hasKeeper, probe.isAccepting() { return }
      let waited = .now - began
      let failure = KeeperJournal(directory: place).failure
      if hasKeeper {
        // It tries again by itself; a passing trouble may be over soon.
        if let failure, waited > .seconds(10) { throw .startFailed(reason: failure) }
      } else {
        if let failure { throw .startFailed(reason: failure) }
        keepersLost += 1
        guard keepersLost < 5 else { throw .keeperSilent(log: place.keeperLog) }
        try await underStartLock(startKeeperIfNone)
      }
      guard waited < patience else {
        throw .notReady(seconds: Int(patience.components.seconds), log: place.serverLog)
      }
      try await Self.rest()
    }
  }

  /// A lock that can be had is nobody's; asked for shared, so that two who ask don't meet.
  private func keeperRuns() throws(KeeperError) -> Bool {
    try !FileLock(path: place.keeperLock).take(.shared)
  }

  private static func rest() async throws(KeeperError) {
    do { try await Task.sleep(for: pause) } catch { throw .cancelled }
  }
}
