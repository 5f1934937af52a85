import Casework
import Domain
import HTTPTypes
import Hummingbird
import Pages

extension DeskRoute {
  /// What is held for which legal matter. Opened for a matter or reason, as an application is.
  static let heldMatters: [DeskRoute] = [
    DeskRoute(.get, "/matters", ListHolds.roles) { desk, visit in
      let matters = try await ListHolds(desk.office).matters(by: visit.caller)
      let rows = matters.compactMap { matter in
        matter.holds.first.map {
          MattersPage.Row(
            matter.matter.reveal(), hold: $0.id, applications: matter.applications.count,
            vacancies: matter.vacancies, reviewOn: matter.reviewOn,
            isReviewDue: matter.isReviewDue, visit.phrases)
        }
      }
      return desk.page(
        visit.frame(visit.phrases("Matters"), message: desk.saidOfAHold(visit)),
        MattersPage(rows, mayPlace: visit.mayRelease))
    },
    DeskRoute(.post, "/matters/reason", ListHolds.roles) { desk, visit in
      var reading = FormReading(try await visit.form(), visit.phrases)
      let next = Desk.ownPath(reading.form["next"])
      guard let matter = reading.text("matter", atMost: InputText.matter) else {
        return desk.asksWhyHolds(
          next: next, typed: reading.form["matter"], visit, reading.problems)
      }
      await desk.memory.state(Private(matter), at: visit.place(of: nil))
      return Desk.see(next)
    },
    DeskRoute(.get, "/matters/vacancies", ReleaseHold.roles) { desk, visit in
      let names = try await CountVacancies(desk.office).names(by: visit.caller)
      return desk.page(
        visit.frame(visit.phrases("Hold a whole vacancy")),
        HeldVacanciesPage(names.map { ($0.id, $0.title) }))
    },
    DeskRoute(.get, "/matters/{id}", ListHolds.roles) { desk, visit in
      let hold = try visit.id("id", of: Subject.Hold.self)
      let matter = try await ListHolds(desk.office).matter(of: hold, by: visit.caller)
      return desk.matter(matter, visit)
    },
    DeskRoute(.get, "/applications/{id}/holds", ListHolds.roles) { desk, visit in
      try await desk.holds(on: visit.application, visit)
    },
  ]
}

extension Visit {
  /// Whether this person acts on holds, or only looks.
  var mayRelease: Bool { ReleaseHold.roles.contains(session.role) }
}

extension Desk {
  /// Runs a route about matters. The one that was stated for their list stands; without one it is
  /// asked for.
  func answerOfMatters(_ route: DeskRoute, _ visit: Visit) async throws -> Response {
    var visit = visit
    visit.reason = await memory.matter(at: visit.place(of: nil))
    do { return try await route.handle(self, visit) } catch Refusal.reasonMissing {
      let path = visit.request.method == .get ? visit.request.uri.path : nil
      return asksWhyHolds(next: Desk.ownPath(path ?? "/matters"), typed: "", visit)
    }
  }

  /// The page before holds that open only for a matter or reason.
  fileprivate func asksWhyHolds(
    next: String, typed: String, _ visit: Visit, _ problems: [FieldProblem] = []
  ) -> Response {
    page(
      visit.frame(visit.phrases("Which matter?"), problems: problems),
      FormPage.whyHolds("/matters/reason", next: next, typed: typed, problems, visit.phrases),
      .preconditionRequired)
  }

  /// What was done last about a hold, in words.
  func saidOfAHold(_ visit: Visit) -> String? {
    let phrases = visit.phrases
    switch visit.said {
    case "held": return phrases("It is held.")
    case "heldForAWeek": return phrases("It is held for 7 days.")
    case "holdReviewed": return phrases("The hold stays; the new day is noted.")
    case "holdReleased": return phrases("The hold is released.")
    case "obliged": return phrases("The obligation is noted.")
    case "obligationEnded": return phrases("The obligation is ended.")
    default: return nil
    }
  }

  fileprivate func matter(_ matter: MatterView, _ visit: Visit) -> Response {
    let phrases = visit.phrases
    let rows = matter.holds.map { hold in
      switch hold.subject {
      case .application(let id, let name, let title):
        row(
          hold,
          title: name.map { [$0.reveal(), title].compactMap(\.self).joined(separator: ", ") }
            ?? phrases("A restricted application"),
          address: name == nil ? nil : "/applications/\(id)", visit)
      case .vacancy(_, let title, let applications):
        row(
          hold,
          title: phrases(
            "{vacancy}, the whole vacancy: {number}",
            ["vacancy": title, "number": "\(applications)"]), address: nil, visit)
      }
    }
    let name = matter.matter.reveal()
    return page(
      visit.frame(phrases("Matter"), message: saidOfAHold(visit)),
      HoldsPage(
        heading: name,
        lead: phrases(
          "Applications held for it: {number}.", ["number": "\(matter.applications.count)"]),
        back: NoticePage.Way(phrases("Matters"), "/matters"), rows,
        ways: visit.mayRelease ? exports(matter, phrases) : []))
  }

  private func exports(_ matter: MatterView, _ phrases: Phrases) -> [NoticePage.Way] {
    matter.holds.first.map {
      [NoticePage.Way(phrases("Export for a matter"), "/matters/\($0.id)/export")]
    } ?? []
  }

  fileprivate func holds(on application: ApplicationID, _ visit: Visit) async throws -> Response {
    let phrases = visit.phrases
    let (holds, obligations) = try await ListHolds(office).on(application, by: visit.caller)
    let rows = holds.map { hold in
      if case .vacancy(_, let title, _) = hold.subject {
        return row(
          hold, title: "\(hold.matter.reveal()) (\(title))", address: "/matters/\(hold.id)", visit)
      }
      return row(hold, title: hold.matter.reveal(), address: "/matters/\(hold.id)", visit)
    }
    let path = "/applications/\(application)"
    let ways = [
      NoticePage.Way(phrases("Hold this application"), "\(path)/hold"),
      NoticePage.Way(phrases("Note a legal obligation"), "\(path)/obligation"),
    ]
    return page(
      visit.frame(phrases("Holds and obligations"), message: saidOfAHold(visit)),
      HoldsPage(
        heading: phrases("Holds and obligations"),
        lead: phrases("While one of them stands, it isn't erased, not even on request."),
        back: NoticePage.Way(phrases("Back to the application"), path), rows,
        obligations: obligations.map {
          HoldsPage.Obligation(
            $0.id, law: $0.law.reveal(), reason: $0.reason?.reveal(), author: $0.author,
            until: $0.until, mayAct: visit.mayRelease, phrases)
        }, ways: visit.mayRelease ? ways : []))
  }

  private func row(
    _ hold: HoldView, title: String, address: String?, _ visit: Visit
  ) -> HoldsPage.Row {
    HoldsPage.Row(
      hold.id, title: title, address: address, reason: hold.reason.reveal(),
      author: hold.author, since: office.time.day(of: hold.placedAt), until: hold.until,
      reviewOn: hold.reviewOn, isReviewDue: hold.isReviewDue, mayAct: visit.mayRelease,
      visit.phrases)
  }
}
