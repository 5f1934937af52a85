import CLibsodium

/// SHA-256 of bytes that come one after another, such as a document's on its way into an export.
package struct StreamDigest: Sendable {
  private var state = crypto_hash_sha256_state()

  package init() { unsafe crypto_hash_sha256_init(&state) }

  /// Takes the next bytes.
  package mutating func add(_ bytes: [UInt8]) {
    unsafe crypto_hash_sha256_update(&state, bytes, UInt64(bytes.count))
  }

  /// 32 bytes. Nothing can follow.
  package consuming func finish() -> [UInt8] {
    var hash = [UInt8](repeating: 0, count: Int(crypto_hash_sha256_BYTES))
    unsafe crypto_hash_sha256_final(&state, &hash)
    return hash
  }
}
