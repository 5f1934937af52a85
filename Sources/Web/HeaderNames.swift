import HTTPTypes

extension HTTPField.Name {
  static let letheRole = Self(known: "Lethe-Role")
  static let letheReason = Self(known: "Lethe-Reason")
  static let idempotencyKey = Self(known: "Idempotency-Key")
  static let referrerPolicy = Self(known: "Referrer-Policy")
  static let permissionsPolicy = Self(known: "Permissions-Policy")
  static let robotsTag = Self(known: "X-Robots-Tag")
  static let crossOriginResourcePolicy = Self(known: "Cross-Origin-Resource-Policy")
  static let forwardedFor = Self(known: "X-Forwarded-For")
  static let fetchSite = Self(known: "Sec-Fetch-Site")

  private init(known name: String) {
    guard let name = Self(name) else { preconditionFailure("\(name) is no header name") }
    self = name
  }
}
