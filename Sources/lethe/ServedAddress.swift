import Foundation

/// Where the installation is reached, for links that a command prints: as it was set, else where
/// `serve` listened last, else where it would by itself.
struct ServedAddress: Sendable {
  private static let byItself = "http://127.0.0.1:8080"
  let directory: DataDirectory

  /// Without a closing slash.
  func current(_ settings: Settings) -> String {
    let found = settings.publicURL ?? kept ?? Self.byItself
    return found.hasSuffix("/") ? String(found.dropLast()) : found
  }

  /// The link with which somebody chooses their password.
  func setUpLink(_ token: String, _ settings: Settings) -> String {
    current(settings) + "/set-up/" + token
  }

  /// Notes where `serve` is reached now.
  func keep(_ address: String) throws {
    try Data((address + "\n").utf8).write(
      to: URL(fileURLWithPath: directory.address), options: .atomic)
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o600], ofItemAtPath: directory.address)
  }

  private var kept: String? {
    guard let data = FileManager.default.contents(atPath: directory.address) else { return nil }
    let text = String(decoding: data, as: UTF8.self)
      .trimmingCharacters(in: .whitespacesAndNewlines)
    return text.hasPrefix("http") ? text : nil
  }
}
