import Foundation
import Testing

@testable import Postgres

/// Connections that break, and a server that goes away and comes back.
@Suite(.serialized) struct OutageTests {
  private static let server = Task { try await TestServer.startingPrivate() }

  /// A database with one empty table, and a connection beside the tested ones.
  private func prepared() async throws -> (ConnectionTarget, Connection) {
    let target = try await Self.server.value.newDatabase()
    let watcher = try await Connection(target)
    try await watcher.script(
      MigrationScript(contentsOfMigration: "CREATE TABLE line (id int PRIMARY KEY)"))
    return (target, watcher)
  }

  private func lines(_ watcher: Connection) async throws -> [Int] {
    try await watcher.transaction { rows in
      try rows.all("SELECT id FROM line ORDER BY id") { try $0("id") }
    }
  }

  private func terminateOthers(_ watcher: Connection) async throws {
    try await watcher.transaction { rows in
      try rows.run(
        """
        SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()
        """)
    }
  }

  @Test func aConnectionKilledBetweenTransactionsIsReplacedUnnoticed() async throws {
    let (target, watcher) = try await prepared()
    let pool = Pool(target, limit: 2)
    for id in 1...3 {
      // Queued only: the commit travels with the first trip, and still nothing is unknown.
      try await pool.transaction { rows in try rows.later("INSERT INTO line VALUES (\(id))") }
      try await terminateOthers(watcher)
    }
    #expect(try await lines(watcher) == [1, 2, 3])
  }

