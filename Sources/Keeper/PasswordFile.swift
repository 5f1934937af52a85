import Foundation
import Glibc

/// The superuser's password: 64 hexadecimal digits in a file that only its owner reads.
struct PasswordFile: Sendable {
  let path: String

  /// The password, if the file is there.
  func read() throws(KeeperError) -> String? {
    guard FileStatus(path, followingLinks: true) != nil else { return nil }
    do {
      let text = try String(contentsOfFile: path, encoding: .utf8)
      let password = text.trimmingCharacters(in: .whitespacesAndNewlines)
      return password.isEmpty ? nil : password
    } catch {
      throw .fileUnusable(path: path, reason: "it cannot be read")
    }
  }

  /// The password, made up first if there is none. Whole or not at all, also when power fails:
  /// a database whose password was half written could not be opened by anyone.
  func readOrCreate() throws(KeeperError) -> String {
    if let password = try read() { return password }
    var generator = SystemRandomNumberGenerator()
    let password = (0..<32).map { _ in
      let byte = UInt8.random(in: .min ... .max, using: &generator)
      return (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }.joined()
    try DurableFile.write(password + "\n", to: path)
    return password
  }
}
