import Foundation
import Glibc
import Keeper
import Testing

/// Exit tests run their body in a process of its own: real users beside this one.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct TwoProcessTests {
  @Test func processesThatComeAtOnceShareOneServer() async throws {
    let premises = try Premises()
    let root = premises.root
    await withTaskGroup { group in
      for _ in 0..<3 { group.addTask { await Self.useInAnotherProcess(root) } }
    }
    #expect(try await premises.comesToRest())
    let starts = premises.log("keeper.log").split(separator: "\n")
      .filter { $0.contains("started the server") }
    #expect(starts.count == 1, "\(starts)")
  }

  @Test func aKilledUserTakesTheServerFromNobody() async throws {
    let premises = try Premises()
    let root = premises.root
    await #expect(processExitsWith: .signal(SIGKILL)) { [root = root as String] in
      let lease = try await Self.server(root).lease()
      withExtendedLifetime(lease) { _ = kill(getpid(), SIGKILL) }
    }
    let postmaster = try #require(premises.postmaster)
    let lease = try await premises.server.lease()
    await #expect(processExitsWith: .signal(SIGKILL)) { [root = root as String] in
      let lease = try await Self.server(root).lease()
      withExtendedLifetime(lease) { _ = kill(getpid(), SIGKILL) }
    }
    try await Task.sleep(for: .seconds(4))
    #expect(premises.postmaster == postmaster)
    #expect(try premises.ask("SELECT 1", at: lease.address) == "1")
    lease.release()
    #expect(try await premises.comesToRest())
  }

  @Test func missingProgramsAreNamedWithTheirPackage() async {
    await #expect(processExitsWith: .success) {
      unsafe setenv("LETHE_POSTGRES_BIN", "/nowhere/bin", 1)
      let error = try #require(throws: KeeperError.self) { try PrivateServer.binaries() }
      #expect(error.description.contains("/nowhere/bin"))
      #expect(error.description.contains("apt-get install postgresql"))
    }
  }

  private static func server(_ root: String) -> PrivateServer {
    PrivateServer(
      directory: root + "/postgres", superuserPasswordFile: root + "/superuser-password",
      executable: Premises.lethe, quickStart: true)
  }

  private static func useInAnotherProcess(_ root: String) async {
    await #expect(processExitsWith: .success) { [root = root as String] in
      let lease = try await Self.server(root).lease()
      try await Task.sleep(for: .milliseconds(500))
      lease.release()
    }
  }
}
