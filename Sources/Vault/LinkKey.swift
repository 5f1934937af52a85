/// Capability links: whoever has the token may act. It is derived from the link's random id, so
/// it can be written into a mail again while the database holds nothing but its hash.
import CLibsodium
package import Domain

/// The key of all links; safe to share between threads.
package struct LinkKey: Sendable {
  private let key: SharedKey

  /// Tells this key from another, 16 bytes; kept in the database.
  package var fingerprint: [UInt8] { key.secret.fingerprint("link") }

  /// Reads `link.key`. Throws ``VaultError/keyFileWrong(path:)`` if a fingerprint is given and
  /// isn't the file's.
  package init(_ directory: KeyDirectory, fingerprint: [UInt8]? = nil) throws(VaultError) {
    key = SharedKey(try directory.load(.link))
    if let fingerprint, fingerprint != self.fingerprint {
      throw .keyFileWrong(path: directory.path(of: .link))
    }
  }

  /// The link's token: 256 bits, 43 characters of base64url.
  package func token(for link: LinkID) -> Private<String> {
    let bytes = unsafe KeyedHash.of(
      bytes: link.bytes, label: "link token", key: key.secret.bytes, byteCount: 32)
    return Private(Base64.url.encode(bytes))
  }

  /// Keyed BLAKE2b under a label of its own: it tells nothing of any link.
  func attemptHash(_ bytes: [UInt8]) -> [UInt8] {
    unsafe KeyedHash.of(
      bytes: bytes, label: "sign-in attempt", key: key.secret.bytes, byteCount: 16)
  }

  /// What the database holds of a token, 32 bytes. Any text has one; look it up.
  package static func hash(_ token: String) -> [UInt8] { TokenHash.of(token) }
}

/// SHA-256 (FIPS 180-4): enough for tokens of 256 random bits, and looked up, never compared byte
/// by byte.
enum TokenHash {
  static func of(_ text: String) -> [UInt8] {
    let bytes = Array(text.utf8)
    var hash = [UInt8](repeating: 0, count: 32)
    unsafe crypto_hash_sha256(&hash, bytes, UInt64(bytes.count))
    return hash
  }
}
