import Casework
import Domain
import Hummingbird

extension Route {
  /// Applications as a whole: received, listed, opened, corrected.
  static let applications: [Route] = [
    Route(.post, "/applications", ReceiveApplication.roles) { office, call in
      let input = try await call.input(
        "vacancyId", "channel", "source", "externalId", "receivedAt", "applicant")
      let id = try await ReceiveApplication(office)(
        NewApplication(reading: input), by: call.caller)
      return .created(id, at: "/applications/\(id)")
    },
    Route(.get, "/applications", ListApplications.roles) { office, call in
      let query = try call.query("vacancy", "stage", "outcome", "q", "limit", "cursor")
      let filter = ApplicationFilter(
        vacancy: try query.id("vacancy", of: Subject.Vacancy.self),
        stage: try query.choice("stage", Stage.self),
        outcome: try query.choice("outcome", OutcomeKind.self),
        question: try query.text("q", atMost: Query.question).map { Private($0) },
        limit: try query.limit(), cursor: try query.cursor())
      let lines = try await ListApplications(office)(filter, by: call.caller)
      return .json(Printer(office.time).lines(lines))
    },
    Route(.get, "/endings", ListEndings.roles) { office, call in
      let query = try call.query("limit", "cursor")
      let lines = try await ListEndings(office)(
        limit: query.limit(), cursor: query.cursor(), by: call.caller)
      return .json(Printer(office.time).lines(lines))
    },
    Route(.get, "/applications/{id}", OpenApplication.roles) { office, call in
      let view = try await OpenApplication(office)(call.application, by: call.caller)
      return .json(Printer(office.time).application(view))
    },
    Route(.patch, "/applications/{id}/applicant", CorrectApplicant.roles) { office, call in
      let id = try call.application
      let input = try await call.input(
        "givenName", "familyName", "email", "phone", "address", "language")
      try await CorrectApplicant(office)(
        id, ApplicantChange(reading: input), by: call.caller)
      return .done
    },
  ]
}

extension Query {
  /// The most scalars of what somebody looks for.
  static let question = 254
}

extension NewApplication {
  fileprivate init(reading input: InputObject) throws(Refusal) {
    let vacancy = try input.optionalID("vacancyId", of: Subject.Vacancy.self)
    let channel = try input.choice("channel", Channel.self)
    let source = try input.optionalChoice("source", Source.self)
    let external = try input.optionalLine("externalId", atMost: InputText.reference)
    let receivedAt = try input.optionalInstant("receivedAt")
    let person = try input.object(
      "applicant", known: ["givenName", "familyName", "email", "phone", "address", "language"])
    self.init(
      vacancy: vacancy, channel: channel, source: source ?? .applicant,
      externalID: external.map { Private($0) }, receivedAt: receivedAt,
      applicant: try Applicant(reading: person))
  }
}

extension Applicant {
  fileprivate init(reading input: InputObject) throws(Refusal) {
    self.init(
      givenName: Private(try input.line("givenName", atMost: InputText.namePart)),
      familyName: Private(try input.line("familyName", atMost: InputText.namePart)),
      email: try input.optionalAddress("email").map { Private($0) },
      phone: try input.optionalLine("phone", atMost: InputText.phone).map { Private($0) },
      address: try input.optionalText("address", atMost: InputText.postalAddress)
        .map { Private($0) },
      language: try input.optionalChoice("language", Language.self) ?? .german)
  }
}

extension ApplicantChange {
  fileprivate init(reading input: InputObject) throws(Refusal) {
    self.init(
      givenName: try Self.name("givenName", in: input),
      familyName: try Self.name("familyName", in: input),
      email: Self.change("email", to: try input.optionalAddress("email"), in: input),
      phone: Self.change(
        "phone", to: try input.optionalLine("phone", atMost: InputText.phone), in: input),
      address: Self.change(
        "address", to: try input.optionalText("address", atMost: InputText.postalAddress),
        in: input),
      language: try input.optionalChoice("language", Language.self))
  }

  /// A name can be changed, never taken away.
  private static func name(
    _ field: String, in input: InputObject
  ) throws(Refusal) -> Private<String>? {
    guard input.has(field) else { return nil }
    return Private(try input.line(field, atMost: InputText.namePart))
  }

  private static func change(_ field: String, to value: String?, in input: InputObject) -> Change {
    if let value { return .set(Private(value)) }
    return input.isNull(field) ? .removed : .unchanged
  }
}
