/// X25519 on keys in guarded memory (RFC 7748).
import CLibsodium

enum Curve {
  static let byteCount = 32

  /// The public half of a secret.
  static func publicHalf(of secret: borrowing KeySlot) -> [UInt8] {
    var point = [UInt8](repeating: 0, count: byteCount)
    let status = unsafe crypto_scalarmult_base(&point, secret.bytes)
    precondition(status == 0, "a clamped secret always has a public half")
    return point
  }

  /// The secret shared with the owner of `point`, 32 bytes. Throws for the points of small order,
  /// whose shared secret everyone knows: all zero (RFC 7748 6.1).
  static func shared(
    _ secret: borrowing KeySlot, with point: [UInt8]
  ) throws(VaultError) -> KeySlot {
    guard point.count == byteCount else { throw .notAuthentic }
    let result = try secret.arena.slot()
    guard unsafe crypto_scalarmult(result.bytes, secret.bytes, point) == 0,
      unsafe sodium_is_zero(result.bytes, byteCount) == 0
    else { throw .notAuthentic }
    return result
  }
}
