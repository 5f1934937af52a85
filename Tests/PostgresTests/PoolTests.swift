import Foundation
import Testing

@testable import Postgres

/// A few connections for many tasks.
@Suite struct PoolTests {
  @Test func theLimitIsNeverExceededAndEveryoneIsServed() async throws {
    let target = try await TestServer.database()
    let pool = Pool(target, limit: 3)
    let most = Shared((now: 0, most: 0))
    let sum = try await withThrowingTaskGroup(of: Int.self) { group in
      for number in 1...200 {
        group.addTask {
          try await pool.transaction { rows in
            most.use {
              $0.now += 1
              $0.most = max($0.most, $0.now)
            }
            defer { most.use { $0.now -= 1 } }
            return try rows.first("SELECT \(number) AS n") { try $0("n") } ?? 0
          }
        }
      }
      return try await group.reduce(0, +)
    }
    #expect(sum == 20_100)
    #expect(most.use { $0.most } <= 3)
    #expect(pool.size <= 3)
    await pool.close()
    #expect(pool.size == 0)
  }

  @Test func whoWaitsIsServedInTheOrderOfArrival() async throws {
    let pool = Pool(try await TestServer.database(), limit: 1)
    let order = Shared<[Int]>([])
    let gate = DispatchSemaphore(value: 0)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await pool.transaction { _ in gate.wait() } }
      while pool.size == 0 { await Task.yield() }
      for number in 0..<20 {
        group.addTask {
          try await pool.transaction { _ in order.use { $0.append(number) } }
        }
        while pool.queueLength <= number { await Task.yield() }
      }
      gate.signal()
      try await group.waitForAll()
    }
    #expect(order.use { $0 } == Array(0..<20))
  }

  @Test func whoWaitsTooLongIsToldSo() async throws {
    let pool = Pool(try await TestServer.database(), limit: 1, patience: .milliseconds(200))
    let gate = DispatchSemaphore(value: 0)
    async let holder: Void = pool.transaction { _ in gate.wait() }
    while pool.size == 0 { await Task.yield() }
    let start = ContinuousClock.now
    await #expect(throws: PostgresError.busy) { try await pool.transaction { _ in } }
    let waited = start.duration(to: .now)
    #expect(waited >= .milliseconds(200))
    #expect(pool.queueLength == 0)
    gate.signal()
    try await holder
    try await pool.transaction { _ in }
  }

  @Test func aCancelledWaiterLeavesTheQueue() async throws {
    let pool = Pool(try await TestServer.database(), limit: 1)
    let gate = DispatchSemaphore(value: 0)
    async let holder: Void = pool.transaction { _ in gate.wait() }
    while pool.size == 0 { await Task.yield() }
    let waiter = Task { try await pool.transaction { _ in Issue.record("cancelled, yet run") } }
    while pool.queueLength == 0 { await Task.yield() }
    waiter.cancel()
    await #expect(throws: CancellationError.self) { try await waiter.value }
    #expect(pool.queueLength == 0)
    let early = Task {
      while !Task.isCancelled { await Task.yield() }
      try await pool.transaction { _ in Issue.record("cancelled, yet run") }
    }
    early.cancel()
    await #expect(throws: CancellationError.self) { try await early.value }
    gate.signal()
    try await holder
    try await pool.transaction { _ in }
  }

  @Test func cancellingDoesNotInterruptARunningTransaction() async throws {
    let pool = Pool(try await TestServer.database(), limit: 1)
    let running = Shared(false)
    let task = Task {
      try await pool.transaction { rows in
        running.use { $0 = true }
        try rows.run("SELECT pg_sleep(0.2)")
        return 7
      }
    }
    while !running.use({ $0 }) { await Task.yield() }
    task.cancel()
    #expect(try await task.value == 7)
  }

  @Test func idleConnectionsAreClosedAndOthersOpened() async throws {
    let target = try await TestServer.database()
    let pool = Pool(target, limit: 4, idleLife: .milliseconds(300))
    // All four are held at once, so that no two share a connection.
    let held = Shared(0)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 1...4 {
        group.addTask {
          try await pool.transaction { _ in
            let count = held.use { (held: inout Int) -> Int in
              held += 1
              return held
            }
            if count == 4 { #expect(pool.size == 4) }
            let start = ContinuousClock.now
            while held.use({ $0 }) < 4, start.duration(to: .now) < .seconds(20) {
              Thread.sleep(forTimeInterval: 0.001)
            }
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(held.use { $0 } == 4)
    let start = ContinuousClock.now
    while pool.size > 0, start.duration(to: .now) < .seconds(5) {
      try await Task.sleep(for: .milliseconds(20))
    }
    #expect(pool.size == 0)
    let watcher = try await Connection(target)
    let name = target.database
    @Sendable func others(_ rows: borrowing Rows) throws -> Int? {
      try rows.first(
        """
        SELECT count(*) AS n FROM pg_stat_activity
        WHERE datname = \(name) AND pid <> pg_backend_pid()
        """
      ) { try $0("n") }
    }
    while try await watcher.transaction({ try others($0) }) != 0,
      start.duration(to: .now) < .seconds(10)
    {
      try await Task.sleep(for: .milliseconds(20))
    }
    #expect(try await watcher.transaction { try others($0) } == 0)
    try await pool.transaction { try $0.run("SELECT 1") }
    #expect(pool.size == 1)
  }

  @Test func aClosedPoolFinishesItsWorkAndTakesNoMore() async throws {
    let pool = Pool(try await TestServer.database(), limit: 1)
    let gate = DispatchSemaphore(value: 0)
    let holder = Task { try await pool.transaction { _ in gate.wait() } }
    while pool.size == 0 { await Task.yield() }
    let waiter = Task { try await pool.transaction { _ in } }
    while pool.queueLength == 0 { await Task.yield() }
    let closing = Task { await pool.close() }
    await #expect(throws: PostgresError.unreachable) { try await waiter.value }
    await #expect(throws: PostgresError.unreachable) { try await pool.transaction { _ in } }
    gate.signal()
    await closing.value
    try await holder.value
    #expect(pool.size == 0)
  }
}
