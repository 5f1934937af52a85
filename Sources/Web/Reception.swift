import Domain
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import Pages

/// The outermost room of every request: turns a "no" and a fault into an answer, adds the
/// headers every answer has, and writes one line that names neither path, token nor person.
struct Reception: RouterMiddleware {
  let headers: SecurityHeaders
  let map: RouteMap
  let links: LinkRoutes
  let desk: DeskPaper?
  let faults: FaultReader
  let logger: Logger

  func handle(
    _ request: Request, context: RequestScope,
    next: @concurrent (Request, RequestScope) async throws -> Response
  ) async throws -> Response {
    let start = ContinuousClock.now
    var response: Response
    do {
      response = try await next(request, context)
    } catch {
      response = answer(to: error, request, context)
    }
    headers.add(to: &response)
    log(request, context, response.status, start.duration(to: .now))
    return response
  }

  private func answer(
    to error: any Error, _ request: Request, _ scope: RequestScope
  ) -> Response {
    switch error {
    case Refusal.journalUnavailable where LinkRoutes.own(scope.endpointPath),
      Refusal.notReconciled where LinkRoutes.own(scope.endpointPath):
      // The page would show as done what isn't safe yet.
      return fault(error, request, scope)
    case let refusal as Refusal: return Problem(refusal).response
    case let rejection as Rejection: return Problem(rejection).response
    case let error as HTTPError where error.status == .notFound:
      let methods = map.methods(of: request.uri.path)
      let rejection = methods.isEmpty ? Rejection.unknownRoute : .methodNotAllowed(methods)
      guard methods.isEmpty, let desk, DeskDoor.isForBrowsers(request) else {
        return Problem(rejection).response
      }
      return desk.notice({ NoticePage(.unknown, $0) }, request, .notFound)
    default: return fault(error, request, scope)
    }
  }

  /// Nothing of a fault is told but its number; nothing is logged but what kind it is.
  private func fault(
    _ error: any Error, _ request: Request, _ scope: RequestScope
  ) -> Response {
    let incident = "\(Int.random(in: 100_000...999_999))"
    logger.error(
      "fault", metadata: ["incident": "\(incident)", "error": "\(faults.code(error))"])
    let problem =
      faults.isOutage(error) ? Problem.outage(incident: incident) : .fault(incident: incident)
    if let desk, DeskDoor.own(scope.endpointPath) {
      return desk.notice({ .fault(incident: incident, $0) }, request, problem.status)
    }
    guard LinkRoutes.own(scope.endpointPath) else { return problem.response }
    var response = links.fault(incident, problem.status, request, scope)
    response.headers.append(contentsOf: problem.headers)
    return response
  }

  private func log(
    _ request: Request, _ scope: RequestScope, _ status: HTTPResponse.Status,
    _ duration: Duration
  ) {
    let milliseconds = duration / .milliseconds(1)
    logger.info(
      "request",
      metadata: [
        "method": "\(request.method.rawValue)", "route": "\(scope.endpointPath ?? "none")",
        "status": "\(status.code)", "ms": "\(Int(milliseconds.rounded()))",
      ])
  }
}

/// What a fault means, said without anything it holds.
struct FaultReader: Sendable {
  /// Whether the store is away rather than us being wrong.
  let isOutage: @Sendable (any Error) -> Bool
  /// A word for the log.
  let code: @Sendable (any Error) -> String
}
