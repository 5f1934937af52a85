import Casework
import Domain
import Hummingbird
import Pages
import struct Foundation.Date

extension DeskRoute {
  /// A person is added or corrected.
  static let persons: [DeskRoute] = [
    DeskRoute(.get, "/applications/new", ReceiveApplication.roles) { desk, visit in
      var values: [String: String] = [:]
      values["vacancyId"] = visit.parameter("vacancy")
      return try await desk.newApplication(visit, values)
    },
    DeskRoute(.post, "/applications/new", ReceiveApplication.roles) { desk, visit in
      try await desk.receive(visit)
    },
    DeskRoute(.get, "/applications/{id}/person", CorrectApplicant.roles) { desk, visit in
      let view = try await OpenApplication(desk.office)(visit.application, by: visit.caller)
      let facts = ApplicationFacts(view, in: desk.office.time)
      return desk.personPage(visit, name: facts.name, PersonDraft(view.applicant), path: facts.path)
    },
    DeskRoute(.post, "/applications/{id}/person", CorrectApplicant.roles) { desk, visit in
      let application = try visit.application
      var reading = FormReading(try await visit.form(), visit.phrases)
      let path = "/applications/\(application)"
      guard let person = reading.applicant() else {
        let draft = PersonDraft(reading.values(PersonDraft.fields))
        let name = "\(reading.form["givenName"]) \(reading.form["familyName"])"
        return desk.personPage(visit, name: name, draft, path: path, reading.problems)
      }
      try await CorrectApplicant(desk.office)(
        application, ApplicantChange(to: person), by: visit.caller)
      return Desk.see(path, said: "corrected")
    },
  ]
}

extension Desk {
  fileprivate func personPage(
    _ visit: Visit, name: String, _ draft: PersonDraft, path: String,
    _ problems: [FieldProblem] = []
  ) -> Response {
    page(
      visit.frame(visit.phrases("Correct person"), problems: problems),
      CorrectPersonPage(name: name, path: path, draft, problems, visit.phrases),
      problems.isEmpty ? .ok : .unprocessableContent)
  }

  fileprivate func newApplication(
    _ visit: Visit, _ values: [String: String], _ problems: [FieldProblem] = []
  ) async throws -> Response {
    page(
      visit.frame(visit.phrases("Add an application"), problems: problems),
      NewApplicationPage(
        values, vacancies: try await openVacancies(visit), today: try office.today(),
        once: Once.key(), problems, visit.phrases),
      problems.isEmpty ? .ok : .unprocessableContent)
  }

  /// Straight on to its documents.
  fileprivate func receive(_ visit: Visit) async throws -> Response {
    var reading = FormReading(try await visit.form(), visit.phrases)
    let form = reading.form
    let person = reading.applicant()
    let vacancy =
      form["vacancyId"].isEmpty ? nil : reading.id("vacancyId", of: Subject.Vacancy.self)
    let channel = reading.choice("channel", Channel.self)
    let source = reading.choice("source", Source.self)
    let day = reading.day("receivedOn")
    if let person, let channel, let source, let day, reading.problems.isEmpty {
      do {
        let id = try await ReceiveApplication(office)(
          NewApplication(
            vacancy: vacancy, channel: channel, source: source,
            receivedAt: try receipt(on: day), applicant: person),
          by: visit.session.caller(idempotencyKey: Once.key(in: form)))
        return Desk.see("/applications/\(id)/upload", said: "received")
      } catch .invalid("receivedAt", let problem) as Refusal {
        reading.refuse("receivedOn", problem)
      } catch let refusal as Refusal {
        reading.refuse(refusal, otherwise: "vacancyId")
      }
    }
    let fields = PersonDraft.fields + ["vacancyId", "channel", "source", "receivedOn"]
    return try await newApplication(visit, reading.values(fields), reading.problems)
  }

  /// `nil`, which is now, for today; another day's first instant.
  private func receipt(on day: Day) throws -> Date? {
    day == (try office.today()) ? nil : office.time.start(of: day)
  }
}

extension FormReading {
  /// The person as the form names them; `nil` when something about them can't be taken.
  mutating func applicant() -> Applicant? {
    let given = text("givenName", atMost: InputText.namePart)
    let family = text("familyName", atMost: InputText.namePart)
    let email = optionalAddress("email")
    let phone = optionalText("phone", atMost: InputText.phone)
    let address = optionalText("address", atMost: InputText.postalAddress, lines: .many)
    let language = choice("language", Language.self)
    guard let given, let family, let language, problems.isEmpty else { return nil }
    return Applicant(
      givenName: Private(given), familyName: Private(family), email: email.map { Private($0) },
      phone: phone.map { Private($0) }, address: address.map { Private($0) },
      language: language)
  }

  /// What was sent, to stand in the form again.
  func values(_ fields: [String]) -> [String: String] {
    Dictionary(uniqueKeysWithValues: fields.map { ($0, form[$0]) })
  }
}

extension ApplicantChange {
  /// Everything as the form has it: a field left empty is taken away.
  fileprivate init(to person: Applicant) {
    func change(_ value: Private<String>?) -> Change { value.map { .set($0) } ?? .removed }
    self.init(
      givenName: person.givenName, familyName: person.familyName, email: change(person.email),
      phone: change(person.phone), address: change(person.address), language: person.language)
  }
}
