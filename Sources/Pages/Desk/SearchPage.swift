/// The search: by an address or the beginning of a name, and what it found.
package struct SearchPage: DeskContent {
  package static let template = "search"
  let heading: String
  let explanation: String
  let searchFields: [Field]
  let found: LineTable?

  /// Where a role opens things only for a matter, it is asked first. `found` is `nil` before
  /// anything was searched for.
  package init(
    question: String = "", matter: String? = nil, found: LineTable? = nil,
    problems: [FieldProblem] = [], _ phrases: Phrases
  ) {
    heading = phrases("Search")
    explanation =
      matter == nil
      ? phrases("An e-mail address, or the beginning of a name.")
      : phrases(
        "Locked applications are found for a named matter only; it is kept with each that is shown."
      )
    var fields: [Field] = []
    if let matter {
      fields.append(
        .line(
          "matter", phrases("Which matter?"), value: matter, autocomplete: "off",
          isRequired: true, problems: problems))
    }
    fields.append(
      .line(
        "question", phrases("E-mail or beginning of a name"), value: question, type: "search",
        autocomplete: "off", problems: problems))
    searchFields = fields
    self.found = found
  }
}
