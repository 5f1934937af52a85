import Dispatch
import Foundation
import Synchronization

/// What several clients got done.
struct Tally: Encodable, Sendable {
  var operations = 0
  var bytes = 0
  /// From the common start to the end of the last operation.
  var seconds = 0.0
  var medianMilliseconds = 0.0
  var p95Milliseconds = 0.0
}

/// Threads that each repeat one piece of work until the time is up. Blocking threads: on a machine
/// that client and server share, they take the least from the server.
enum Crowd {
  /// A piece of work answers the bytes it moved.
  typealias Work = () throws -> Int

  private struct Log {
    var bytes = 0
    var durations: [Duration] = []
    var end = ContinuousClock.now
    var failure: (any Error)?
  }

  /// `prepare` makes the work of one client, on that client's thread. The first round is not
  /// counted.
  static func run(
    _ effort: Effort, _ prepare: @escaping @Sendable (_ client: Int) throws -> Work
  ) throws -> Tally {
    let (clients, span) = (effort.clients, Duration.seconds(effort.seconds))
    let (ready, done, gate) = (DispatchGroup(), DispatchGroup(), DispatchSemaphore(value: 0))
    let logs = Mutex([Log](repeating: Log(), count: clients))
    let shared = Shared(logs)
    for client in 0..<clients {
      ready.enter()
      done.enter()
      let thread = Thread {
        let log = repeated(span, ready, gate) { try prepare(client) }
        shared.logs.withLock { $0[client] = log }
        done.leave()
      }
      thread.stackSize = 4 << 20
      thread.start()
    }
    ready.wait()
    let start = ContinuousClock.now
    for _ in 0..<clients { gate.signal() }
    done.wait()
    return try tally(shared.logs.withLock { $0 }, since: start)
  }

  private final class Shared: Sendable {
    let logs: Mutex<[Log]>
    init(_ logs: consuming sending Mutex<[Log]>) { self.logs = logs }
  }

  private static func repeated(
    _ span: Duration, _ ready: DispatchGroup, _ gate: DispatchSemaphore,
    _ prepare: () throws -> Work
  ) -> Log {
    var log = Log()
    var isReady = false
    do {
      let work = try prepare()
      _ = try work()
      isReady = true
      ready.leave()
      gate.wait()
      let start = ContinuousClock.now
      var last = start
      while last - start < span {
        log.bytes += try work()
        let now = ContinuousClock.now
        log.durations.append(now - last)
        last = now
      }
      log.end = last
    } catch {
      if !isReady { ready.leave() }
      log.failure = error
    }
    return log
  }

  private static func tally(_ logs: [Log], since start: ContinuousClock.Instant) throws -> Tally {
    if let failure = logs.lazy.compactMap(\.failure).first { throw failure }
    let all = logs.flatMap(\.durations).sorted()
    guard let last = logs.map(\.end).max(), !all.isEmpty else { return Tally() }
    return Tally(
      operations: all.count, bytes: logs.reduce(0) { $0 + $1.bytes },
      seconds: (last - start) / .seconds(1),
      medianMilliseconds: all[all.count / 2] / .milliseconds(1),
      p95Milliseconds: all[min(all.count - 1, all.count * 95 / 100)] / .milliseconds(1))
  }
}
