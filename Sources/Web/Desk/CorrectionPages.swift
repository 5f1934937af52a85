import Casework
import Domain
import Hummingbird
import Pages

extension DeskRoute {
  /// Correcting an outcome, taking it back, and closing a vacancy.
  static let corrections: [DeskRoute] = [
    DeskRoute(.get, "/applications/{id}/outcome/correct", PreviewCorrection.roles) {
      desk, visit in
      try await desk.correction(for: visit)
    },
    DeskRoute(.post, "/applications/{id}/outcome/correct", PreviewCorrection.roles) {
      desk, visit in
      var reading = FormReading(try await visit.form(), visit.phrases)
      let outcome = reading.choice("outcome", OutcomeKind.self)
      let endedOn = reading.day("endedOn")
      let reason = reading.text("reason", atMost: InputText.reason, lines: .many)
      guard let outcome, let endedOn, let reason, reading.problems.isEmpty,
        reading.form["step"] != "form"
      else { return try await desk.correction(for: visit, typed: reading) }
      let decision = OutcomeDecision(
        outcome: outcome, endedOn: endedOn,
        confirmed: Set(reading.form.values("confirm").compactMap { Day($0) }))
      do {
        if reading.form["step"] == "record" {
          try await CorrectOutcome(desk.office)(
            visit.application, decision, reason: Private(reason), by: visit.caller)
          return Desk.see("/endings", said: "corrected")
        }
        return try await desk.correctionCheck(for: visit, decision, reading)
      } catch Refusal.dueSoon {
        return try await desk.correctionCheck(
          for: visit, decision, reading,
          problems: [
            FieldProblem(
              field: "confirm", text: visit.phrases("Please confirm the day of erasure."))
          ])
      } catch let refusal as Refusal where refusal.isAboutAField {
        reading.refuse(refusal, otherwise: "outcome")
        return try await desk.correction(for: visit, typed: reading)
      }
    },
    DeskRoute(.get, "/applications/{id}/outcome/reopen", PreviewCorrection.roles) {
      desk, visit in
      try await desk.reopening(for: visit)
    },
    DeskRoute(.post, "/applications/{id}/outcome/reopen", PreviewCorrection.roles) {
      desk, visit in
      let application = try visit.application
      var reading = FormReading(try await visit.form(), visit.phrases)
      guard let reason = reading.text("reason", atMost: InputText.reason, lines: .many) else {
        return try await desk.reopening(for: visit, typed: reading)
      }
      try await ReopenApplication(desk.office)(
        application, reason: Private(reason), by: visit.caller)
      return Desk.see("/applications/\(application)", said: "reopened")
    },
    DeskRoute(.get, "/vacancies/{id}/close", CloseVacancy.roles) { desk, visit in
      let board = try await ShowVacancy(desk.office)(visit.vacancy, by: visit.caller)
      let content = ClosingPage(
        board.vacancy.id, title: board.vacancy.title, undecided: board.undecided, visit.phrases)
      return desk.page(visit.frame(board.vacancy.title), content)
    },
    DeskRoute(.post, "/vacancies/{id}/close", CloseVacancy.roles) { desk, visit in
      let vacancy = try visit.vacancy
      let form = try await visit.form()
      try await CloseVacancy(desk.office)(vacancy, by: visit.caller)
      // Nothing can join it from here on, so whoever is left is known.
      return form["then"] == "decide"
        ? Desk.see("/vacancies/\(vacancy)/outcomes")
        : Desk.see("/vacancies/\(vacancy)", said: "closed")
    },
  ]
}

extension Refusal {
  /// Whether a field of the form is wrong.
  fileprivate var isAboutAField: Bool { if case .invalid = self { true } else { false } }
}

extension Desk {
  /// The form; as it was typed, if it was refused or is to be changed.
  fileprivate func correction(
    for visit: Visit, typed: FormReading? = nil
  ) async throws -> Response {
    let phrases = visit.phrases
    let decided = try await PreviewCorrection(office)(visit.application, by: visit.caller)
    let problems = typed?.form["step"] == "form" ? [] : typed?.problems ?? []
    let content = CorrectionPage(
      decided.application, name: decided.name.reveal(), now: try words(for: visit).now(decided),
      outcome: typed?.form["outcome"] ?? decided.outcome.kind.rawValue,
      endedOn: typed?.form["endedOn"] ?? decided.outcome.endedOn.description,
      reason: typed?.form["reason"] ?? "", problems: problems, phrases)
    return page(
      visit.frame(phrases("Correct the outcome"), problems: problems), content,
      problems.isEmpty ? .ok : .unprocessableContent)
  }

  fileprivate func correctionCheck(
    for visit: Visit, _ decision: OutcomeDecision, _ reading: FormReading,
    problems: [FieldProblem] = []
  ) async throws -> Response {
    let (phrases, words) = (visit.phrases, try words(for: visit))
    let preview = try await PreviewCorrection(office)(
      visit.application, decision, by: visit.caller)
    let recorded = DecisionAnswer.Recorded(
      through: preview.through, eraseOn: preview.eraseOn, telling: .nothing, asking: .nothing)
    let name = preview.decided.name.reveal()
    var consequences = words.consequence(
      name, (outcome: decision.outcome, endedOn: decision.endedOn), recorded)
    if decision.outcome != preview.decided.outcome.kind {
      consequences.append(phrases("What was mailed before can't be taken back."))
    }
    let content = CorrectionCheckPage(
      preview.decided.application, name: name,
      consequences: [words.now(preview.decided), phrases("It becomes:")] + consequences,
      hidden: [
        .init("outcome", decision.outcome.rawValue),
        .init("endedOn", decision.endedOn.description),
        .init("reason", reading.form["reason"]),
      ], confirm: preview.mustConfirm, problems: problems, phrases)
    return page(
      visit.frame(phrases("Check the correction"), problems: problems), content,
      problems.isEmpty ? .ok : .unprocessableContent)
  }

  fileprivate func reopening(
    for visit: Visit, typed: FormReading? = nil
  ) async throws -> Response {
    let phrases = visit.phrases
    let decided = try await PreviewCorrection(office)(visit.application, by: visit.caller)
    let problems = typed?.problems ?? []
    let content = ReopeningPage(
      decided.application, name: decided.name.reveal(), now: try words(for: visit).now(decided),
      reason: typed?.form["reason"] ?? "", problems: problems, phrases)
    return page(
      visit.frame(phrases("Reopen the procedure"), problems: problems), content,
      problems.isEmpty ? .ok : .unprocessableContent)
  }
}
