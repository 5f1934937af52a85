import HTTPTypes
import Hummingbird

/// The one cookie there is: it names a session, lives as long as the browser, and is sent to
/// nobody else (`__Host-`: from this host alone, for all its paths, only over a safe connection).
enum SessionCookie {
  static let name = "__Host-lethe"
  private static let longestToken = 128

  /// The session's token, if the request has one. Two are none: one of them isn't ours.
  static func token(in headers: HTTPFields) -> String? {
    let prefix = "\(name)="
    let found = headers[values: .cookie].flatMap { $0.split(separator: ";") }
      .map { $0.drop { $0 == " " } }.filter { $0.hasPrefix(prefix) }
      .map { String($0.dropFirst(prefix.count)) }
    guard found.count == 1, (1...longestToken).contains(found[0].utf8.count) else { return nil }
    return found[0]
  }

  static func set(_ token: String) -> HTTPField {
    HTTPField(
      name: .setCookie, value: "\(name)=\(token); Path=/; Secure; HttpOnly; SameSite=Lax")
  }

  /// Takes it away again.
  static let removal = HTTPField(
    name: .setCookie, value: "\(name)=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0")
}
