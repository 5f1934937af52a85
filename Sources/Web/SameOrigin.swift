import HTTPTypes
import Hummingbird

/// Whether a request was sent by a page of ours. Browsers say where a form was sent from.
struct SameOrigin: Sendable {
  /// Where this service says it is, such as `https://jobs.example.org`.
  let publicURL: String?

  /// For the applicant's page, whose right is in its address: only another site's name is
  /// refused. `Origin` is `null` on a form of a page without referrer.
  func isNotElsewhere(_ request: Request) -> Bool {
    if let site = request.headers[.fetchSite] { return site == "same-origin" || site == "none" }
    guard let origin = request.headers[.origin], origin != "null" else { return true }
    return isOwn(origin, request)
  }

  /// For whatever a cookie gives the right to: one of the two headers must say that it was us.
  func isCertain(_ request: Request) -> Bool {
    if let site = request.headers[.fetchSite] { return site == "same-origin" }
    return request.headers[.origin].map { isOwn($0, request) } ?? false
  }

  private func isOwn(_ origin: String, _ request: Request) -> Bool {
    if origin == publicURL.map(Self.origin) { return true }
    guard let host = request.head.authority else { return false }
    return origin == "http://\(host)" || origin == "https://\(host)"
  }

  /// `https://jobs.example.org` of `https://jobs.example.org/apply/`.
  private static func origin(of url: String) -> String {
    url.split(separator: "/", omittingEmptySubsequences: false).prefix(3).joined(separator: "/")
  }
}
