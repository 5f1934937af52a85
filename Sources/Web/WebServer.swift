package import Casework
import Domain
import HTTPTypes
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
package import Logging
import NIOCore
package import Pages
import ServiceLifecycle
package import Viewing

/// Lethe over HTTP: the API, the applicant's link and the service's own pages.
package struct WebServer: Service {
  private let application: Application<RouterResponder<RequestScope>>
  private let patience: Duration
  private let terms: TLSTerms?
  private let logger: Logger

  /// `deskPages` are asked for with each request, as the address may be known late. `onListening`
  /// is told the port once connections are taken. Throws ``TLSIdentity/Unusable`` where the
  /// certificate or its key is of no use.
  package init(
    office: Office, pages: ApplicantPages, deskPages: @escaping @Sendable () -> DeskPages?,
    viewer: DocumentViewer, configuration: WebConfiguration, logger: Logger,
    onListening: @escaping @Sendable (_ port: Int) async -> Void
  ) throws {
    try self.init(
      Routing(
        office: office, pages: pages, deskPages: deskPages, viewer: viewer, configuration, logger),
      configuration, logger,
      onListening: onListening)
  }

  init(
    _ routing: Routing, _ configuration: WebConfiguration, _ logger: Logger,
    onListening: @escaping @Sendable (_ port: Int) async -> Void
  ) throws {
    terms = try configuration.tls.map(TLSTerms.init)
    application = try Self.application(
      routing.router(), configuration, terms, logger, onListening: onListening)
    patience = configuration.pace.farewell + .seconds(1)
    self.logger = logger
  }

  /// Serves until told to stop; then what is under way may end, but not for ever.
  package func run() async throws {
    do {
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await application.run() }
        if let terms { group.addTask { try await terms.keepFresh(logger) } }
        group.addTask {
          try await gracefulShutdown()
          try await Task.sleep(for: patience)
        }
        try await group.next()
        group.cancelAll()
      }
    } catch is CancellationError {}
  }

  /// The server around any router: addresses, limits and the guard on every connection.
  static func application(
    _ router: Router<RequestScope>, _ configuration: WebConfiguration, _ terms: TLSTerms?,
    _ logger: Logger, onListening: @escaping @Sendable (_ port: Int) async -> Void
  ) throws -> Application<RouterResponder<RequestScope>> {
    let pace = configuration.pace
    let http = HTTP1Channel.Configuration(
      additionalChannelHandlers: [ConnectionGuard(pace: pace)],
      idleTimeout: TimeAmount(pace.idle),
      httpDecoderConfiguration: .init(
        maxHeaderFieldSize: 8192, maxHeaderListSize: 16_384, maxHeaderFieldCount: 64))
    var server = HTTPServerBuilder.http1(configuration: http)
    if let terms { server = try .tls(server, tlsConfiguration: terms.configuration) }
    return Application(
      router: router,
      server: server,
      configuration: ApplicationConfiguration(
        address: .hostname(configuration.host, port: configuration.port), backlog: 1024,
        availableConnectionsDelegate: MaximumAvailableConnections(
          configuration.mostConnections, logger: logger)),
      onServerRunning: { await onListening($0.localAddress?.port ?? configuration.port) },
      logger: logger)
  }
}

/// Where the service listens and what it allows.
package struct WebConfiguration: Sendable {
  package var host: String
  /// 0 picks a free one.
  package var port: Int
  /// How the service is reached from outside, such as `https://jobs.example.org`; `nil` when
  /// the address it listens on is all there is.
  package var publicURL: String?
  /// Speaks HTTPS with it, and nothing else; `nil` for plain HTTP, behind a proxy.
  package var tls: TLSIdentity?
  /// A proxy in front tells the addresses of clients, in the last entry of `X-Forwarded-For`.
  package var isBehindProxy = false
  package var mostConnections = 512
  package var pace = Pace()

  /// The defaults are meant for an installation; tests shorten the pace.
  package init(host: String, port: Int, publicURL: String? = nil) {
    self.host = host
    self.port = port
    self.publicURL = publicURL
  }
}
