/// The passwords of the database logins: one key file instead of a dozen secrets.
import CLibsodium
package import Domain

/// Derives each login's password from `database.key`; safe to share between threads.
package struct DatabasePasswords: Sendable {
  private let key: SharedKey

  /// Reads `database.key`.
  package init(_ directory: KeyDirectory) throws(VaultError) {
    key = SharedKey(try directory.load(.database))
  }

  /// The password of a role: 64 hexadecimal digits.
  package func password(for role: String) -> Private<String> {
    let bytes = unsafe KeyedHash.of(
      text: role, label: "database password", key: key.secret.bytes, byteCount: 32)
    return Private(Self.hexadecimal(bytes))
  }

  private static func hexadecimal(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
