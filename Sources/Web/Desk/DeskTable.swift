import Casework
import Domain
import HTTPTypes
import Hummingbird

/// Puts the desk's pages on the router. They go through ``install(_:)`` alone, which asks where a
/// form was sent from, for the session, and for its role, before a handler runs.
struct DeskTable {
  let router: Router<RequestScope>
  let paper: DeskPaper
  let sameOrigin: SameOrigin
  /// Whose session a token names; `nil` when it is nobody's any more.
  let resume: @Sendable (_ token: String) async throws -> Session?
  /// What a page does once its visitor is known.
  let answer: @Sendable (DeskRoute, Visit) async throws -> Response

  func install(_ routes: [DeskRoute]) {
    for route in routes {
      router.on(RouterPath(route.path), method: route.method) {
        [paper, sameOrigin, resume, answer] request, scope -> Response in
        if request.method != .get && !sameOrigin.isCertain(request) {
          return paper.turnedAway(request)
        }
        guard let token = SessionCookie.token(in: request.headers),
          let session = try await resume(token)
        else { return Self.signIn(for: request) }
        let visit = Visit(request: request, scope: scope, session: session)
        guard route.roles.contains(session.role) else {
          return paper.refused(.roleNeverMay, visit)
        }
        do {
          return try await answer(route, visit)
        } catch Refusal.secondFactorNeeded {
          return try await paper.asksForSecondFactor(before: visit)
        } catch let refusal as Refusal {
          return paper.refused(refusal, visit)
        }
      }
    }
  }

  /// Where somebody goes who isn't signed in. What was asked for is opened afterwards; a form
  /// that was sent meanwhile can't be.
  static func signIn(for request: Request) -> Response {
    let path = request.method == .get ? request.uri.path : "/"
    return Desk.see(path == "/" ? "/sign-in" : "/sign-in?next=\(Desk.ownPath(path))")
  }
}
