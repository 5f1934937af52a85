import Casework
import Domain
import Hummingbird
import Pages

extension DeskRoute {
  /// Recording outcomes, of one application or of several: a form, a page that shows what
  /// follows, and what became of it.
  static let outcomes: [DeskRoute] = [
    DeskRoute(.get, "/applications/{id}/outcome", DecideApplications.roles) { desk, visit in
      let application = try visit.application
      return try await desk.outcomeForm(
        for: visit, [application],
        typed: OutcomeForm.Typed(endedOn: try desk.office.today().description))
    },
    DeskRoute(.get, "/vacancies/{id}/outcomes", DecideApplications.roles) { desk, visit in
      let vacancy = try visit.vacancy
      let left = try await ListUndecided(desk.office)(of: vacancy, by: visit.caller)
      return try await desk.outcomeForm(
        for: visit, left.items.map(\.id), of: vacancy,
        typed: OutcomeForm.Typed(endedOn: try desk.office.today().description))
    },
    DeskRoute(.post, "/outcomes", DecideApplications.roles) { desk, visit in
      let reading = OutcomeReading(try await visit.form(), visit.phrases)
      if reading.chosen.isEmpty, !reading.form.has("out") {
        return Desk.see(
          reading.vacancy.map { "/vacancies/\($0)" } ?? "/vacancies", said: "nobodyChosen")
      }
      let (group, problems) = reading.decision(today: try desk.office.today())
      guard let group, reading.step != .form else {
        return try await desk.outcomeForm(
          for: visit, reading.chosen, of: reading.vacancy,
          typed: reading.typed(today: try desk.office.today()),
          problems: reading.step == .form ? [] : problems)
      }
      if reading.step == .record && reading.invitesAsShown {
        return try await desk.record(group, reading, for: visit)
      }
      return try await desk.check(group, reading, for: visit)
    },
  ]
}

extension Desk {
  /// The form. Of whom nothing can be recorded any more is said above it.
  fileprivate func outcomeForm(
    for visit: Visit, _ ids: [ApplicationID], of vacancy: VacancyID? = nil,
    typed: OutcomeForm.Typed, problems: [FieldProblem] = []
  ) async throws -> Response {
    let (phrases, words) = (visit.phrases, try words(for: visit))
    let found = try await PreviewDecision(office)(of: ids, by: visit.caller)
    let open = found.filter { $0.obstacle == nil }
    if ids.count == 1, found.first?.name == nil { throw Refusal.unknown }
    let back: NoticePage.Way =
      if let vacancy {
        .init(phrases("Back to the vacancy"), "/vacancies/\(vacancy)")
      } else if ids.count == 1 && !open.isEmpty {
        .init(phrases("Back to the application"), "/applications/\(ids[0])")
      } else {
        .init(phrases("Vacancies"), "/vacancies")
      }
    let content = OutcomeForm(
      open.map {
        OutcomeForm.Person(
          $0.application, name: $0.name?.reveal() ?? "", vacancy: $0.vacancyTitle)
      },
      obstacles: found.compactMap { candidate in
        candidate.obstacle.map { words.obstacle(candidate.name?.reveal(), $0) }
      },
      withoutAddress: open.count { !$0.isMailable }, vacancy: vacancy, back: back, typed: typed,
      problems: problems, phrases)
    return page(
      visit.frame(phrases("Record outcome"), problems: problems), content,
      problems.isEmpty ? .ok : .unprocessableContent)
  }

  /// What would follow.
  fileprivate func check(
    _ group: GroupDecision, _ reading: OutcomeReading, for visit: Visit,
    problems: [FieldProblem] = []
  ) async throws -> Response {
    let phrases = visit.phrases
    guard !group.targets.isEmpty else {
      return Desk.see(
        reading.vacancy.map { "/vacancies/\($0)" } ?? "/vacancies", said: "nobodyChosen")
    }
    let preview = try await PreviewDecision(office)(group, by: visit.caller)
    let page = OutcomeCheckView(
      preview, group, reading, words: try words(for: visit),
      text: { [paper] in paper.text(of: $0) })
    return self.page(
      visit.frame(phrases("Check the outcome"), problems: problems),
      page.content(problems: problems), problems.isEmpty ? .ok : .unprocessableContent)
  }

  /// Records it. Sent again, it answers the same.
  fileprivate func record(
    _ group: GroupDecision, _ reading: OutcomeReading, for visit: Visit
  ) async throws -> Response {
    let (phrases, words) = (visit.phrases, try words(for: visit))
    let answers: [DecisionAnswer]
    do {
      answers = try await DecideApplications(office)(group, by: visit.caller)
    } catch Refusal.invalid(field: "count", _) {
      return try await check(
        group, reading, for: visit,
        problems: [
          FieldProblem(
            field: "count",
            text: phrases(
              "Type {number} to record them all.", ["number": "\(group.targets.count)"]))
        ])
    }
    // A day that wasn't confirmed is asked for again, as long as nothing was recorded.
    let isRefused = answers.allSatisfy { if case .not(.dueSoon) = $0.fate { true } else { false } }
    if isRefused {
      return try await check(
        group, reading, for: visit,
        problems: [
          FieldProblem(field: "confirm", text: phrases("Please confirm the day of erasure."))
        ])
    }
    return page(
      visit.frame(phrases("Outcomes recorded")),
      OutcomeDoneView(answers, group, words).content(vacancy: reading.vacancy))
  }
}
