/// The codes of authenticator apps (RFC 6238): six digits that change every thirty seconds.
import CLibsodium
import Crypto
package import Domain
package import Foundation

/// What an app and Lethe compute from the same secret.
package enum TimeCodes {
  private static let digits = 6
  private static let stepSeconds = 30.0
  /// Clocks differ, and people type slowly: the step before and the one after count too.
  private static let tolerance = 1

  /// 20 random bytes, as many as the hash has (RFC 4226 4).
  package static func newSecret() -> Private<[UInt8]> { Private(Random.bytes(20)) }

  /// The number of the step that an instant lies in.
  package static func step(at instant: Date) -> Int {
    Int((instant.timeIntervalSince1970 / stepSeconds).rounded(.down))
  }

  /// The code of a step.
  package static func code(_ secret: Private<[UInt8]>, step: Int) -> Private<String> {
    Private(text(secret, step: step, digits: digits))
  }

  /// The step whose code this is, if it is one of now and later than `last`: a code is taken once.
  /// Spaces don't count.
  package static func step(
    of typed: Private<String>, _ secret: Private<[UInt8]>, at instant: Date, after last: Int
  ) -> Int? {
    let typed = Array(typed.reveal().filter { !$0.isWhitespace }.utf8)
    guard typed.count == digits else { return nil }
    let now = step(at: instant)
    var found: Int?
    for step in (now - tolerance)...(now + tolerance) {
      let code = Array(text(secret, step: step, digits: digits).utf8)
      let same = unsafe sodium_memcmp(code, typed, digits) == 0
      if same, step > last { found = step }
    }
    return found
  }

  /// The secret as an app takes it by hand, in groups of four.
  package static func secretText(_ secret: Private<[UInt8]>) -> Private<String> {
    let text = Array(Base32.standard.encode(secret.reveal()))
    return Private(
      stride(from: 0, to: text.count, by: 4)
        .map { String(text[$0..<min($0 + 4, text.count)]) }.joined(separator: " "))
  }

  /// What an app reads from a QR code: the secret, for whom and by whom.
  package static func address(
    _ secret: Private<[UInt8]>, issuer: String, account: Private<String>
  ) -> Private<String> {
    let (by, whom) = (escaped(issuer), escaped(account.reveal()))
    return Private(
      "otpauth://totp/\(by):\(whom)?secret=\(Base32.standard.encode(secret.reveal()))"
        + "&issuer=\(by)&algorithm=SHA1&digits=\(digits)&period=\(Int(stepSeconds))")
  }

  /// HOTP (RFC 4226 5.3) of the step; apps know SHA-1 alone.
  static func text(_ secret: Private<[UInt8]>, step: Int, digits: Int) -> String {
    let counter = UInt64(bitPattern: Int64(step))
    let message = stride(from: 56, through: 0, by: -8).map {
      UInt8(truncatingIfNeeded: counter >> UInt64($0))
    }
    let code = Array(
      HMAC<Insecure.SHA1>.authenticationCode(
        for: message, using: SymmetricKey(data: secret.reveal())))
    let offset = Int(code[code.count - 1] & 15)
    let number = code[offset..<(offset + 4)].reduce(0) { $0 << 8 | Int($1) } & 0x7FFF_FFFF
    let modulus = (0..<digits).reduce(1) { product, _ in product * 10 }
    let text = String(number % modulus)
    return String(repeating: "0", count: digits - text.count) + text
  }

  private static func escaped(_ text: String) -> String {
    let plain = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~@".utf8)
    let hexadecimal = Array("0123456789ABCDEF".utf8)
    let bytes = text.utf8.flatMap { byte in
      plain.contains(byte)
        ? [byte] : [37, hexadecimal[Int(byte >> 4)], hexadecimal[Int(byte & 15)]]
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
