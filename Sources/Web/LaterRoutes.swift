import Domain
import HTTPTypes
import Hummingbird

extension Route {
  /// Calls the contract names and a later version delivers: guarded like all others, so that
  /// nobody learns more from the refusal than that.
  static let later: [Route] = [
    notOffered(.post, "/applications/{id}/restriction", [.privacyOfficer]),
    notOffered(.delete, "/applications/{id}/restriction", [.privacyOfficer]),
  ]

  private static func notOffered(
    _ method: HTTPRequest.Method, _ path: String, _ roles: Set<Role>
  ) -> Route {
    Route(method, path, roles) { _, _ in
      throw Refusal.notOffered("\(method.rawValue) \(prefix)\(path)")
    }
  }
}
