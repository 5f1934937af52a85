import CLibpq
import Dispatch

/// One login on its own thread. It reconnects by itself when its connection has gone.
package actor Connection {
  private let thread = ConnectionThread()
  private let session: Session

  /// libpq's calls block, so they run on this connection's own queue.
  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    unsafe thread.asUnownedSerialExecutor()
  }

  /// Connects, on the new connection's own thread.
  package init(_ target: ConnectionTarget) async throws(PostgresError) {
    session = Session(target)
    try session.open()
  }

  /// Connects at first use.
  init(lazily target: ConnectionTarget, planLimit: Int = 500) {
    session = Session(target, planLimit: planLimit)
  }

  /// Runs `body` to its end on this connection's own thread; it cannot suspend. `settings` hold
  /// until the transaction ends.
  ///
  /// BEGIN, the settings, queued statements and the first read travel in one network trip, what is
  /// queued after it and COMMIT in another. An error of `body` rolls back and is thrown unchanged.
  /// Cancelling the task doesn't interrupt a transaction; the server's time-outs do.
  @discardableResult
  package func transaction<R: Sendable>(
    settings: [Setting] = [], _ body: @Sendable (borrowing Rows) throws -> R
  ) async throws -> R {
    let transaction = Transaction(on: session, settings: settings)
    let result: R
    do {
      result = try body(Rows(of: transaction))
    } catch {
      transaction.rollBack()
      throw error
    }
    try transaction.commit()
    return result
  }

  /// For migrations and tests only: runs several statements by the simple protocol, in one
  /// transaction of their own unless they say otherwise.
  package func script(_ script: MigrationScript) throws(PostgresError) {
    try session.runAlone(script)
  }

  /// Hangs up; the next transaction would connect again.
  package func close() { session.drop() }

  /// Network trips so far; tests count them.
  var trips: Int { session.trips }
}

/// libpq blocks. One serial queue per connection keeps it off Swift's shared threads.
final class ConnectionThread: SerialExecutor {
  private let queue = DispatchQueue(label: "postgres.connection")

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    // The job may hold the last reference to the connection, and it to this thread.
    queue.async { [self] in unsafe job.runSynchronously(on: asUnownedSerialExecutor()) }
  }

  func asUnownedSerialExecutor() -> UnownedSerialExecutor {
    unsafe UnownedSerialExecutor(ordinary: self)
  }
}
