/// HKDF with SHA-256 (RFC 5869), which libsodium 1.0.18 does not have, on its HMAC.
import CLibsodium

enum HKDF {
  static let hashBytes = 32

  /// Extract, then expand: fills `count` bytes at `output`, at most 255 × 32. `secret` points to
  /// `secretBytes` bytes.
  static func derive(
    from secret: UnsafePointer<UInt8>, _ secretBytes: Int, salt: [UInt8], info: [UInt8],
    into output: UnsafeMutablePointer<UInt8>, _ count: Int
  ) {
    precondition(count <= 255 * hashBytes, "more than HKDF gives")
    var keys = (Block(), Block())
    defer { unsafe sodium_memzero(&keys, MemoryLayout.size(ofValue: keys)) }
    unsafe withUnsafeMutableBytes(of: &keys) { keys in
      let keys = unsafe keys.assumingMemoryBound(to: UInt8.self)
      let extracted = unsafe keys.baseAddress.unsafelyUnwrapped
      let block = unsafe extracted + hashBytes
      unsafe authenticate(
        secret, secretBytes, key: salt, salt.count, into: extracted)
      var filled = 0
      var counter: UInt8 = 1
      while filled < count {
        var state = crypto_auth_hmacsha256_state()
        unsafe crypto_auth_hmacsha256_init(&state, extracted, hashBytes)
        if counter > 1 { unsafe crypto_auth_hmacsha256_update(&state, block, UInt64(hashBytes)) }
        unsafe crypto_auth_hmacsha256_update(&state, info, UInt64(info.count))
        unsafe crypto_auth_hmacsha256_update(&state, &counter, 1)
        unsafe crypto_auth_hmacsha256_final(&state, block)
        unsafe sodium_memzero(&state, MemoryLayout.size(ofValue: state))
        let taken = min(hashBytes, count - filled)
        unsafe (output + filled).update(from: block, count: taken)
        filled += taken
        counter &+= 1
      }
    }
  }

  /// HMAC-SHA-256 (RFC 2104): writes 32 bytes.
  static func authenticate(
    _ message: UnsafePointer<UInt8>, _ messageBytes: Int, key: UnsafePointer<UInt8>,
    _ keyBytes: Int, into code: UnsafeMutablePointer<UInt8>
  ) {
    var state = crypto_auth_hmacsha256_state()
    unsafe crypto_auth_hmacsha256_init(&state, key, keyBytes)
    unsafe crypto_auth_hmacsha256_update(&state, message, UInt64(messageBytes))
    unsafe crypto_auth_hmacsha256_final(&state, code)
    unsafe sodium_memzero(&state, MemoryLayout.size(ofValue: state))
  }

  private struct Block {
    private var bytes: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
  }
}
