/// A key that lives as long as the process: read once, never written again, wiped when freed.
import CLibsodium

/// 32 secret bytes in guarded, locked, read-only memory. Cannot be copied, printed or compared.
///
/// Sendable: filled before `init` returns and not writable from then on.
@safe package struct SecretKey: ~Copyable, @unchecked Sendable {
  static let byteCount = 32

  let bytes: UnsafeMutablePointer<UInt8>

  /// `fill` writes all 32 bytes.
  init(
    filledBy fill: (UnsafeMutablePointer<UInt8>) throws(VaultError) -> Void
  ) throws(VaultError) {
    let memory = unsafe try Sodium.guarded(bytes: Self.byteCount)
    let bytes = unsafe memory.assumingMemoryBound(to: UInt8.self)
    do {
      unsafe try fill(bytes)
    } catch {
      unsafe sodium_free(memory)
      throw error
    }
    unsafe sodium_mprotect_readonly(memory)
    unsafe self.bytes = bytes
  }

  /// The key derived from this one for `purpose`.
  init(derivedFrom parent: borrowing SecretKey, for purpose: KeyPurpose) throws(VaultError) {
    let source = unsafe parent.bytes
    try unsafe self.init { (target) throws(VaultError) in
      unsafe purpose.derive(from: source, into: target)
    }
  }

  deinit { unsafe sodium_free(bytes) }

  /// 16 bytes that tell this key from another and nothing more: keyed BLAKE2b of `label`. Kept
  /// in the database, so that a wrong key file is named when the program starts.
  package borrowing func fingerprint(_ label: StaticString) -> [UInt8] {
    unsafe KeyedHash.of(text: label.description, label: "fingerprint", key: bytes, byteCount: 16)
  }
}

/// A ``SecretKey`` that several owners share.
final class SharedKey: Sendable {
  let secret: SecretKey

  init(_ secret: consuming SecretKey) { self.secret = secret }
}

/// What a derived key is for; the numbers are part of the stored formats.
enum KeyPurpose: UInt64 {
  case wrapping = 1
  case index = 2
  case field = 3
  case identity = 4

  /// libsodium's `crypto_kdf`: BLAKE2b keyed with the parent, salted with the purpose. Both
  /// pointers are to 32 bytes.
  func derive(from parent: UnsafePointer<UInt8>, into child: UnsafeMutablePointer<UInt8>) {
    let status = unsafe crypto_kdf_derive_from_key(
      child, SecretKey.byteCount, rawValue, "lethekey", parent)
    precondition(status == 0, "32 bytes is a length crypto_kdf allows")
  }
}

/// Keyed BLAKE2b over a framed label and text (RFC 7693).
enum KeyedHash {
  /// `label` is at most 255 bytes; `byteCount` 16 to 64.
  static func of(
    text: String, label: StaticString, key: UnsafePointer<UInt8>, byteCount: Int
  ) -> [UInt8] {
    unsafe of(bytes: Array(text.utf8), label: label, key: key, byteCount: byteCount)
  }

  /// The same over bytes.
  static func of(
    bytes: [UInt8], label: StaticString, key: UnsafePointer<UInt8>, byteCount: Int
  ) -> [UInt8] {
    let message = [UInt8(label.utf8CodeUnitCount)] + Array(label.description.utf8) + bytes
    var hash = [UInt8](repeating: 0, count: byteCount)
    let status = unsafe crypto_generichash(
      &hash, byteCount, message, UInt64(message.count), key, SecretKey.byteCount)
    precondition(status == 0, "a length BLAKE2b allows")
    return hash
  }
}
