/// One field of a form: its label above, help and what is wrong with it beside.
package struct Field: Sendable {
  /// Name and id.
  package let field: String
  package let label: String
  package let value: String
  package let help: String?
  package let wrong: String?
  /// The input's type; `nil` for a long text or a choice.
  package let input: String?
  package let autocomplete: String?
  package let isRequired: Bool
  /// Shown as a text of several lines.
  package let isLong: Bool
  package let choice: Choice?
  /// The ids of what describes the field.
  package let describedBy: String?

  /// The options of a choice.
  package struct Choice: Sendable {
    package let options: [Option]
  }

  /// One option of a choice.
  package struct Option: Sendable {
    package let optionValue: String
    package let optionLabel: String
    package let isChosen: Bool

    package init(_ value: String, _ label: String, isChosen: Bool) {
      optionValue = value
      optionLabel = label
      self.isChosen = isChosen
    }
  }

  private init(
    _ field: String, _ label: String, value: String, help: String?, problems: [FieldProblem],
    input: String?, autocomplete: String?, isRequired: Bool, isLong: Bool = false,
    choice: Choice? = nil
  ) {
    self.field = field
    self.label = label
    self.value = value
    self.help = help
    wrong = problems.first { $0.field == field }?.text
    self.input = input
    self.autocomplete = autocomplete
    self.isRequired = isRequired
    self.isLong = isLong
    self.choice = choice
    let ids = [help.map { _ in "\(field)-help" }, wrong.map { _ in "\(field)-wrong" }]
    describedBy = ids.contains { $0 != nil } ? ids.compactMap(\.self).joined(separator: " ") : nil
  }

  /// A line: `type` is that of an `<input>`, such as `text`, `email`, `date` or `password`.
  package static func line(
    _ field: String, _ label: String, value: String = "", type: String = "text",
    help: String? = nil, autocomplete: String? = nil, isRequired: Bool = false,
    problems: [FieldProblem] = []
  ) -> Field {
    Field(
      field, label, value: value, help: help, problems: problems, input: type,
      autocomplete: autocomplete, isRequired: isRequired)
  }

  /// A text of several lines.
  package static func text(
    _ field: String, _ label: String, value: String = "", help: String? = nil,
    isRequired: Bool = false, problems: [FieldProblem] = []
  ) -> Field {
    Field(
      field, label, value: value, help: help, problems: problems, input: nil, autocomplete: nil,
      isRequired: isRequired, isLong: true)
  }

  /// One of several.
  package static func choice(
    _ field: String, _ label: String, _ options: [Option], help: String? = nil,
    problems: [FieldProblem] = []
  ) -> Field {
    Field(
      field, label, value: "", help: help, problems: problems, input: nil, autocomplete: nil,
      isRequired: false, choice: Choice(options: options))
  }
}
