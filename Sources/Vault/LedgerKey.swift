/// What signs the journal's checkpoints and the receipts of erasures: Ed25519 (RFC 8032).
import CLibsodium

/// The key that signs; safe to share between threads.
package struct LedgerKey: Sendable {
  private static let expandedBytes = 64
  private let seed: SharedKey

  /// The half that everybody may know.
  package let publicKey: LedgerPublicKey

  /// Reads `ledger.key`, which holds the seed.
  package init(_ directory: KeyDirectory) throws(VaultError) {
    seed = SharedKey(try directory.load(.ledger))
    var bytes = [UInt8](repeating: 0, count: LedgerPublicKey.byteCount)
    let secret = unsafe try Sodium.guarded(bytes: Self.expandedBytes)
    defer { unsafe sodium_free(secret) }
    let status = unsafe crypto_sign_seed_keypair(
      &bytes, secret.assumingMemoryBound(to: UInt8.self), seed.secret.bytes)
    precondition(status == 0, "expanding a seed cannot fail")
    publicKey = LedgerPublicKey(known: bytes)
  }

  /// The signature, 64 bytes; the same for the same message.
  package func sign(_ message: [UInt8]) throws(VaultError) -> [UInt8] {
    var signature = [UInt8](repeating: 0, count: LedgerPublicKey.signatureBytes)
    var ignored = [UInt8](repeating: 0, count: LedgerPublicKey.byteCount)
    let secret = unsafe try Sodium.guarded(bytes: Self.expandedBytes)
    defer { unsafe sodium_free(secret) }
    let key = unsafe secret.assumingMemoryBound(to: UInt8.self)
    let expanded = unsafe crypto_sign_seed_keypair(&ignored, key, seed.secret.bytes)
    let signed = unsafe crypto_sign_detached(
      &signature, nil, message, UInt64(message.count), key)
    precondition(expanded == 0 && signed == 0, "signing cannot fail")
    return signature
  }
}

/// The half of a ``LedgerKey`` that checks signatures.
package struct LedgerPublicKey: Sendable, Equatable {
  static let byteCount = 32
  static let signatureBytes = 64

  /// 32 bytes (RFC 8032 5.1.5).
  package let bytes: [UInt8]

  /// `nil` unless there are 32 bytes.
  package init?(_ bytes: [UInt8]) {
    guard bytes.count == Self.byteCount else { return nil }
    self.bytes = bytes
  }

  init(known bytes: [UInt8]) { self.bytes = bytes }

  /// Whether the signature is this key's for the message.
  package func verifies(_ signature: [UInt8], of message: [UInt8]) -> Bool {
    guard signature.count == Self.signatureBytes else { return false }
    return unsafe crypto_sign_verify_detached(
      signature, message, UInt64(message.count), bytes) == 0
  }
}
