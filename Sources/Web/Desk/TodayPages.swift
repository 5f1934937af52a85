import Casework
import Domain
import Hummingbird
import Pages

extension DeskRoute {
  /// What waits today.
  static let today: [DeskRoute] = [
    DeskRoute(.get, "/", everybody) { desk, visit in
      let phrases = visit.phrases
      return desk.page(
        visit.frame(phrases("Today")),
        NoticePage(heading: phrases("Today"), paragraphs: [phrases("Nothing waits.")]))
    }
  ]
}