  @Test func aConnectionKilledWithinATransactionIsUnreachableAndTheNextOneWorks() async throws {
    let (target, watcher) = try await prepared()
    let pool = Pool(target, limit: 1)
    let bodies = Shared(0)
    await #expect(throws: PostgresError.unreachable) {
      try await pool.transaction { rows in
        bodies.use { $0 += 1 }
        try rows.run("INSERT INTO line VALUES (1)")
        try rows.run("SELECT pg_terminate_backend(pg_backend_pid())")
        try rows.run("INSERT INTO line VALUES (2)")
      }
    }
    #expect(bodies.use { $0 } == 1)
    #expect(try await lines(watcher) == [])
    try await pool.transaction { rows in try rows.run("INSERT INTO line VALUES (3)") }
    #expect(try await lines(watcher) == [3])
  }

  @Test func aKillBeforeTheCommitIsUnreachableNotUnknown() async throws {
    let (target, watcher) = try await prepared()
    let pool = Pool(target, limit: 1)
    await #expect(throws: PostgresError.unreachable) {
      try await pool.transaction { rows in
        try rows.run("INSERT INTO line VALUES (1)")
        try rows.later("SELECT pg_terminate_backend(pg_backend_pid())")
      }
    }
    #expect(try await lines(watcher) == [])
  }

  @Test func theServerGoesAwayAndComesBack() async throws {
    let (target, _) = try await prepared()
    let server = try await Self.server.value
    let pool = Pool(target, limit: 2)
    try await pool.transaction { rows in try rows.run("INSERT INTO line VALUES (1)") }
    try server.stop()
    await #expect(throws: PostgresError.unreachable) {
      try await pool.transaction { rows in try rows.run("INSERT INTO line VALUES (2)") }
    }
    try await server.start()
    try await pool.transaction { rows in try rows.run("INSERT INTO line VALUES (3)") }
    let ids = try await pool.transaction { rows in
      try rows.all("SELECT id FROM line ORDER BY id") { row -> Int in try row("id") }
    }
    #expect(ids == [1, 3])
  }

  @Test(arguments: [true, false])
  func aCommitWithoutAnAnswerIsUnknown(reachesTheServer: Bool) async throws {
    let (target, watcher) = try await prepared()
    let proxy = try Proxy(to: target.host) { bytes, _ in
      guard bytes.contains("COMMIT") else { return .pass }
      return reachesTheServer ? .cutAfter : .cutBefore
    }
    defer { proxy.close() }
    var through = target
    through.host = proxy.directory
    let first = Pool(through, limit: 1)
    await #expect(throws: PostgresError.commitUnknown) {
      try await first.transaction { rows in
        try rows.run("INSERT INTO line VALUES (1)")
        try rows.later("INSERT INTO line VALUES (2)")
      }
    }
    // Everything in one trip.
    let second = Pool(through, limit: 1)
    await #expect(throws: PostgresError.commitUnknown) {
      try await second.transaction { rows in try rows.later("INSERT INTO line VALUES (3)") }
    }
    try await Task.sleep(for: .milliseconds(400))
    #expect(try await lines(watcher) == (reachesTheServer ? [1, 2, 3] : []))
  }

  @Test func aConnectionThatDiesAtItsFirstWordIsReplacedOnceAndTheBodyRunsOnce() async throws {
    let (target, watcher) = try await prepared()
    let armed = Shared(false)
    let proxy = try Proxy(to: target.host) { _, number in
      armed.use { $0 } && number == 1 ? .cutBefore : .pass
    }
    defer { proxy.close() }
    var through = target
    through.host = proxy.directory
    let pool = Pool(through, limit: 1)
    try await pool.transaction { rows in try rows.run("INSERT INTO line VALUES (1)") }
    armed.use { $0 = true }
    let bodies = Shared(0)
    try await pool.transaction { rows in
      bodies.use { $0 += 1 }
      try rows.run("INSERT INTO line VALUES (2)")
    }
    #expect(bodies.use { $0 } == 1)
    #expect(try await lines(watcher) == [1, 2])
  }

  @Test func aSecondDeathInARowIsUnreachable() async throws {
    let (target, watcher) = try await prepared()
    let armed = Shared(false)
    let proxy = try Proxy(to: target.host) { bytes, _ in
      armed.use { $0 } && bytes.contains("BEGIN") ? .cutBefore : .pass
    }
    defer { proxy.close() }
    var through = target
    through.host = proxy.directory
    armed.use { $0 = true }
    await #expect(throws: PostgresError.unreachable) {
      try await Pool(through, limit: 1).transaction { rows in
        try rows.run("INSERT INTO line VALUES (1)")
      }
    }
    #expect(try await lines(watcher) == [])
  }

  @Test func aFarewellInsteadOfAnAnswerMeansThatNothingHappened() async throws {
    let (target, watcher) = try await prepared()
    let armed = Shared(false)
    // What a server says to a session that it ends: an ErrorResponse, FATAL, 57P01.
    let fields = Array("SFATAL\0VFATAL\0C57P01\0Mgoodbye\0\0".utf8)
    let farewell = [UInt8(ascii: "E"), 0, 0, 0, UInt8(fields.count + 4)] + fields
    let proxy = try Proxy(to: target.host) { _, number in
      armed.use { $0 } && number == 1 ? .answer(farewell) : .pass
    }
    defer { proxy.close() }
    var through = target
    through.host = proxy.directory
    let pool = Pool(through, limit: 1)
    try await pool.transaction { rows in try rows.run("SELECT 1") }
    armed.use { $0 = true }
    // One trip, COMMIT in it: it is sent again on a new connection.
    try await pool.transaction { rows in try rows.later("INSERT INTO line VALUES (1)") }
    #expect(try await lines(watcher) == [1])
  }

  /// A silent server is given up: while it is dialled, and while it works.
  @Test(arguments: [true, false])
  func aSilentServerIsGivenUp(fromTheBeginning: Bool) async throws {
    let (target, _) = try await prepared()
    let held = Shared(fromTheBeginning)
    let proxy = try Proxy(to: target.host) { _, _ in
      while held.use({ $0 }) { Thread.sleep(forTimeInterval: 0.05) }
      return .pass
    }
    defer {
      held.use { $0 = false }
      proxy.close()
    }
    var through = target
    through.host = proxy.directory
    through.statementTimeoutSeconds = 1
    through.silenceGraceSeconds = 1
    let pool = Pool(through, limit: 1)
    let start = ContinuousClock.now
    await #expect(throws: PostgresError.unreachable) {
      try await pool.transaction { rows in
        try rows.run("SELECT 1")
        held.use { $0 = true }
        try rows.run("SELECT 2")
      }
    }
    let waited = start.duration(to: .now)
    #expect(waited > .seconds(2.5) && waited < .seconds(60))
    // What was held back arrives nowhere; the next transaction has a connection of its own.
    held.use { $0 = false }
    try await pool.transaction { rows in try rows.run("SELECT 1") }
  }
}
