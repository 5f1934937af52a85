import Casework
import HTTPTypes
import Hummingbird
import Logging
import Pages
import Viewing

/// Everything the service answers to, put together in one place.
struct Routing {
  let gate: Gate
  let answer: @Sendable (Route, Call) async throws -> Response
  let links: LinkRoutes
  let service: ServiceRoutes
  let desk: DeskDoor?
  let faults: FaultReader
  let logger: Logger
  /// Whether HTTPS is spoken here; a proxy's shows in the public URL.
  var isEncrypted = false

  func router() -> Router<RequestScope> {
    let router = Router(context: RequestScope.self, options: .autoGenerateHeadEndpoints)
    let guarded = Route.all.map { (path: $0.template, method: $0.method) }
    router.add(
      middleware: Reception(
        headers: SecurityHeaders(
          https: isEncrypted || links.publicURL?.hasPrefix("https:") == true),
        map: RouteMap(
          guarded + LinkRoutes.all + PrivacyRoutes.all + service.all + DeskDoor.paths),
        links: links,
        desk: desk?.paper, faults: faults, logger: logger))
    RouteTable(router: router, gate: gate, answer: answer).install(Route.all)
    links.install(on: router)
    PrivacyRoutes(desk: links.desk, pages: links.pages).install(on: router)
    desk?.install(on: router)
    service.install(on: router)
    return router
  }
}

extension Routing {
  init(
    office: Office, pages: ApplicantPages, deskPages: @escaping @Sendable () -> DeskPages?,
    viewer: DocumentViewer,
    _ configuration: WebConfiguration, _ logger: Logger
  ) {
    self.init(
      gate: Gate(
        authenticate: { token in
          try await Authenticate(office)(token: token)
            .map { Gate.Person(id: $0.id, roles: $0.roles) }
        }, resume: { try await ResumeSession(office)(token: $0) },
        sameOrigin: SameOrigin(publicURL: configuration.publicURL)),
      answer: { route, call in try await route.handle(office, call) },
      links: LinkRoutes(
        desk: LinkDesk(office), pages: pages, publicURL: configuration.publicURL),
      service: ServiceRoutes(office, stylesheet: pages.stylesheet),
      desk: DeskDoor(
        office: office, pages: deskPages, viewer: viewer, publicURL: configuration.publicURL,
        isBehindProxy: configuration.isBehindProxy),
      faults: FaultReader(
        isOutage: { Fault.isOutage($0) }, code: { Fault.code(of: $0) }),
      logger: logger, isEncrypted: configuration.tls != nil)
  }
}
