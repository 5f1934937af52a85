import Domain
import Foundation
import Testing

@testable import Vault

@Suite struct PasswordTests {
  private let hashes = PasswordHashes()

  @Test func aHashOfAnotherImplementationIsUnderstood() async throws {
    // The reference implementation's own test: 64 MiB, two passes.
    let outside =
      "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$"
      + "CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
    #expect(try await hashes.verify(Private("password"), against: Array(outside.utf8)))
    #expect(try await !hashes.verify(Private("Password"), against: Array(outside.utf8)))
  }

  @Test func aPasswordIsItsOwnAndNoOther() async throws {
    let hash = try await hashes.hash(Private("correct horse battery"))
    let text = String(decoding: hash, as: UTF8.self)
    #expect(text.hasPrefix("$argon2id$v=19$m=65536,t=3,p=1$"))
    #expect(try await hashes.verify(Private("correct horse battery"), against: hash))
    #expect(try await !hashes.verify(Private("correct horse batterx"), against: hash))
    #expect(try await !hashes.verify(Private(""), against: hash))
    #expect(try await hashes.hash(Private("correct horse battery")) != hash)
  }

  @Test func withoutAnAccountNoPasswordIsRight() async throws {
    #expect(try await !hashes.verify(Private("correct horse battery"), against: nil))
  }

  @Test func whoComesWhenTooManyWaitIsTurnedAway() async throws {
    let queue = PasswordQueue(free: 1, longest: 0)
    try await queue.enter()
    await #expect(throws: VaultError.busy) { try await queue.enter() }
    await queue.leave()
    try await queue.enter()
  }

  @Test func whoWaitsComesInOnceSomebodyLeaves() async throws {
    let queue = PasswordQueue(free: 1, longest: 1)
    try await queue.enter()
    async let second: Void = queue.enter()
    await queue.leave()
    try await second
    await #expect(throws: Never.self) { await queue.leave() }
  }
}
