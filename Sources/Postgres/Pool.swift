import Dispatch
import Synchronization

/// A few connections of one login: opened on demand, given out first come first served, closed
/// after idling for a while.
package final class Pool: Sendable {
  private let target: ConnectionTarget
  private let limit: Int
  private let patience: Duration
  private let idleLife: Duration
  private let desk = Mutex(Desk())
  private let timer = DispatchQueue(label: "postgres.pool")

  /// What is lent, what lies idle and who waits.
  private struct Desk {
    var lent = 0
    /// The one given back last is at the end and goes out first, so the others can grow old.
    var idle: [(connection: Connection, since: ContinuousClock.Instant)] = []
    var waiting: [Waiter] = []
    var nextWaiter = 0
    var isClosed = false
    /// When the timer next rings, if it is set.
    var rings: ContinuousClock.Instant?
    var closers: [CheckedContinuation<Void, Never>] = []
  }

  private struct Waiter {
    var id: Int
    var until: ContinuousClock.Instant
    var continuation: CheckedContinuation<Connection, any Error>
  }

  /// At most `limit` connections; nobody waits for one for longer than `patience`.
  package init(
    _ target: ConnectionTarget, limit: Int, patience: Duration = .seconds(10),
    idleLife: Duration = .seconds(60)
  ) {
    precondition(limit > 0)
    self.target = target
    self.limit = limit
    self.patience = patience
    self.idleLife = idleLife
  }

  /// As ``Connection/transaction(settings:_:)``, on the next free connection.
  ///
  /// Throws ``PostgresError/busy`` when none becomes free in time, and `CancellationError` when the
  /// task is cancelled while it waits for one.
  @discardableResult
  package func transaction<R: Sendable>(
    settings: [Setting] = [], _ body: @Sendable (borrowing Rows) throws -> R
  ) async throws -> R {
    let connection = try await borrow()
    defer { giveBack(connection) }
    return try await connection.transaction(settings: settings, body)
  }

  /// Turns new work away, waits for the work at hand and closes every connection.
  package func close() async {
    // The connections leave the lock before they close: that is a system call each.
    let (turnedAway, _) = desk.withLock { desk in
      desk.isClosed = true
      defer { (desk.waiting, desk.idle) = ([], []) }
      return (desk.waiting, desk.idle)
    }
    for waiter in turnedAway { waiter.continuation.resume(throwing: PostgresError.unreachable) }
    await withCheckedContinuation { continuation in
      let isDone = desk.withLock { desk in
        if desk.lent > 0 { desk.closers.append(continuation) }
        return desk.lent == 0
      }
      if isDone { continuation.resume() }
    }
  }

  /// How many connections exist, lent and idle.
  var size: Int { desk.withLock { $0.lent + $0.idle.count } }

  /// How many tasks wait for a connection.
  var queueLength: Int { desk.withLock { $0.waiting.count } }
}

// Giving out and taking back.
extension Pool {
  private func borrow() async throws -> Connection {
    if let connection = try desk.withLock({ try take(from: &$0) }) { return connection }
    let id = desk.withLock { desk in
      desk.nextWaiter += 1
      return desk.nextWaiter
    }
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { wait($0, as: id) }
    } onCancel: {
      withdraw(id)
    }
  }

  /// A connection, if one is free; a newcomer never overtakes who waits.
  private func take(from desk: inout Desk) throws(PostgresError) -> Connection? {
    guard !desk.isClosed else { throw .unreachable }
    guard desk.waiting.isEmpty, desk.lent < limit else { return nil }
    desk.lent += 1
    return desk.idle.popLast()?.connection ?? Connection(lazily: target)
  }

  private func wait(_ continuation: CheckedContinuation<Connection, any Error>, as id: Int) {
    let outcome: Result<Connection, any Error>? = desk.withLock { desk in
      // Cancelled before it stood in the queue: the handler found nobody to withdraw.
      if Task.isCancelled { return .failure(CancellationError()) }
      do {
        if let connection = try take(from: &desk) { return .success(connection) }
      } catch {
        return .failure(error)
      }
      desk.waiting.append(
        Waiter(id: id, until: .now.advanced(by: patience), continuation: continuation))
      setTimer(&desk)
      return nil
    }
    if let outcome { continuation.resume(with: outcome) }
  }

  private func withdraw(_ id: Int) {
    let waiter = desk.withLock { desk in
      desk.waiting.firstIndex { $0.id == id }.map { desk.waiting.remove(at: $0) }
    }
    waiter?.continuation.resume(throwing: CancellationError())
  }

  private func giveBack(_ connection: Connection) {
    let (next, closers) = desk.withLock { desk -> (Waiter?, [CheckedContinuation<Void, Never>]) in
      if !desk.waiting.isEmpty { return (desk.waiting.removeFirst(), []) }
      desk.lent -= 1
      if !desk.isClosed {
        desk.idle.append((connection, .now))
        setTimer(&desk)
      }
      guard desk.isClosed, desk.lent == 0 else { return (nil, []) }
      let closers = desk.closers
      desk.closers = []
      return (nil, closers)
    }
    next?.continuation.resume(returning: connection)
    for closer in closers { closer.resume() }
  }
}

// The passing of time. One timer serves all: who waits longest is first in the queue.
extension Pool {
  private func setTimer(_ desk: inout Desk) {
    let next = [desk.waiting.first?.until, desk.idle.first?.since.advanced(by: idleLife)]
      .compactMap { $0 }.min()
    guard let next else { return }
    if let rings = desk.rings, rings <= next { return }
    desk.rings = next
    let delay = ContinuousClock.now.duration(to: next).milliseconds
    timer.asyncAfter(deadline: .now() + .milliseconds(delay)) { [weak self] in
      self?.tick(set: next)
    }
  }

  private func tick(set ring: ContinuousClock.Instant) {
    let now = ContinuousClock.now
    // The old connections leave the lock before they close, as in `close()`.
    let (late, _) = desk.withLock { desk -> ([Waiter], [Connection]) in
      // An earlier ring may have been set meanwhile.
      if desk.rings == ring { desk.rings = nil }
      let late = Array(desk.waiting.prefix { $0.until <= now })
      desk.waiting.removeFirst(late.count)
      let old = desk.idle.prefix { $0.since.advanced(by: idleLife) <= now }.map(\.connection)
      desk.idle.removeFirst(old.count)
      setTimer(&desk)
      return (late, old)
    }
    for waiter in late { waiter.continuation.resume(throwing: PostgresError.busy) }
  }
}
