/// The one way small secrets are sealed: a version byte, a random nonce, XChaCha20-Poly1305.
import CLibsodium

/// `version (1) ‖ nonce (24) ‖ ciphertext ‖ tag (16)`. The nonce is long enough to be random
/// (draft-irtf-cfrg-xchacha-03); what the box is bound to is authenticated and not stored.
enum SealedBox {
  static let version: UInt8 = 1
  static let nonceBytes = 24
  static let tagBytes = 16
  static let overhead = 1 + nonceBytes + tagBytes

  /// `key` points to 32 bytes.
  static func seal(
    _ plain: UnsafeBufferPointer<UInt8>, key: UnsafePointer<UInt8>, binding: [UInt8]
  ) -> [UInt8] {
    let count = plain.count + overhead
    return unsafe [UInt8](unsafeUninitializedCapacity: count) { box, filled in
      let start = unsafe box.baseAddress.unsafelyUnwrapped
      unsafe start[0] = version
      let nonce = unsafe start + 1
      unsafe randombytes_buf(nonce, nonceBytes)
      let status = unsafe crypto_aead_xchacha20poly1305_ietf_encrypt(
        nonce + nonceBytes, nil, plain.baseAddress, UInt64(plain.count), binding,
        UInt64(binding.count), nil, nonce, key)
      precondition(status == 0, "sealing cannot fail")
      filled = count
    }
  }

  /// Bytes that a box of so many bytes holds; throws if it is too short for a box.
  static func plainBytes(_ sealed: [UInt8]) throws(VaultError) -> Int {
    guard sealed.count >= overhead, sealed[0] == version else { throw .notAuthentic }
    return sealed.count - overhead
  }

  /// Writes ``plainBytes(_:)`` bytes to `plain`; on failure they are zeros or untouched.
  static func open(
    _ sealed: [UInt8], key: UnsafePointer<UInt8>, binding: [UInt8],
    into plain: UnsafeMutablePointer<UInt8>?
  ) throws(VaultError) {
    _ = try plainBytes(sealed)
    let status = unsafe sealed.withUnsafeBufferPointer { box in
      let nonce = unsafe box.baseAddress.unsafelyUnwrapped + 1
      return unsafe crypto_aead_xchacha20poly1305_ietf_decrypt(
        plain, nil, nil, nonce + nonceBytes, UInt64(box.count - 1 - nonceBytes), binding,
        UInt64(binding.count), nonce, key)
    }
    guard status == 0 else { throw .notAuthentic }
  }
}
