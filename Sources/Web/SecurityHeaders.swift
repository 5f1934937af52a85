import HTTPTypes
import Hummingbird

/// What every answer carries, unless it says otherwise itself.
struct SecurityHeaders: Sendable {
  private let fields: [HTTPField]

  /// `https` when that is how the service is reached.
  init(https: Bool) {
    var fields: [HTTPField] = [
      HTTPField(name: .xContentTypeOptions, value: "nosniff"),
      HTTPField(name: .referrerPolicy, value: "no-referrer"),
      HTTPField(name: .cacheControl, value: "no-store"),
      HTTPField(
        name: .contentSecurityPolicy, value: "default-src 'none'; frame-ancestors 'none'"),
      HTTPField(
        name: .permissionsPolicy,
        value: "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ]
    if https {
      fields.append(HTTPField(name: .strictTransportSecurity, value: "max-age=31536000"))
    }
    self.fields = fields
  }

  func add(to response: inout Response) {
    for field in fields where !response.headers.contains(field.name) {
      response.headers.append(field)
    }
  }
}
