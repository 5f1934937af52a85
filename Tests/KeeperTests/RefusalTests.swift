import Foundation
import Glibc
import Keeper
import Testing

/// What cannot work is said in a sentence that names the place.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct RefusalTests {
  @Test func aFolderThatCannotBeMadeIsNamed() async throws {
    let premises = try Premises()
    try "".write(toFile: premises.root + "/file", atomically: false, encoding: .utf8)
    let below = premises.root + "/file/postgres"
    let sentence = await refusal(directory: below, premises)
    #expect(sentence.contains(below) && sentence.contains("Not a directory"))
    let missing = await refusal(directory: premises.root + "/a/postgres", premises)
    #expect(missing.contains("/a/postgres") && missing.contains("No such file or directory"))
  }

  @Test func aFolderWhereNothingMayBeWrittenIsNamed() async throws {
    // Nothing is refused to root, so for root it is a file system without files.
    if geteuid() == 0 {
      #expect(await refusal(directory: "/proc/postgres", try Premises()).contains("/proc/postgres"))
    } else {
      let premises = try Premises()
      unsafe chmod(premises.root, 0o500)
      defer { unsafe chmod(premises.root, 0o700) }
      let sentence = await refusal(directory: premises.postgres, premises)
      #expect(sentence.contains(premises.postgres) && sentence.contains("Permission denied"))
    }
  }

  @Test func aFolderThatOthersMayWriteToIsRefused() async throws {
    let premises = try Premises()
    unsafe mkdir(premises.postgres, 0o700)
    unsafe chmod(premises.postgres, 0o777)
    let sentence = await refusal(directory: premises.postgres, premises)
    #expect(sentence.contains("chmod 700 \(premises.postgres)"))
  }

  @Test(.enabled(if: geteuid() == 0)) func aFolderOfAnotherUserIsRefused() async throws {
    let premises = try Premises()
    unsafe mkdir(premises.postgres, 0o700)
    unsafe chown(premises.postgres, 12_345, 12_345)
    #expect(await refusal(directory: premises.postgres, premises).contains("user number 12345"))
  }

  @Test func aLostPasswordFileIsNotMadeUpAnew() async throws {
    let premises = try Premises()
    let lease = try await premises.server.lease()
    lease.release()
    #expect(try await premises.comesToRest())
    try FileManager.default.removeItem(atPath: premises.passwordFile)
    let sentence = await refusal(directory: premises.postgres, premises)
    #expect(sentence.contains(premises.passwordFile) && sentence.contains("Put the file back"))
    #expect(!FileManager.default.fileExists(atPath: premises.passwordFile))
  }

  @Test func aMissingProgramForTheKeeperIsNamed() async throws {
    let premises = try Premises()
    let server = PrivateServer(
      directory: premises.postgres, superuserPasswordFile: premises.passwordFile,
      executable: premises.root + "/nothing")
    await #expect(throws: KeeperError.self) { try await server.lease() }
  }

  @Test func aServerThatCannotStartSaysWhy() async throws {
    let premises = try Premises()
    let lease = try await premises.server.lease()
    lease.release()
    #expect(try await premises.comesToRest())
    let file = premises.data + "/postgresql.conf"
    let good = try String(contentsOfFile: file, encoding: .utf8)
    try (good + "\nno_such_setting = 1\n").write(toFile: file, atomically: false, encoding: .utf8)
    let sentence = await refusal(directory: premises.postgres, premises)
    #expect(sentence.contains("no_such_setting") && sentence.contains("server.log"))
    try good.write(toFile: file, atomically: false, encoding: .utf8)
    let again = try await premises.server.lease()
    #expect(try premises.ask("SELECT 1", at: again.address) == "1")
    again.release()
    #expect(try await premises.comesToRest())
  }

  @Test(.enabled(if: Ways.all.count == 2))
  func theFolderThatTheSystemUserCannotEnterIsNamed() async throws {
    let premises = try Premises(systemUser: true)
    unsafe chmod(premises.root, 0o700)
    let sentence = await refusal(directory: premises.postgres, premises)
    #expect(sentence.contains("cannot enter \(premises.root),"))
    #expect(sentence.contains("chmod o+x \(premises.root)"))
    // In a user namespace root's server goes where root goes.
    if let lease = try? await premises.server(systemUser: false).lease() {
      #expect(try premises.ask("SELECT 1", at: lease.address) == "1")
      lease.release()
      #expect(try await premises.comesToRest())
    }
  }

  @Test(.enabled(if: Ways.all.count == 2))
  func rootsServerMovesBetweenNamespaceAndSystemUser() async throws {
    let premises = try Premises()
    for systemUser in [false, true, false] {
      let lease = try await premises.server(systemUser: systemUser).lease()
      let made = "CREATE TABLE IF NOT EXISTS kept (n int); INSERT INTO kept VALUES (1)"
      #expect(try premises.ask(made, at: lease.address) == "")
      lease.release()
      #expect(try await premises.comesToRest())
    }
    let lease = try await premises.server.lease()
    #expect(try premises.ask("SELECT count(*) FROM kept", at: lease.address) == "3")
    lease.release()
    #expect(try await premises.comesToRest())
  }

  private func refusal(directory: String, _ premises: Premises) async -> String {
    let server = PrivateServer(
      directory: directory, superuserPasswordFile: premises.passwordFile,
      executable: Premises.lethe, quickStart: true, systemUser: premises.systemUser)
    do {
      let lease = try await server.lease()
      lease.release()
      return "it was not refused"
    } catch {
      return error.description
    }
  }
}
