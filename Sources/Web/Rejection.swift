import HTTPTypes

/// A "no" about the request itself, before anybody in `Casework` was asked.
enum Rejection: Error, Equatable {
  /// No token, or one that nobody holds.
  case unauthenticated
  case unknownRoute
  case methodNotAllowed([HTTPRequest.Method])
  /// Not JSON, or JSON that doesn't parse.
  case malformed
  /// A form that isn't one of the two kinds a form can be.
  case notAForm
  /// `Range` names nothing of a document so long.
  case rangeNotSatisfiable(length: Int)
  /// A form sent by another site's page.
  case crossSite
}
