import Domain
import HTTPTypes
import Hummingbird

extension Route {
  /// Calls the contract names and a later version delivers: guarded like all others, so that
  /// nobody learns more from the refusal than that.
  static let later: [Route] = [
    notOffered(.post, "/vacancies/{id}/holds", [.legal, .recruiter]),
    notOffered(.get, "/applications/{id}/hand-over.zip", [.recruiter]),
    notOffered(.get, "/ledger/checkpoint", [.auditor, .privacyOfficer]),
  ]

  private static func notOffered(
    _ method: HTTPRequest.Method, _ path: String, _ roles: Set<Role>
  ) -> Route {
    Route(method, path, roles) { _, _ in
      throw Refusal.notOffered("\(method.rawValue) \(prefix)\(path)")
    }
  }
}
