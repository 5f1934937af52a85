import Casework
import Domain
import HTTPTypes
import Hummingbird
import Pages

extension DeskRoute {
  /// Placing, reviewing and releasing holds. What it brings about is said first.
  static let holdForms: [DeskRoute] = [
    DeskRoute(.get, "/applications/{id}/hold", PlaceHold.roles) { desk, visit in
      try desk.holdForm(for: visit)
    },
    DeskRoute(.post, "/applications/{id}/hold", PlaceHold.roles) { desk, visit in
      let application = try visit.application
      var reading = FormReading(try await visit.form(), visit.phrases)
      if let hold = HoldInput(&reading) {
        do {
          _ = try await PlaceHold(desk.office)(
            application, matter: hold.matter, reason: hold.reason, reviewOn: hold.reviewOn,
            by: visit.callerOnce(reading.form))
          return visit.mayRelease
            ? Desk.see("/applications/\(application)/holds", said: "held")
            : Desk.see("/", said: "heldForAWeek")
        } catch Refusal.invalid(let field, let problem) { reading.refuse(field, problem) }
      }
      return try desk.holdForm(for: visit, typed: reading)
    },
    DeskRoute(.get, "/vacancies/{id}/hold", PlaceVacancyHold.roles) { desk, visit in
      try await desk.vacancyHoldForm(for: visit)
    },
    DeskRoute(.post, "/vacancies/{id}/hold", PlaceVacancyHold.roles) { desk, visit in
      let vacancy = try visit.vacancy
      var reading = FormReading(try await visit.form(), visit.phrases)
      if let hold = HoldInput(&reading) {
        do {
          _ = try await PlaceVacancyHold(desk.office)(
            vacancy, matter: hold.matter, reason: hold.reason, reviewOn: hold.reviewOn,
            by: visit.callerOnce(reading.form))
          return visit.mayRelease
            ? Desk.see("/matters", said: "held")
            : Desk.see("/vacancies/\(vacancy)", said: "heldForAWeek")
        } catch Refusal.invalid(let field, let problem) { reading.refuse(field, problem) }
      }
      return try await desk.vacancyHoldForm(for: visit, typed: reading)
    },
    DeskRoute(.get, "/holds/{id}/release", ReleaseHold.roles) { desk, visit in
      try await desk.releaseForm(for: visit)
    },
    DeskRoute(.post, "/holds/{id}/release", ReleaseHold.roles) { desk, visit in
      let hold = try visit.id("id", of: Subject.Hold.self)
      var reading = FormReading(try await visit.form(), visit.phrases)
      guard let reason = reading.text("reason", atMost: InputText.reason, lines: .many) else {
        return try await desk.releaseForm(for: visit, typed: reading)
      }
      try await ReleaseHold(desk.office)(hold, reason: Private(reason), by: visit.caller)
      return Desk.see("/matters", said: "holdReleased")
    },
    DeskRoute(.get, "/holds/{id}/review", ReviewHold.roles) { desk, visit in
      try desk.reviewForm(for: visit)
    },
    DeskRoute(.post, "/holds/{id}/review", ReviewHold.roles) { desk, visit in
      let hold = try visit.id("id", of: Subject.Hold.self)
      var reading = FormReading(try await visit.form(), visit.phrases)
      let reviewOn = reading.day("reviewOn")
      let reason = reading.optionalText("reason", atMost: InputText.reason, lines: .many)
      if let reviewOn, reading.problems.isEmpty {
        do {
          try await ReviewHold(desk.office)(
            hold, reviewOn: reviewOn, reason: reason.map { Private($0) }, by: visit.caller)
          return Desk.see("/matters/\(hold)", said: "holdReviewed")
        } catch Refusal.invalid(let field, let problem) { reading.refuse(field, problem) }
      }
      return try desk.reviewForm(for: visit, typed: reading)
    },
  ]
}

/// A hold as its form names it.
private struct HoldInput {
  let matter: Private<String>
  let reason: Private<String>
  let reviewOn: Day

  /// `nil` with what is wrong noted in the reading.
  init?(_ reading: inout FormReading) {
    let matter = reading.text("matter", atMost: InputText.reference)
    let reason = reading.text("reason", atMost: InputText.reason, lines: .many)
    let reviewOn = reading.day("reviewOn")
    guard let matter, let reason, let reviewOn, reading.problems.isEmpty else { return nil }
    self.matter = Private(matter)
    self.reason = Private(reason)
    self.reviewOn = reviewOn
  }
}

extension FormReading {
  /// What was typed, to be shown again.
  var typed: [String: String] {
    Dictionary(form.fields.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
  }
}

extension Desk {
  /// The last day of a hold that this person would place; `nil` where it stays until released.
  private func provisionalThrough(_ visit: Visit) throws -> Day? {
    visit.mayRelease ? nil : try office.today().adding(days: Window.provisionalHoldDays - 1)
  }

  fileprivate func holdForm(for visit: Visit, typed: FormReading? = nil) throws -> Response {
    let path = "/applications/\(try visit.application)"
    return form(
      FormPage.hold(
        "\(path)/hold", once: Once.key(), provisionalThrough: try provisionalThrough(visit),
        back: visit.mayRelease ? "\(path)/holds" : "/", typed: typed?.typed ?? [:],
        typed?.problems ?? [], visit.phrases), visit.phrases("Hold this application"), typed, visit)
  }

  fileprivate func vacancyHoldForm(
    for visit: Visit, typed: FormReading? = nil
  ) async throws -> Response {
    let path = "/vacancies/\(try visit.vacancy)"
    let preview = try await PreviewHold(office).onVacancy(visit.vacancy, by: visit.caller)
    return form(
      FormPage.hold(
        vacancy: preview.title, applications: preview.applications, "\(path)/hold",
        once: Once.key(), provisionalThrough: try provisionalThrough(visit),
        back: visit.mayRelease ? "/matters/vacancies" : path, typed: typed?.typed ?? [:],
        typed?.problems ?? [], visit.phrases), visit.phrases("Hold a whole vacancy"), typed, visit)
  }

  fileprivate func releaseForm(
    for visit: Visit, typed: FormReading? = nil
  ) async throws -> Response {
    let hold = try visit.id("id", of: Subject.Hold.self)
    let preview = try await PreviewHold(office).release(of: hold, by: visit.caller)
    return form(
      FormPage.release(
        "/holds/\(hold)/release", held: preview.held, overdue: preview.overdue,
        back: "/matters/\(hold)", typed: typed?.typed ?? [:], typed?.problems ?? [],
        visit.phrases), visit.phrases("Release the hold"), typed, visit)
  }

  fileprivate func reviewForm(for visit: Visit, typed: FormReading? = nil) throws -> Response {
    let hold = try visit.id("id", of: Subject.Hold.self)
    return form(
      FormPage.review(
        "/holds/\(hold)/review", back: "/matters/\(hold)", typed: typed?.typed ?? [:],
        typed?.problems ?? [], visit.phrases), visit.phrases("Review the hold"), typed, visit)
  }

  /// A form, as it was typed if it was refused.
  func form(
    _ content: FormPage, _ title: String, _ typed: FormReading?, _ visit: Visit
  ) -> Response {
    page(
      visit.frame(title, problems: typed?.problems ?? []), content,
      typed == nil ? .ok : .unprocessableContent)
  }
}
