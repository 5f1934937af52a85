import Casework
import Domain
import HTTPTypes
import Hummingbird
import NIOCore

/// One call of the API by somebody who may make it: what they sent, still to be read.
struct Call: Sendable {
  let request: Request
  let scope: RequestScope
  let caller: Caller

  /// The most bytes of a JSON body, unless a call takes longer texts.
  static let bodyBytes = 65_536

  /// An id from the path. What isn't an id can't be there.
  func id<Subject>(_ name: String, of: Subject.Type) throws(Refusal) -> Identifier<Subject> {
    guard let text = scope.parameters.get(name), let id = Identifier<Subject>(text) else {
      throw .unknown
    }
    return id
  }

  /// The application the path names.
  var application: ApplicationID {
    get throws(Refusal) { try id("id", of: Subject.Application.self) }
  }

  /// The parameters after `?`, none but `known` ones.
  func query(_ known: String...) throws(Refusal) -> Query {
    try Query(request.uri.query ?? "", known: known)
  }

  /// The body, a JSON object with no fields but `known` ones.
  func input(
    _ known: String..., atMost limit: Int = Call.bodyBytes
  ) async throws -> InputObject {
    let body = try await IncomingBody(request, scope).collect(atMost: limit)
    return try InputObject(JSONValue.parse(body), known: Set(known))
  }
}
