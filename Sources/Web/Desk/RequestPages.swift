import Casework
import Domain
import Hummingbird
import Pages

extension DeskRoute {
  /// What applicants ask for.
  static let requests: [DeskRoute] = [
    DeskRoute(.get, "/requests", ListRestrictions.roles) { desk, visit in
      let phrases = visit.phrases
      let objections = try await ListObjections(desk.office)(by: visit.caller)
      let restrictions = try await ListRestrictions(desk.office)(by: visit.caller)
      return desk.page(
        visit.frame(phrases("Requests"), message: visit.saidOfRequests),
        RequestsPage(
          objections: objections.map {
            .objection(
              $0.id, of: $0.application, vacancyTitle: $0.vacancyTitle, receivedOn: $0.receivedOn,
              answerBy: $0.answerBy, phrases)
          },
          restrictions: restrictions.map {
            .restriction(
              $0.application, vacancyTitle: $0.vacancyTitle, $0.restriction, phrases)
          }))
    },
    DeskRoute(.get, "/applications/{id}/restriction", PlaceRestriction.roles) { desk, visit in
      try await desk.restrictionForm(for: visit)
    },
    DeskRoute(.post, "/applications/{id}/restriction", PlaceRestriction.roles) { desk, visit in
      let application = try visit.application
      var reading = FormReading(try await visit.form(), visit.phrases)
      guard let reason = reading.text("reason", atMost: InputText.reason, lines: .many) else {
        return try await desk.restrictionForm(for: visit, typed: reading)
      }
      try await PlaceRestriction(desk.office)(
        application, reason: Private(reason), by: visit.caller)
      return Desk.see("/requests", said: "restricted")
    },
    DeskRoute(.get, "/applications/{id}/restriction/lift", LiftRestriction.roles) {
      desk, visit in
      try await desk.liftingForm(for: visit)
    },
    DeskRoute(.post, "/applications/{id}/restriction/lift", LiftRestriction.roles) {
      desk, visit in
      try await desk.lift(for: visit)
    },
    DeskRoute(.get, "/applications/{id}/objection", ReceiveObjection.roles) { desk, visit in
      try await desk.objectionForm(for: visit)
    },
    DeskRoute(.post, "/applications/{id}/objection", ReceiveObjection.roles) { desk, visit in
      try await desk.receiveObjection(for: visit)
    },
    DeskRoute(.get, "/applications/{id}/objections/{objection}", DecideObjection.roles) {
      desk, visit in
      try await desk.decisionForm(for: visit)
    },
    DeskRoute(.post, "/applications/{id}/objections/{objection}", DecideObjection.roles) {
      desk, visit in
      let objection = try visit.id("objection", of: Subject.Objection.self)
      var reading = FormReading(try await visit.form(), visit.phrases)
      let decision = reading.choice("decision", ObjectionDecision.self)
      let reason = reading.text("reason", atMost: InputText.reason, lines: .many)
      guard let decision, let reason else {
        return try await desk.decisionForm(for: visit, typed: reading)
      }
      try await DecideObjection(desk.office)(
        objection, decision, reason: Private(reason), by: visit.caller)
      return Desk.see("/requests", said: "decided")
    },
  ]
}

extension Visit {
  /// What was done last on the page of requests.
  fileprivate var saidOfRequests: String? {
    switch said {
    case "restricted": phrases("Processing is restricted.")
    case "lifted": phrases("The restriction is lifted.")
    case "decided": phrases("The decision is recorded.")
    case "erased": phrases("The application is erased.")
    case "takenBack": phrases("The withdrawal is recorded.")
    case "rulesSet": phrases("The rules are set.")
    default: nil
    }
  }
}

extension Desk {
  /// The application that a form is about, opened for the reason that was stated.
  func facts(for visit: Visit) async throws -> ApplicationFacts {
    ApplicationFacts(
      try await OpenApplication(office)(visit.application, by: visit.caller), in: office.time)
  }

  fileprivate func restrictionForm(
    for visit: Visit, typed: FormReading? = nil
  ) async throws -> Response {
    form(
      FormPage.restriction(
        of: try await facts(for: visit), typed: typed?.typed ?? [:], typed?.problems ?? [],
        visit.phrases), visit.phrases("Restrict the processing"), typed, visit)
  }

  fileprivate func liftingForm(
    for visit: Visit, typed: FormReading? = nil
  ) async throws -> Response {
    let facts = try await facts(for: visit)
    let open = try await ListRestrictions(office).of(facts.id, by: visit.caller)
    guard let open else { throw Refusal.notRestricted }
    return form(
      FormPage.lifting(
        of: facts, open, typed: typed?.typed ?? [:], typed?.problems ?? [], visit.phrases),
      visit.phrases("Lift the restriction"), typed, visit)
  }

  /// Writes down first how somebody told the applicant, where the form asks for it.
  fileprivate func lift(for visit: Visit) async throws -> Response {
    let application = try visit.application
    var reading = FormReading(try await visit.form(), visit.phrases)
    if reading.form.has("toldOn") {
      let day = reading.day("toldOn")
      let channel = reading.choice("channel", NoticeChannel.self)
      guard let day, let channel else {
        return try await liftingForm(for: visit, typed: reading)
      }
      do {
        try await AnnounceLifting(office)(
          application, liftOn: nil, told: Restriction.Told(on: day, channel: channel),
          by: visit.caller)
      } catch Refusal.invalid(let field, let problem) {
        reading.refuse(field, problem)
        return try await liftingForm(for: visit, typed: reading)
      }
    }
    try await LiftRestriction(office)(application, by: visit.caller)
    return Desk.see("/requests", said: "lifted")
  }

  fileprivate func objectionForm(
    for visit: Visit, typed: FormReading? = nil
  ) async throws -> Response {
    form(
      FormPage.objection(
        of: try await facts(for: visit), typed: typed?.typed ?? [:], typed?.problems ?? [],
        visit.phrases), visit.phrases("Record an objection"), typed, visit)
  }

  fileprivate func receiveObjection(for visit: Visit) async throws -> Response {
    let application = try visit.application
    var reading = FormReading(try await visit.form(), visit.phrases)
    let against = reading.choice("against", ObjectionTarget.self)
    let day = reading.day("receivedOn")
    let channel = reading.choice("channel", NoticeChannel.self)
    let text = reading.optionalText("text", atMost: InputText.reason, lines: .many)
    if let against, let day, let channel, reading.problems.isEmpty {
      do {
        _ = try await ReceiveObjection(office)(
          application,
          ObjectionRecord(
            against: against, receivedOn: day, channel: channel, text: text.map { Private($0) }),
          by: visit.caller)
        return Desk.see("/applications/\(application)", said: "objectionRecorded")
      } catch let refusal as Refusal where refusal != .unknown {
        reading.refuse(refusal, otherwise: "against")
      }
    }
    return try await objectionForm(for: visit, typed: reading)
  }

  fileprivate func decisionForm(
    for visit: Visit, typed: FormReading? = nil
  ) async throws -> Response {
    let objection = try visit.id("objection", of: Subject.Objection.self)
    let facts = try await facts(for: visit)
    let asked = try await ShowObjection(office)(objection, of: facts.id, by: visit.caller)
    return form(
      FormPage.decision(
        on: objection, of: facts, receivedOn: asked.receivedOn, answerBy: asked.answerBy,
        words: asked.words?.reveal(), typed: typed?.typed ?? [:], typed?.problems ?? [],
        visit.phrases), visit.phrases("Decide on an objection"), typed,
      visit)
  }
}
