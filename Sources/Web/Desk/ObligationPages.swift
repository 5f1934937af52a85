import Casework
import Domain
import HTTPTypes
import Hummingbird
import Pages

extension DeskRoute {
  /// What a law asks to keep: noting it, and ending it before its day.
  static let obligationForms: [DeskRoute] = [
    DeskRoute(.get, "/applications/{id}/obligation", PlaceObligation.roles) { desk, visit in
      try desk.obligationForm(for: visit)
    },
    DeskRoute(.post, "/applications/{id}/obligation", PlaceObligation.roles) { desk, visit in
      let application = try visit.application
      var reading = FormReading(try await visit.form(), visit.phrases)
      let law = reading.text("law", atMost: InputText.reference)
      let until = reading.day("until")
      let reason = reading.optionalText("reason", atMost: InputText.reason, lines: .many)
      if let law, let until, reading.problems.isEmpty {
        do {
          _ = try await PlaceObligation(desk.office)(
            application, law: Private(law), until: until, reason: reason.map { Private($0) },
            by: visit.callerOnce(reading.form))
          return Desk.see("/applications/\(application)/holds", said: "obliged")
        } catch Refusal.invalid(let field, let problem) { reading.refuse(field, problem) }
      }
      return try desk.obligationForm(for: visit, typed: reading)
    },
    DeskRoute(.get, "/obligations/{id}/end", EndObligation.roles) { desk, visit in
      try await desk.endForm(for: visit)
    },
    DeskRoute(.post, "/obligations/{id}/end", EndObligation.roles) { desk, visit in
      let obligation = try visit.id("id", of: Subject.Obligation.self)
      var reading = FormReading(try await visit.form(), visit.phrases)
      guard let reason = reading.text("reason", atMost: InputText.reason, lines: .many) else {
        return try await desk.endForm(for: visit, typed: reading)
      }
      try await EndObligation(desk.office)(
        obligation, reason: Private(reason), by: visit.caller)
      return Desk.see("/matters", said: "obligationEnded")
    },
  ]
}

extension Desk {
  fileprivate func obligationForm(
    for visit: Visit, typed: FormReading? = nil
  ) throws -> Response {
    let path = "/applications/\(try visit.application)"
    return form(
      FormPage.obligation(
        "\(path)/obligation", once: Once.key(), back: "\(path)/holds", typed: typed?.typed ?? [:],
        typed?.problems ?? [], visit.phrases), visit.phrases("Note a legal obligation"), typed,
      visit)
  }

  fileprivate func endForm(for visit: Visit, typed: FormReading? = nil) async throws -> Response {
    let obligation = try visit.id("id", of: Subject.Obligation.self)
    let preview = try await PreviewHold(office).end(of: obligation, by: visit.caller)
    return form(
      FormPage.end(
        obligation: "/obligations/\(obligation)/end", overdue: preview.overdue,
        back: preview.application.map { "/applications/\($0)/holds" } ?? "/matters",
        typed: typed?.typed ?? [:], typed?.problems ?? [], visit.phrases),
      visit.phrases("End the legal obligation"), typed, visit)
  }
}
