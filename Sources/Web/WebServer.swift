package import Casework
import Domain
import HTTPTypes
import Hummingbird
import HummingbirdCore
package import Logging
import NIOCore
package import Pages
import ServiceLifecycle

/// Lethe over HTTP: the API, the applicant's link and the service's own pages.
package struct WebServer: Service {
  private let application: Application<RouterResponder<RequestScope>>
  private let patience: Duration

  /// `deskPages` are asked for with each request, as the address may be known late. `onListening`
  /// is told the port once connections are taken.
  package init(
    office: Office, pages: ApplicantPages, deskPages: @escaping @Sendable () -> DeskPages?,
    configuration: WebConfiguration, logger: Logger,
    onListening: @escaping @Sendable (_ port: Int) async -> Void
  ) {
    self.init(
      Routing(office: office, pages: pages, deskPages: deskPages, configuration, logger),
      configuration, logger,
      onListening: onListening)
  }

  init(
    _ routing: Routing, _ configuration: WebConfiguration, _ logger: Logger,
    onListening: @escaping @Sendable (_ port: Int) async -> Void
  ) {
    application = Self.application(
      routing.router(), configuration, logger, onListening: onListening)
    patience = configuration.pace.farewell + .seconds(1)
  }

  /// Serves until told to stop; then what is under way may end, but not for ever.
  package func run() async throws {
    do {
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await application.run() }
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
    _ router: Router<RequestScope>, _ configuration: WebConfiguration, _ logger: Logger,
    onListening: @escaping @Sendable (_ port: Int) async -> Void
  ) -> Application<RouterResponder<RequestScope>> {
    let pace = configuration.pace
    let http = HTTP1Channel.Configuration(
      additionalChannelHandlers: [ConnectionGuard(pace: pace)],
      idleTimeout: TimeAmount(pace.idle),
      httpDecoderConfiguration: .init(
        maxHeaderFieldSize: 8192, maxHeaderListSize: 16_384, maxHeaderFieldCount: 64))
    return Application(
      router: router, server: .http1(configuration: http),
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
  package var mostConnections = 512
  package var pace = Pace()

  /// The defaults are meant for an installation; tests shorten the pace.
  package init(host: String, port: Int, publicURL: String? = nil) {
    self.host = host
    self.port = port
    self.publicURL = publicURL
  }
}
