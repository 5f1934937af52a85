import Casework
import Foundation

/// Whether people can sign in where the installation says it is, and who may say where they come
/// from.
enum SignInCheck {
  static func finding(_ settings: Settings) -> Checkup.Finding {
    if let url = settings.publicURL, !isSafe(url) {
      return Checkup.Finding(
        "sign-in", false,
        "LETHE_PUBLIC_URL isn't https: browsers keep the session's cookie over a safe connection"
          + " alone, so nobody stays signed in")
    }
    if settings.isBehindProxy && settings.tls != nil {
      return Checkup.Finding(
        "sign-in", false,
        "LETHE_BEHIND_PROXY is set although HTTPS is spoken here: without a proxy anybody can"
          + " invent the address their tries are counted by")
    }
    return Checkup.Finding("sign-in", true, "browsers keep a session")
  }

  /// Browsers trust their own machine without encryption.
  private static func isSafe(_ url: String) -> Bool {
    guard let parts = URLComponents(string: url) else { return false }
    return parts.scheme == "https"
      || ["localhost", "127.0.0.1", "[::1]"].contains(parts.host ?? "")
  }
}
