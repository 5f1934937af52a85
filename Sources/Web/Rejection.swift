import HTTPTypes

/// A "no" about the request itself, before anybody in `Casework` was asked.
enum Rejection: Error, Equatable {
  /// No token, or one that nobody holds.
  case unauthenticated
  /// Another site's page asks in the name of whoever is signed in here.
  case crossSite
  case unknownRoute
  case methodNotAllowed([HTTPRequest.Method])
  /// Not JSON, or JSON that doesn't parse.
  case malformed
  /// `Range` names nothing of a document so long.
  case rangeNotSatisfiable(length: Int)
}
