import Domain
import Pages

/// A form as it was sent, field by field.
struct DeskForm: Sendable {
  let fields: [(name: String, value: String)]

  init(_ body: FormBody) { fields = body.fields }

  init(fields: [(name: String, value: String)]) { self.fields = fields }

  /// The first value of a field; empty when it wasn't sent.
  subscript(_ name: String) -> String { fields.first { $0.name == name }?.value ?? "" }

  /// All values of a field, such as the rows that were ticked.
  func values(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }

  func has(_ name: String) -> Bool { fields.contains { $0.name == name } }
}

/// Reads a form's values and remembers what is wrong with them, field by field.
struct FormReading {
  let form: DeskForm
  private let phrases: Phrases
  private(set) var problems: [FieldProblem] = []

  init(_ form: DeskForm, _ phrases: Phrases) {
    self.form = form
    self.phrases = phrases
  }

  mutating func refuse(_ field: String, _ problem: InputProblem) {
    problems.append(FieldProblem(field: field, text: phrases.words(for: problem)))
  }

  mutating func refuse(_ field: String, _ text: String) {
    problems.append(FieldProblem(field: field, text: text))
  }

  /// What a use case refused, beside its field.
  mutating func refuse(_ refusal: Refusal, otherwise field: String) {
    if case .invalid(let field, let problem) = refusal { return refuse(field, problem) }
    refuse(field, phrases.words(for: refusal).text)
  }

  /// A text without white space around it; `nil` and a problem when there is none.
  mutating func text(
    _ field: String, atMost limit: Int, lines: InputText.Lines = .one
  ) -> String? {
    let text = trimmed(field)
    if let problem = InputText.problem(of: text, atMost: limit, lines: lines) {
      refuse(field, problem)
      return nil
    }
    return text
  }

  /// The same for a field that may stay empty.
  mutating func optionalText(
    _ field: String, atMost limit: Int, lines: InputText.Lines = .one
  ) -> String? {
    trimmed(field).isEmpty ? nil : text(field, atMost: limit, lines: lines)
  }

  /// An e-mail address, if the field isn't empty.
  mutating func optionalAddress(_ field: String) -> String? {
    let text = trimmed(field)
    if text.isEmpty { return nil }
    guard InputText.isAddress(text) else {
      refuse(field, .notAnAddress)
      return nil
    }
    return text
  }

  /// One of the words of a type; `nil` and a problem for anything else.
  mutating func choice<Word: RawRepresentable<String>>(_ field: String, _: Word.Type) -> Word? {
    if let word = Word(rawValue: form[field]) { return word }
    refuse(field, form[field].isEmpty ? .missing : .notAllowed)
    return nil
  }

  mutating func day(_ field: String) -> Day? {
    let text = trimmed(field)
    if let day = Day(text) { return day }
    refuse(field, text.isEmpty ? .missing : .notADay)
    return nil
  }

  mutating func optionalDay(_ field: String) -> Day? {
    trimmed(field).isEmpty ? nil : day(field)
  }

  /// An id that the form carries.
  mutating func id<Subject>(_ field: String, of: Subject.Type) -> Identifier<Subject>? {
    if let id = Identifier<Subject>(form[field]) { return id }
    refuse(field, form[field].isEmpty ? .missing : .notAnID)
    return nil
  }

  private func trimmed(_ field: String) -> String {
    let text = form[field].drop(while: \.isWhitespace)
    return String(text.reversed().drop(while: \.isWhitespace).reversed())
  }
}
