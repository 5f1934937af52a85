/// Passwords: hashed with Argon2id (RFC 9106), few at once, and as slowly for an account that isn't
/// there as for one that is.
import CLibsodium
import Dispatch
package import Domain

/// Makes and compares hashes of passwords; one for the whole process.
package final class PasswordHashes: Sendable {
  static let passes: UInt64 = 3
  static let memoryBytes = 64 << 20
  /// The encoded form libsodium writes, with its closing zero.
  private static let longestEncoded = 128

  private let queue: PasswordQueue
  /// Computing blocks for a tenth of a second or two: not on the threads that serve requests.
  private let threads = DispatchQueue(label: "lethe.passwords", attributes: .concurrent)
  /// Nobody knows the password of this one.
  private let nobodys: [UInt8]

  /// So many are computed at once, 64 MiB each, and so many may wait.
  package init(atOnce: Int = 2, waiting: Int = 32) {
    queue = PasswordQueue(free: atOnce, longest: waiting)
    let (salt, hash) = (Random.bytes(16), Random.bytes(32))
    nobodys = Array(
      ("$argon2id$v=19$m=\(Self.memoryBytes >> 10),t=\(Self.passes),p=1$"
        + Base64.standard.encode(salt) + "$" + Base64.standard.encode(hash)).utf8)
  }

  /// The hash of a password, in the encoded form `$argon2id$…`. Throws ``VaultError/busy`` when
  /// too many wait.
  package func hash(_ password: Private<String>) async throws -> [UInt8] {
    try await run {
      let bytes = Self.characters(password)
      var encoded = [CChar](repeating: 0, count: Self.longestEncoded)
      let status = unsafe crypto_pwhash_str_alg(
        &encoded, bytes, UInt64(bytes.count), Self.passes, Self.memoryBytes,
        crypto_pwhash_ALG_ARGON2ID13)
      guard status == 0 else { throw VaultError.unavailable(reason: "no memory for a password") }
      return encoded.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    }
  }

  /// Whether a password is the one of `encoded`. Without one it takes as long, and is false.
  package func verify(
    _ password: Private<String>, against encoded: [UInt8]?
  ) async throws -> Bool {
    let known = encoded ?? nobodys
    return try await run {
      let bytes = Self.characters(password)
      let text = known.map { CChar(bitPattern: $0) } + [0]
      return unsafe crypto_pwhash_str_verify(text, bytes, UInt64(bytes.count)) == 0
    } && encoded != nil
  }

  private static func characters(_ password: Private<String>) -> [CChar] {
    password.reveal().utf8.map { CChar(bitPattern: $0) }
  }

  private func run<Result: Sendable>(
    _ work: @escaping @Sendable () throws -> Result
  ) async throws -> Result {
    try await queue.enter()
    let result = await withCheckedContinuation { continuation in
      threads.async { continuation.resume(returning: Swift.Result { try work() }) }
    }
    await queue.leave()
    return try result.get()
  }
}

/// Lets a few in at a time, and a few more wait.
actor PasswordQueue {
  private var free: Int
  private let longest: Int
  private var waiting: [CheckedContinuation<Void, Never>] = []

  init(free: Int, longest: Int) {
    self.free = free
    self.longest = longest
  }

  func enter() async throws(VaultError) {
    if free > 0 {
      free -= 1
      return
    }
    guard waiting.count < longest else { throw .busy }
    await withCheckedContinuation { waiting.append($0) }
  }

  func leave() {
    if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
  }
}
