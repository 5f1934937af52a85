import Casework
import Domain
import HTTPTypes
import Hummingbird

/// Puts routes on the router. The API's go through ``install(_:)`` alone, which asks the gate
/// before a handler runs, so none can be left unguarded.
struct RouteTable {
  let router: Router<RequestScope>
  let gate: Gate
  /// What a call does once its caller is known.
  let answer: @Sendable (Route, Call) async throws -> Response

  /// Registers guarded calls of the API.
  func install(_ routes: [Route]) {
    for route in routes {
      router.on(RouterPath(route.template), method: route.method) {
        [gate, answer] request, scope -> Response in
        let caller = try await gate.admit(request, roles: route.roles)
        return try await answer(route, Call(request: request, scope: scope, caller: caller))
      }
    }
  }
}

/// Which methods a path answers to: asked only when a route wasn't found, to tell 405 from 404.
struct RouteMap: Sendable {
  private let known: [(segments: [Substring?], method: HTTPRequest.Method)]

  init(_ routes: [(path: String, method: HTTPRequest.Method)]) {
    known = routes.map { route in
      let segments = route.path.split(separator: "/").map { segment -> Substring? in
        segment.hasPrefix("{") ? nil : segment
      }
      return (segments, route.method)
    }
  }

  /// In alphabetical order; empty when the path is unknown.
  func methods(of path: String) -> [HTTPRequest.Method] {
    let asked = path.split(separator: "/")
    let found = known.filter { route in
      route.segments.count == asked.count
        && zip(route.segments, asked).allSatisfy { $0 == nil || $0 == $1 }
    }
    var methods = Set(found.map(\.method))
    if methods.contains(.get) { methods.insert(.head) }
    return methods.sorted { $0.rawValue < $1.rawValue }
  }
}
