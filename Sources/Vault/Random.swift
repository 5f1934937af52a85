/// Randomness from the operating system, through libsodium.
import CLibsodium

package enum Random {
  /// Unpredictable bytes.
  package static func bytes(_ count: Int) -> [UInt8] {
    precondition(sodium_init() >= 0, "libsodium does not start")
    return unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      if let start = buffer.baseAddress { unsafe randombytes_buf(start, count) }
      filled = count
    }
  }
}
