import Casework
import Domain
import Hummingbird
import Pages

extension DeskRoute {
  /// For whom an application opens only for a named matter.
  static let matters: [DeskRoute] = [
    DeskRoute(
      .post, "/applications/{id}/matter", OpenApplication.roles.filter(\.needsReason)
    ) { desk, visit in
      let application = try visit.application
      var reading = FormReading(try await visit.form(), visit.phrases)
      let next = Desk.ownPath(reading.form["next"])
      guard let matter = reading.text("matter", atMost: InputText.matter) else {
        return desk.asksWhichMatter(
          application, next: next, value: reading.form["matter"], visit, reading.problems)
      }
      await desk.memory.state(Private(matter), at: visit.place(of: application))
      return Desk.see(next)
    }
  ]
}

extension Visit {
  /// Where the desk remembers what was said for an application.
  func place(of application: ApplicationID?) -> VisitMemory.Place {
    VisitMemory.Place(session: session.id, role: session.role, application: application)
  }
}

extension Desk {
  /// Runs a route. Where the role opens an application only for a matter, the one that was stated
  /// for it stands; without one it is asked for.
  func answer(_ route: DeskRoute, _ visit: Visit) async throws -> Response {
    guard visit.session.role.needsReason else { return try await route.handle(self, visit) }
    if route.path.hasPrefix("/matters") { return try await answerOfMatters(route, visit) }
    guard route.path.hasPrefix("/applications/{id}") else {
      return try await route.handle(self, visit)
    }
    let application = try visit.application
    var visit = visit
    visit.reason = await memory.matter(at: visit.place(of: application))
    do { return try await route.handle(self, visit) } catch Refusal.reasonMissing {
      let path = visit.request.method == .get ? visit.request.uri.path : nil
      return asksWhichMatter(
        application, next: Desk.ownPath(path ?? "/applications/\(application)"), visit)
    }
  }

  /// The page before an application that opens only for a matter.
  func asksWhichMatter(
    _ application: ApplicationID, next: String, value: String = "",
    _ visit: Visit, _ problems: [FieldProblem] = []
  ) -> Response {
    let phrases = visit.phrases
    return page(
      visit.frame(phrases("Which matter?"), problems: problems),
      MatterPage(
        action: "/applications/\(application)/matter", next: next, value: value, problems,
        phrases), .preconditionRequired)
  }
}
