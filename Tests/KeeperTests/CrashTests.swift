import Foundation
import Glibc
import Keeper
import Testing

@Suite(.serialized, .timeLimit(.minutes(5)))
struct CrashTests {
  @Test(arguments: Ways.all)
  func aNewKeeperAdoptsTheServerOfAKilledOne(systemUser: Bool) async throws {
    let premises = try Premises(systemUser: systemUser)
    let first = try await premises.server.lease()
    let keeper = try #require(premises.keeper)
    let postmaster = try #require(premises.postmaster)
    kill(keeper, SIGKILL)
    #expect(try await premises.eventually { premises.keeper != keeper })
    #expect(try premises.ask("SELECT 1", at: first.address) == "1")
    let second = try await premises.server.lease()
    #expect(premises.postmaster == postmaster)
    #expect(try premises.ask("SELECT 1", at: second.address) == "1")
    first.release()
    second.release()
    #expect(try await premises.comesToRest())
  }

  @Test(arguments: Ways.all)
  func aKilledServerIsThereAgainForTheNextUser(systemUser: Bool) async throws {
    let premises = try Premises(systemUser: systemUser)
    let first = try await premises.server.lease()
    #expect(try premises.ask("CREATE TABLE kept AS SELECT 7 AS n", at: first.address) == "")
    let postmaster = try #require(premises.postmaster)
    kill(postmaster, SIGKILL)
    let second = try await premises.server.lease()
    #expect(premises.postmaster != postmaster)
    #expect(try premises.ask("SELECT n FROM kept", at: second.address) == "7")
    first.release()
    second.release()
    #expect(try await premises.comesToRest())
  }

  @Test func aServerKilledAgainAndAgainComesBackForItsUsers() async throws {
    let premises = try Premises()
    let lease = try await premises.server.lease()
    for _ in 0..<3 {
      let postmaster = try #require(premises.postmaster)
      kill(postmaster, SIGKILL)
      #expect(
        try await premises.eventually(90) {
          guard premises.postmaster != postmaster else { return false }
          return try premises.ask("SELECT 1", at: lease.address) == "1"
        })
    }
    lease.release()
    #expect(try await premises.comesToRest())
  }

  @Test func aServerKilledWhileBusyComesBack() async throws {
    let premises = try Premises()
    let lease = try await premises.server.lease()
    let busy = Thread { _ = try? premises.ask("SELECT pg_sleep(60)", at: lease.address) }
    busy.start()
    #expect(
      try await premises.eventually {
        try premises.ask(
          "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%'",
          at: lease.address) == "1"
      })
    let postmaster = try #require(premises.postmaster)
    kill(postmaster, SIGKILL)
    let next = try await premises.server.lease()
    #expect(try premises.ask("SELECT 1", at: next.address) == "1")
    lease.release()
    next.release()
    #expect(try await premises.comesToRest())
  }

  @Test func keeperAndServerKilledTogetherLeaveNothingInTheWay() async throws {
    let premises = try Premises()
    let first = try await premises.server.lease()
    kill(try #require(premises.keeper), SIGKILL)
    kill(try #require(premises.postmaster), SIGKILL)
    let second = try await premises.server.lease()
    #expect(try premises.ask("SELECT 1", at: second.address) == "1")
    first.release()
    second.release()
    #expect(try await premises.comesToRest())
  }

  /// PostgreSQL believes the number in a leftover `postmaster.pid` if any process of the same
  /// user has it now.
  @Test(arguments: Ways.all)
  func aLeftoverProcessNumberThatIsAnothersNowIsNoObstacle(systemUser: Bool) async throws {
    let premises = try Premises(systemUser: systemUser)
    let first = try await premises.server.lease()
    let file = premises.data + "/postmaster.pid"
    let left = try String(contentsOfFile: file, encoding: .utf8).split(
      separator: "\n", omittingEmptySubsequences: false)
    first.release()
    #expect(try await premises.comesToRest())

    let another = Process()
    another.executableURL = URL(fileURLWithPath: "/bin/sleep")
    another.arguments = ["120"]
    try another.run()
    defer { kill(another.processIdentifier, SIGKILL) }
    let stale = ([String(another.processIdentifier)[...]] + left.dropFirst()).joined(
      separator: "\n")
    try stale.write(toFile: file, atomically: false, encoding: .utf8)
    try "\(another.processIdentifier)\n".write(
      toFile: first.address.socketDirectory + "/.s.PGSQL.5432.lock", atomically: false,
      encoding: .utf8)

    let second = try await premises.server.lease()
    #expect(try premises.ask("SELECT 1", at: second.address) == "1")
    #expect(another.isRunning)
    second.release()
    #expect(try await premises.comesToRest())
  }

  @Test(arguments: [30, 150, 400, 800])
  func aKeeperKilledInItsFirstStartLeavesNothingInTheWay(milliseconds: Int) async throws {
    let premises = try Premises()
    let server = premises.server
    let first = Task { try await server.lease() }
    #expect(try await premises.eventually { premises.keeper != nil })
    try await Task.sleep(for: .milliseconds(milliseconds))
    if let keeper = premises.keeper { kill(keeper, SIGKILL) }
    // The caller is not told: it starts another keeper and waits on. Where it was through
    // already, the next caller brings the keeper that stops the server in the end.
    let lease = try await first.value
    let next = try await server.lease()
    #expect(try premises.ask("SELECT 1", at: lease.address) == "1")
    lease.release()
    next.release()
    #expect(try await premises.comesToRest())
  }

  @Test func aServiceStopsItsServerWhenToldToAndStaysUntilThen() async throws {
    let premises = try Premises()
    let service = Process()
    service.executableURL = URL(fileURLWithPath: Premises.lethe)
    service.arguments = [
      "keeper", "--directory", premises.postgres, "--password-file", premises.passwordFile,
      "--foreground", "--quick-start",
    ]
    service.standardError = FileHandle.nullDevice
    try service.run()
    #expect(try await premises.eventually { premises.keeper == service.processIdentifier })
    let lease = try await premises.server.lease()
    #expect(premises.keeper == service.processIdentifier)
    #expect(try premises.ask("SELECT 1", at: lease.address) == "1")
    lease.release()
    try await Task.sleep(for: .seconds(4))
    #expect(service.isRunning)
    let user = try await premises.server.lease()
    service.terminate()
    #expect(try await premises.eventually { !service.isRunning })
    #expect(service.terminationReason == .exit)
    #expect(service.terminationStatus == 0)
    #expect(premises.postmaster == nil)
    #expect(premises.log("server.log").contains("database system is shut down"))
    user.release()
  }
}
