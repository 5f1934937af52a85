import Casework
import struct Foundation.Date
import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore
import Pages

/// What anybody may ask: whether the service lives, how it does, and how the API is spoken.
/// Nothing here is about a person.
struct ServiceRoutes: Sendable {
  let isAlive: @Sendable () async -> Bool
  let isReady: @Sendable () async -> Bool
  let metrics: @Sendable () async throws -> MetricsText
  let stylesheet: (path: String, text: String)

  static let description = "/api/v1/openapi.yaml"

  /// The paths, all of them read with GET.
  var all: [(path: String, method: HTTPRequest.Method)] {
    ["/healthz", "/readyz", "/metrics", Self.description, stylesheet.path, Script.path]
      .map { ($0, .get) }
  }

  func install(on router: Router<RequestScope>) {
    router.on("/healthz", method: .get) { [isAlive] _, _ in Self.state(await isAlive()) }
    router.on("/readyz", method: .get) { [isReady] _, _ in Self.state(await isReady()) }
    router.on("/metrics", method: .get) { [metrics] _, _ in
      Self.text(try await metrics().text, "text/plain; version=0.0.4; charset=utf-8")
    }
    router.on(RouterPath(Self.description), method: .get) { _, _ in
      Response(
        status: .ok, headers: [.contentType: "application/yaml"],
        body: ResponseBody(byteBuffer: ByteBuffer(bytes: PackageResources.openapi_yaml)))
    }
    router.on(RouterPath(stylesheet.path), method: .get) { [text = stylesheet.text] _, _ in
      Self.lasting(text, "text/css; charset=utf-8")
    }
    router.on(RouterPath(Script.path), method: .get) { _, _ in
      Self.lasting(Script.text, "text/javascript; charset=utf-8")
    }
  }

  private static func state(_ good: Bool) -> Response {
    var response = text(good ? "ok\n" : "unavailable\n", "text/plain; charset=utf-8")
    if !good { response.status = .serviceUnavailable }
    return response
  }

  /// What has its version in its name.
  private static func lasting(_ text: String, _ type: String) -> Response {
    var response = self.text(text, type)
    response.headers[.cacheControl] = "public, max-age=31536000, immutable"
    return response
  }

  private static func text(_ text: String, _ type: String) -> Response {
    Response(
      status: .ok, headers: [.contentType: type],
      body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
  }
}

extension ServiceRoutes {
  init(_ office: Office, stylesheet: (path: String, text: String)) {
    self.init(
      isAlive: { await Health(office).isAlive() }, isReady: { await Health(office).isReady() },
      metrics: {
        let metrics = try await Health(office).metrics()
        return MetricsText(
          alarms: metrics.alarms, mailsWaiting: metrics.mailsWaiting,
          mailsFailed: metrics.mailsFailed, dueNextWeek: metrics.dueNextWeek,
          isClockTrusted: metrics.isClockTrusted,
          lastPurge: metrics.purgeLastSuccess?.timeIntervalSince1970)
      },
      stylesheet: stylesheet)
  }
}
