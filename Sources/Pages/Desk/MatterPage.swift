/// Asks for the matter for which somebody opens an application.
package struct MatterPage: DeskContent {
  package static let template = "matter"
  let matterAction: String
  let matterNext: String
  let matterFields: [Field]

  package init(
    action: String, next: String, value: String = "", _ problems: [FieldProblem],
    _ phrases: Phrases
  ) {
    matterAction = action
    matterNext = next
    matterFields = [
      .line(
        "matter", phrases("Matter or reason"), value: value,
        help: phrases("Kept sealed with the entry in the ledger, for half an hour of this visit."),
        autocomplete: "off", isRequired: true, problems: problems)
    ]
  }
}
