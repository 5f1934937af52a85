import Casework
import Domain
import Hummingbird
import Pages

extension DeskRoute {
  /// Letters on paper: looked at, and made where there is none yet; and who waits for one.
  static let letters: [DeskRoute] = [
    DeskRoute(.get, letter, PrintLetter.roles) { desk, visit in
      let (id, kind) = (try visit.application, try visit.paperKind)
      do {
        return desk.paper.sheet(try await PrintLetter(desk.office).show(id, kind, by: visit.caller))
      } catch Refusal.unknown {
        let page = PaperPage(kind: kind, application: id, visit.phrases)
        return desk.page(visit.frame(page.heading), page)
      }
    },
    DeskRoute(.post, letter, PrintLetter.roles) { desk, visit in
      let (id, kind) = (try visit.application, try visit.paperKind)
      _ = try await PrintLetter(desk.office)(id, kind, by: visit.caller)
      return Desk.see("/applications/\(id)/letters/\(kind.rawValue)")
    },
    DeskRoute(.get, "/renewals", RenewalsByPost.roles) { desk, visit in
      let waiting = try await RenewalsByPost(desk.office)(by: visit.caller)
      let page = PostalRenewalsPage(
        waiting.map {
          PostalRenewalsPage.Line(
            application: $0.application, name: "\($0.givenName) \($0.familyName)",
            vacancyTitle: $0.vacancyTitle, eraseOn: $0.eraseOn, isAsked: $0.askedAt != nil)
        }, visit.phrases, visit.language)
      return desk.page(visit.frame(page.heading), page)
    },
  ]

  private static let letter = "/applications/{id}/letters/{kind}"
}

extension Visit {
  /// The kind of letter that the path names.
  fileprivate var paperKind: PaperKind {
    get throws(Refusal) {
      guard let kind = scope.parameters.get("kind").flatMap(PaperKind.init(rawValue:)) else {
        throw .unknown
      }
      return kind
    }
  }
}
