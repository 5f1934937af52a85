/// SHA-256 of what everybody may read: tells whether it has changed.
import CLibsodium

/// Digests of texts.
package enum TextDigest {
  /// 32 bytes.
  package static func of(_ text: String) -> [UInt8] { TokenHash.of(text) }
}

/// SHA-256 (FIPS 180-4) of bytes, for the journal's tree.
package enum ByteDigest {
  /// The length of a digest.
  package static let byteCount = 32

  /// 32 bytes.
  package static func of(_ bytes: [UInt8]) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: byteCount)
    unsafe crypto_hash_sha256(&digest, bytes, UInt64(bytes.count))
    return digest
  }
}
