import Foundation
import Glibc
import Keeper
import Testing

@Suite(.serialized, .timeLimit(.minutes(5)))
struct LeaseTests {
  @Test(arguments: Ways.all)
  func theFirstUseCreatesAServerThatOnlyThePasswordOpens(systemUser: Bool) async throws {
    let premises = try Premises(systemUser: systemUser)
    let lease = try await premises.server.lease()
    #expect(try premises.ask("SELECT 1", at: lease.address) == "1")
    #expect(try premises.ask("SELECT 1", at: lease.address, password: "wrong") == nil)
    let settings = try premises.ask(
      """
      SELECT string_agg(name || '=' || setting, ' ' ORDER BY name) FROM pg_settings
      WHERE name IN ('listen_addresses', 'data_checksums', 'server_encoding', 'TimeZone',
        'synchronous_commit', 'full_page_writes', 'unix_socket_permissions')
      """, at: lease.address)
    #expect(
      settings == "TimeZone=UTC data_checksums=on full_page_writes=on listen_addresses="
        + " server_encoding=UTF8 synchronous_commit=on unix_socket_permissions=0700")
    #expect(premises.mode(premises.passwordFile) == 0o600)
    #expect(premises.mode(premises.data) == 0o700)
    #expect(premises.mode(lease.address.socketDirectory) == 0o700)
    lease.release()
    #expect(try await premises.comesToRest())
  }

  @Test func fsyncIsOnUnlessATestForgoesIt() async throws {
    let premises = try Premises()
    let server = PrivateServer(
      directory: premises.postgres, superuserPasswordFile: premises.passwordFile,
      executable: Premises.lethe)
    let lease = try await server.lease()
    #expect(try premises.ask("SHOW fsync", at: lease.address) == "on")
    lease.release()
    #expect(try await premises.comesToRest())
  }

  @Test func theServerStopsAfterItsLastUserAndNotBefore() async throws {
    let premises = try Premises()
    let first = try await premises.server.lease()
    let second = try await premises.server.lease()
    let postmaster = try #require(premises.postmaster)
    #expect(first.address == second.address)
    first.release()
    first.release()
    try await Task.sleep(for: .seconds(4))
    #expect(premises.postmaster == postmaster)
    #expect(try premises.ask("CREATE TABLE kept AS SELECT 7 AS n", at: second.address) == "")
    second.release()
    #expect(try await premises.comesToRest())
    #expect(premises.log("server.log").contains("database system is shut down"))

    let third = try await premises.server.lease()
    #expect(try premises.ask("SELECT n FROM kept", at: third.address) == "7")
    third.release()
    #expect(try await premises.comesToRest())
  }

  @Test func aLeaseThatNobodyHoldsAnyMoreIsReleased() async throws {
    let premises = try Premises()
    _ = try await premises.server.lease()
    #expect(try await premises.comesToRest())
  }

  @Test func usersThatComeAndGoNeverMeetAStoppedServer() async throws {
    let premises = try Premises()
    for turn in 0..<6 {
      let lease = try await premises.server.lease()
      #expect(try premises.ask("SELECT 1", at: lease.address) == "1", "turn \(turn)")
      lease.release()
      // Around the moment at which the keeper decides to stop.
      try await Task.sleep(for: .milliseconds(1_900 + 150 * turn))
    }
    #expect(try await premises.comesToRest())
  }

  @Test func aPathTooLongForASocketIsServedFromAShortOne() async throws {
    let parent = try Premises()
    let long = try Premises(below: parent.root + "/" + String(repeating: "long-", count: 20))
    let lease = try await long.server.lease()
    #expect(lease.address.socketDirectory.hasPrefix("/tmp/lethe-\(geteuid())-"))
    #expect(long.mode(lease.address.socketDirectory) == 0o700)
    #expect(try long.ask("SELECT 1", at: lease.address) == "1")
    lease.release()
    #expect(try await long.comesToRest())
    try FileManager.default.removeItem(atPath: lease.address.socketDirectory)
  }

  @Test func whoCapturesTheOutputOfAUserSeesItsEnd() async throws {
    let premises = try Premises()
    let pipe = Pipe()
    // As a shell's: open in every child that does not close it.
    let inherited = dup(pipe.fileHandleForWriting.fileDescriptor)
    try pipe.fileHandleForWriting.close()
    let lease = try await premises.server.lease()
    close(inherited)
    #expect(try pipe.fileHandleForReading.readToEnd() ?? Data() == Data())
    #expect(premises.keeper != nil)
    lease.release()
    #expect(try await premises.comesToRest())
  }

  @Test func theServersLogHoldsNoValueOfAnyStatement() async throws {
    let premises = try Premises()
    let lease = try await premises.server.lease()
    let refused = [
      "INSERT INTO applicant VALUES (1, 'ada@example.org')",
      "INSERT INTO applicant VALUES (2, 'far-too-long-ada@example.org')",
      "SELECT 'ada@example.org'::date", "SELECT 1 / 0 AS \"ada@example.org\"",
      "DO $$ BEGIN RAISE EXCEPTION 'ada@example.org'; END $$",
      "DO $$ BEGIN RAISE WARNING 'ada@example.org'; RAISE EXCEPTION 'no'; END $$",
    ]
    let table = "CREATE TABLE applicant (id int PRIMARY KEY, email varchar(20));"
    #expect(
      try premises.ask(table + "INSERT INTO applicant VALUES (1, '')", at: lease.address) == "")
    for sql in refused {
      #expect(try premises.ask(sql, at: lease.address) == nil, "\(sql)")
    }
    #expect(!premises.log("server.log").contains("ada@example.org"))
    #expect(premises.log("server.log").contains("ready to accept connections"))
    lease.release()
    #expect(try await premises.comesToRest())
  }
}
