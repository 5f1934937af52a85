import Casework
import Domain
import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore

/// One call of the API: where it is, who may make it at all, and what it does. A route without
/// roles can't be written down.
struct Route: Sendable {
  let method: HTTPRequest.Method
  /// Below `/api/v1`, such as `/applications/{id}`.
  let path: String
  let roles: Set<Role>
  let handle: @Sendable (Office, Call) async throws -> Response

  init(
    _ method: HTTPRequest.Method, _ path: String, _ roles: Set<Role>,
    _ handle: @escaping @Sendable (Office, Call) async throws -> Response
  ) {
    self.method = method
    self.path = path
    self.roles = roles
    self.handle = handle
  }

  static let prefix = "/api/v1"

  /// The path as the router knows it.
  var template: String { Self.prefix + path }

  /// Every guarded call there is.
  static let all: [Route] =
    vacancies + applications + documents + review + decisions + exports + paper + pool + holds
    + requests + rules + staff + ledger + erasures + deadlines
}

extension Response {
  /// Done, and nothing to say.
  static var done: Response { Response(status: .noContent) }

  static func json(
    _ bytes: [UInt8], status: HTTPResponse.Status = .ok, location: String? = nil
  ) -> Response {
    var headers: HTTPFields = [.contentType: "application/json"]
    if let location { headers[.location] = location }
    return Response(
      status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
  }

  /// Plain text for programs.
  static func text(_ text: String) -> Response {
    Response(
      status: .ok, headers: [.contentType: "text/plain; charset=utf-8"],
      body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
  }

  /// 201 and where it is.
  static func created<Subject>(_ id: Identifier<Subject>, at location: String? = nil) -> Response {
    .json(
      JSONText.object { $0.field("id", id) }, status: .created,
      location: location.map { Route.prefix + $0 })
  }
}
