package import Domain

/// What stands in the fields about a person: as stored, or as sent.
package struct PersonDraft: Sendable {
  package let values: [String: String]

  /// The fields' names.
  package static let fields = [
    "givenName", "familyName", "email", "phone", "address", "language",
  ]

  /// As a form had them.
  package init(_ values: [String: String]) { self.values = values }

  /// As they are stored.
  package init(_ applicant: Applicant) {
    values = [
      "givenName": applicant.givenName.reveal(), "familyName": applicant.familyName.reveal(),
      "email": applicant.email?.reveal() ?? "", "phone": applicant.phone?.reveal() ?? "",
      "address": applicant.address?.reveal() ?? "", "language": applicant.language.rawValue,
    ]
  }

  func fields(_ problems: [FieldProblem], _ phrases: Phrases) -> [Field] {
    func line(
      _ name: String, _ label: String, type: String = "text", help: String? = nil,
      isRequired: Bool = false
    ) -> Field {
      // The browser's own address book knows the person at the desk, not the applicant.
      .line(
        name, label, value: values[name] ?? "", type: type, help: help, autocomplete: "off",
        isRequired: isRequired, problems: problems)
    }
    return [
      line("givenName", phrases("Given name"), isRequired: true),
      line("familyName", phrases("Family name"), isRequired: true),
      line(
        "email", phrases("E-mail"), type: "email",
        help: phrases("Without one, letters are printed.")),
      line("phone", phrases("Telephone"), type: "tel"),
      .text(
        "address", phrases("Address"), value: values["address"] ?? "", problems: problems),
      .choice(
        "language", phrases("Language of mails and letters"),
        Language.allCases.map {
          .init(
            $0.rawValue, phrases.name(of: $0),
            isChosen: $0.rawValue == values["language"] ?? Language.german.rawValue)
        }, problems: problems),
    ]
  }
}

/// Corrects what is stored about a person (Art. 16 GDPR).
package struct CorrectPersonPage: DeskContent {
  package static let template = "person"
  let personHeading: String
  let personAction: String
  let backAddress: String
  let personFields: [Field]

  package init(
    name: String, path: String, _ draft: PersonDraft, _ problems: [FieldProblem],
    _ phrases: Phrases
  ) {
    personHeading = phrases("Correct {name}", ["name": Readable.line(name)])
    personAction = "\(path)/person"
    backAddress = path
    personFields = draft.fields(problems, phrases)
  }
}

/// A vacancy that can be chosen.
package struct VacancyChoice: Sendable {
  package let id: VacancyID
  package let title: String

  package init(id: VacancyID, title: String) {
    self.id = id
    self.title = title
  }
}

/// Receives an application that came by post or mail.
package struct NewApplicationPage: DeskContent {
  package static let template = "applicationNew"
  let once: String
  let arrivalFields: [Field]
  let personFields: [Field]

  package init(
    _ values: [String: String], vacancies: [VacancyChoice], today: Day, once: String,
    _ problems: [FieldProblem], _ phrases: Phrases
  ) {
    self.once = once
    let chosen = values["vacancyId"] ?? ""
    arrivalFields = [
      .choice(
        "vacancyId", phrases("Vacancy"),
        [.init("", phrases("None: unsolicited"), isChosen: chosen.isEmpty)]
          + vacancies.map {
            .init($0.id.text, Readable.line($0.title), isChosen: $0.id.text == chosen)
          }, problems: problems),
      .choice(
        "channel", phrases("How it came"),
        Channel.allCases.map {
          .init(
            $0.rawValue, phrases.name(of: $0),
            isChosen: $0.rawValue == values["channel"] ?? Channel.email.rawValue)
        }, problems: problems),
      .choice(
        "source", phrases("From whom"),
        Source.allCases.map {
          .init(
            $0.rawValue, phrases.name(of: $0),
            isChosen: $0.rawValue == values["source"] ?? Source.applicant.rawValue)
        }, problems: problems),
      .line(
        "receivedOn", phrases("Received on"), value: values["receivedOn"] ?? today.description,
        type: "date", isRequired: true, problems: problems),
    ]
    personFields = PersonDraft(values).fields(problems, phrases)
  }
}
