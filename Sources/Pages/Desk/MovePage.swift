import Domain

/// Moves an application to another vacancy.
package struct MovePage: DeskContent {
  package static let template = "move"
  let ownerName: String
  let moveAction: String
  let backAddress: String
  let moveFields: [Field]
  let hasChoices: Bool

  package init(
    name: String, path: String, vacancies: [VacancyChoice], chosen: String,
    _ problems: [FieldProblem], _ phrases: Phrases
  ) {
    ownerName = Readable.line(name)
    moveAction = "\(path)/move"
    backAddress = path
    hasChoices = !vacancies.isEmpty
    moveFields = [
      .choice(
        "vacancyId", phrases("Vacancy"),
        vacancies.map {
          .init($0.id.text, Readable.line($0.title), isChosen: $0.id.text == chosen)
        }, problems: problems)
    ]
  }
}
