import Casework
import Domain
import Hummingbird

extension Route {
  /// What an administrator does about the staff by program.
  static let staff: [Route] = [
    Route(.delete, "/staff/{id}/tokens", RevokeTokens.roles) { office, call in
      try await RevokeTokens(office)(of: call.id("id", of: Subject.Staff.self), by: call.caller)
      return .done
    }
  ]
}
