import Casework
import Domain
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore

/// The outermost room of every request: turns a "no" and a fault into an answer, adds the
/// headers every answer has, and writes one line that names neither path, token nor person.
struct Reception: RouterMiddleware {
  let headers: SecurityHeaders
  let map: RouteMap
  /// Whether a fault is the store being away rather than us being wrong.
  let isOutage: @Sendable (any Error) -> Bool
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
    case let refusal as Refusal: return Problem(refusal).response
    case let rejection as Rejection: return Problem(rejection).response
    case let error as HTTPError where error.status == .notFound:
      let methods = map.methods(of: request.uri.path)
      return Problem(methods.isEmpty ? .unknownRoute : .methodNotAllowed(methods)).response
    default: return fault(error, on: scope.endpointPath)
    }
  }

  /// Nothing of a fault is told but its number; nothing is logged but what kind it is.
  private func fault(_ error: any Error, on route: String?) -> Response {
    let incident = Incident()
    incident.log(error, to: logger)
    let problem =
      isOutage(error)
      ? Problem.outage(incident: incident.number) : Problem.fault(incident: incident.number)
    guard route?.hasPrefix("/c/") == true else { return problem.response }
    return Response(
      status: problem.status,
      headers: problem.headers + [.contentType: "text/plain; charset=utf-8"],
      body: ResponseBody(byteBuffer: ByteBuffer(string: incident.apology)))
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

/// A fault under a number that a person can read out.
struct Incident: Sendable {
  let number = "\(Int.random(in: 100_000...999_999))"

  /// The kind of the error and its code; never what it holds.
  func log(_ error: any Error, to logger: Logger) {
    logger.error(
      "fault",
      metadata: ["incident": "\(number)", "error": "\(Fault.code(of: error))"])
  }

  /// What an applicant reads instead of a page.
  var apology: String {
    """
    Das hat gerade nicht geklappt. Bitte versuchen Sie es später noch einmal.
    This didn't work just now. Please try again later.

    \(number)

    """
  }
}
