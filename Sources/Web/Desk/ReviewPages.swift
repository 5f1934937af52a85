import Casework
import Domain
import Hummingbird
import Pages

extension DeskRoute {
  /// What happens to an application while its procedure runs.
  static let progress: [DeskRoute] = [
    DeskRoute(.post, "/applications/{id}/notes", WriteNote.roles) { desk, visit in
      try await desk.writeNote(visit)
    },
    DeskRoute(.post, "/applications/{id}/stage", ChangeStage.roles) { desk, visit in
      let application = try visit.application
      guard let stage = Stage(rawValue: try await visit.form()["stage"]) else {
        throw Refusal.invalid(field: "stage", .notAllowed)
      }
      try await ChangeStage(desk.office)(application, to: stage, by: visit.caller)
      return Desk.see("/applications/\(application)", said: "stageChanged")
    },
    DeskRoute(.get, "/applications/{id}/move", MoveApplication.roles) { desk, visit in
      try await desk.movePage(visit)
    },
    DeskRoute(.post, "/applications/{id}/move", MoveApplication.roles) { desk, visit in
      let application = try visit.application
      var reading = FormReading(try await visit.form(), visit.phrases)
      guard let vacancy = reading.id("vacancyId", of: Subject.Vacancy.self) else {
        return try await desk.movePage(visit, reading)
      }
      do {
        try await MoveApplication(desk.office)(application, to: vacancy, by: visit.caller)
      } catch let refusal as Refusal where refusal != .unknown && refusal != .alreadyDecided {
        reading.refuse(refusal, otherwise: "vacancyId")
        return try await desk.movePage(visit, reading)
      }
      return Desk.see("/applications/\(application)", said: "moved")
    },
  ]
}

extension Desk {
  /// What couldn't be taken stays in the form.
  fileprivate func writeNote(_ visit: Visit) async throws -> Response {
    let application = try visit.application
    let form = try await visit.form()
    var reading = FormReading(form, visit.phrases)
    let kind = reading.choice("kind", NoteKind.self)
    let text = reading.text("text", atMost: InputText.note, lines: .many)
    // A recommendation without a verdict would leave whoever decides guessing.
    let verdict =
      form["verdict"].isEmpty && kind != .recommendation
      ? nil : reading.choice("verdict", Verdict.self)
    if let kind, let text, reading.problems.isEmpty {
      do {
        _ = try await WriteNote(office)(
          application, kind: kind, text: Private(text), verdict: verdict,
          by: visit.session.caller(idempotencyKey: Once.key(in: form)))
        return Desk.see(
          "/applications/\(application)",
          said: kind == .recommendation ? "recommendationSaved" : "noteSaved")
      } catch let refusal as Refusal where refusal != .unknown {
        reading.refuse(refusal, otherwise: "text")
      }
    }
    return try await self.application(
      visit,
      draft: NoteDraft(
        kind: form["kind"], text: form["text"], verdict: form["verdict"], once: Once.key(),
        problems: reading.problems))
  }

  fileprivate func movePage(
    _ visit: Visit, _ reading: FormReading? = nil
  ) async throws -> Response {
    let view = try await OpenApplication(office)(visit.application, by: visit.caller)
    if view.outcome != nil { throw Refusal.alreadyDecided }
    let facts = ApplicationFacts(view, in: office.time)
    let problems = reading?.problems ?? []
    return page(
      visit.frame(visit.phrases("Move application"), problems: problems),
      MovePage(
        name: facts.name, path: facts.path,
        vacancies: try await openVacancies(visit).filter { $0.id != view.vacancy },
        chosen: reading?.form["vacancyId"] ?? "", problems, visit.phrases),
      problems.isEmpty ? .ok : .unprocessableContent)
  }

  /// The vacancies an application may join.
  func openVacancies(_ visit: Visit) async throws -> [VacancyChoice] {
    try await ListVacancies(office)(by: visit.caller).filter { $0.closedAt == nil }
      .map { VacancyChoice(id: $0.id, title: $0.title) }
  }
}
