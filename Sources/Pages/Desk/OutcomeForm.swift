package import Domain

/// The form in which an outcome is chosen, for one or several applications.
package struct OutcomeForm: DeskContent {
  package static let template = "outcomeForm"
  let formHeading: String
  let back: NoticePage.Way
  let obstacles: [String]
  let vacancyID: String?
  let single: Person?
  let people: [Person]
  let isNobody: Bool
  let outcomes: [Option]
  let outcomeWrong: String?
  let endedField: Field
  let tells: Bool
  let invites: Bool
  let letterHint: String?
  let languageField: Field

  /// Somebody the outcome is for.
  package struct Person: Sendable {
    let personID: String
    let personLine: String

    package init(_ id: ApplicationID, name: String, vacancy: String?) {
      personID = id.text
      personLine = [name, vacancy].compactMap(\.self).joined(separator: ", ")
    }
  }

  /// One of the outcomes.
  struct Option: Sendable {
    let outcomeCode: String
    let outcomeLabel: String
    let isPicked: Bool
  }

  /// What was typed.
  package struct Typed: Sendable {
    package var outcome: String
    package var endedOn: String
    package var tells: Bool
    package var invites: Bool
    package var language: String

    package init(
      outcome: String = "", endedOn: String, tells: Bool = true, invites: Bool = false,
      language: String = ""
    ) {
      self.outcome = outcome
      self.endedOn = endedOn
      self.tells = tells
      self.invites = invites
      self.language = language
    }
  }

  /// `obstacles` say of whom nothing can be recorded; `withoutAddress` are to be written letters.
  package init(
    _ people: [Person], obstacles: [String], withoutAddress: Int, vacancy: VacancyID?,
    back: NoticePage.Way, typed: Typed, problems: [FieldProblem] = [], _ phrases: Phrases
  ) {
    formHeading =
      switch people.count {
      case 0: phrases("Record outcome")
      case 1: phrases("Record outcome: {name}", ["name": people[0].personLine])
      default: phrases("Record outcome for {number}", ["number": "\(people.count)"])
      }
    self.back = back
    self.obstacles = obstacles
    vacancyID = vacancy?.text
    single = people.count == 1 ? people[0] : nil
    self.people = people
    isNobody = people.isEmpty
    outcomes = [OutcomeKind.rejected, .withdrawn, .offerDeclined, .hired].map {
      Option(
        outcomeCode: $0.rawValue, outcomeLabel: phrases.name(of: $0),
        isPicked: $0.rawValue == typed.outcome)
    }
    outcomeWrong = problems.first { $0.field == "outcome" }?.text
    endedField = .line(
      "endedOn", phrases("Ended on"), value: typed.endedOn, type: "date",
      help: phrases("The day the procedure ended; periods count from it."), isRequired: true,
      problems: problems)
    tells = typed.tells
    invites = typed.invites
    letterHint =
      withoutAddress == 0
      ? nil
      : phrases(
        "Without an e-mail address: {number}. Their letters are printed afterwards.",
        ["number": "\(withoutAddress)"])
    languageField = .choice(
      "language", phrases("Language of the invitation"),
      [Field.Option("", phrases("The applicant's own"), isChosen: typed.language.isEmpty)]
        + Language.allCases.map {
          Field.Option(
            $0.rawValue, phrases.name(of: $0), isChosen: typed.language == $0.rawValue)
        }, problems: problems)
  }
}
