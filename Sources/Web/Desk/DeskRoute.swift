import Casework
import Domain
import HTTPTypes
import Hummingbird

/// One page or form of the desk: where it is, who may open it at all, and what it does. A route
/// without roles can't be written down.
struct DeskRoute: Sendable {
  let method: HTTPRequest.Method
  let path: String
  let roles: Set<Role>
  let handle: @Sendable (Desk, Visit) async throws -> Response

  init(
    _ method: HTTPRequest.Method, _ path: String, _ roles: Set<Role>,
    _ handle: @escaping @Sendable (Desk, Visit) async throws -> Response
  ) {
    self.method = method
    self.path = path
    self.roles = roles
    self.handle = handle
  }

  /// Everybody who can be signed in.
  static let everybody = Set(Role.allCases)

  /// Every page there is behind sign-in.
  static let all: [DeskRoute] =
    today + account + confirming + staff + vacancies + application + matters + progress
    + persons + upload + documents + outcomes + corrections + handOver + matterExport + endings
    + search + pool + deadlines + ledger + letters + undelivered + paper + heldMatters
    + holdForms + obligationForms + consents + requests + notices + erasureAndRules
}
