import Domain
import Foundation
import Testing

@testable import Vault

/// Links, bearer tokens and passwords: derived again or random, long enough, and never printed.
@Suite struct TokenTests {
  private let room: KeyRoom

  init() throws { room = try KeyRoom() }

  @Test func aLinksTokenCanBeWrittenAgain() throws {
    try room.directory.create(.link)
    let key = try LinkKey(room.directory)
    let link = LinkID.random()
    let token = key.token(for: link)
    #expect(token.reveal().wholeMatch(of: /[A-Za-z0-9_-]{43}/) != nil)
    let again = try LinkKey(room.directory, fingerprint: key.fingerprint)
    #expect(again.token(for: link) == token)
    #expect(again.token(for: .random()) != token)
    #expect(LinkKey.hash(token.reveal()).count == 32)
    #expect("\(token)" == "<private>")
  }

  @Test func anotherLinkKeyIsNamed() throws {
    try room.directory.create(.link)
    let wrong = VaultError.keyFileWrong(path: room.directory.path(of: .link))
    #expect(throws: wrong) {
      _ = try LinkKey(room.directory, fingerprint: [UInt8](repeating: 0, count: 16))
    }
  }

  @Test func everyBearerTokenIsAnother() {
    let tokens = (0..<100).map { _ in BearerToken.random().reveal() }
    #expect(Set(tokens).count == 100)
    #expect(tokens.allSatisfy { $0.wholeMatch(of: /lethe_[A-Za-z0-9_-]{43}/) != nil })
    #expect(Set(tokens.map(BearerToken.hash)).count == 100)
  }

  @Test func everyLoginHasItsOwnPassword() throws {
    try room.directory.create(.database)
    let passwords = try DatabasePasswords(room.directory)
    let roles = ["lethe_owner", "lethe_purge", "lethe_link", ""]
    let texts = roles.map { passwords.password(for: $0).reveal() }
    #expect(Set(texts).count == roles.count)
    #expect(texts.allSatisfy { $0.wholeMatch(of: /[0-9a-f]{64}/) != nil })
    let again = try DatabasePasswords(room.directory)
    #expect(again.password(for: "lethe_purge").reveal() == texts[1])
    #expect("\(passwords.password(for: "lethe_purge"))" == "<private>")
  }

  @Test func randomBytesAreAsManyAsAsked() {
    #expect(Random.bytes(0) == [])
    #expect(Random.bytes(33).count == 33)
    #expect(Random.bytes(32) != Random.bytes(32))
  }
}
