import Foundation

/// A mail server that takes our mail: where it is, how it is spoken to, who we are there. Printing
/// one shows host and port alone.
package struct SMTPServer: Sendable {
  package let host: String
  package let port: Int
  let security: Security
  let user: String?
  let password: String?
  /// How we greet it (RFC 5321 4.1.1.1).
  let greeting: String
  /// A PEM file of authorities to trust in place of the system's.
  let authorities: String?
  let times: SMTPTimes

  /// How the connection is encrypted.
  package enum Security: String, Sendable {
    /// From the first byte (`smtps://`, RFC 8314).
    case implicit
    /// By STARTTLS, or not at all.
    case required
    /// Not encrypted: to this machine itself, or where that was asked for.
    case none
  }

  /// Why an address of a server can't be used. Never holds what was given.
  package enum Flaw: Error, Sendable, Equatable {
    case notAnAddress
    /// `?tls=` is `none` or `required`; there are no other options.
    case unknownOption
    /// A password would cross the network for everybody to read.
    case passwordInTheClear
  }

  /// Reads `smtp://` (STARTTLS, port 587) or `smtps://` (port 465), with user and password before
  /// the `@`, percent-encoded. A server on this machine isn't encrypted unless `?tls=required`
  /// asks for it; `?tls=none` says the same of another one.
  package init(
    url: String, greeting: String, authorities: String? = nil, times: SMTPTimes = SMTPTimes()
  ) throws(Flaw) {
    guard let parts = URLComponents(string: url), let scheme = parts.scheme?.lowercased(),
      scheme == "smtp" || scheme == "smtps", let host = parts.percentEncodedHost, !host.isEmpty,
      ["", "/"].contains(parts.path), parts.fragment == nil
    else { throw .notAnAddress }
    self.host = host
    port = parts.port ?? (scheme == "smtps" ? 465 : 587)
    guard (1...65_535).contains(port) else { throw .notAnAddress }
    security = try Self.security(scheme, host, parts.queryItems ?? [])
    user = parts.user.flatMap { $0.isEmpty ? nil : $0 }
    password = parts.password
    if password != nil, security == .none, !Self.isThisMachine(host) { throw .passwordInTheClear }
    let plain = greeting.allSatisfy {
      $0.isASCII && ($0.isLetter || $0.isNumber || ".-".contains($0))
    }
    self.greeting = plain && !greeting.isEmpty ? greeting : "localhost"
    self.authorities = authorities
    self.times = times
  }

  private static func security(
    _ scheme: String, _ host: String, _ options: [URLQueryItem]
  ) throws(Flaw) -> Security {
    guard options.allSatisfy({ $0.name == "tls" }), options.count <= 1 else { throw .unknownOption }
    switch (scheme, options.first.map { $0.value ?? "" }) {
    case ("smtps", nil), ("smtps", "required"): return .implicit
    case ("smtp", nil): return isThisMachine(host) ? .none : .required
    case ("smtp", "required"): return .required
    case ("smtp", "none"): return .none
    default: throw .unknownOption
    }
  }

  private static func isThisMachine(_ host: String) -> Bool {
    let name = host.lowercased()
    return name == "localhost" || name == "[::1]"
      || name.wholeMatch(of: /127(\.\d{1,3}){3}/) != nil
  }

  /// How it is spoken to, in words.
  package var manner: String {
    let encryption =
      switch security {
      case .implicit: "encrypted"
      case .required: "encrypted by STARTTLS"
      case .none: "not encrypted"
      }
    return "\(encryption), \(user == nil ? "without a login" : "logged in")"
  }

  /// Without user and password, which travel by themselves.
  var url: String { "\(security == .implicit ? "smtps" : "smtp")://\(host):\(port)/\(greeting)" }
}

extension SMTPServer: CustomStringConvertible, CustomReflectable {
  package var description: String { "\(host):\(port)" }
  package var customMirror: Mirror { Mirror(self, children: []) }
}

/// How long a server is waited for, in seconds.
package struct SMTPTimes: Sendable {
  let connecting: Int
  /// For each of its answers. RFC 5321 4.5.3.2 asks for minutes: a server that is given up while
  /// it stores a mail gets the mail twice.
  let answer: Int
  let total: Int

  /// For all of one mail.
  package init(total: Int = 300) {
    self.total = max(1, total)
    connecting = min(15, self.total)
    answer = min(150, self.total)
  }
}
