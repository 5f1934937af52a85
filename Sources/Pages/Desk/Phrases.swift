package import Domain

/// What the desk says, in one language. The English text is the name of each phrase; another
/// language is a catalogue of lines `English = translation`.
package struct Phrases: Sendable {
  package let language: Language
  private let translations: [String: String]

  private init(_ language: Language, _ translations: [String: String]) {
    self.language = language
    self.translations = translations
  }

  /// The phrases of a language; where its catalogue lacks one, the English text.
  package static func of(_ language: Language) -> Phrases {
    switch language {
    case .english: Phrases(.english, [:])
    case .german: german
    }
  }

  private static let german = Phrases(
    .german, catalogue(String(decoding: PackageResources.desk_de_phrases, as: UTF8.self)))

  /// The phrase with its `{slots}` filled.
  package func callAsFunction(_ english: String, _ slots: [String: String] = [:]) -> String {
    let text = translations[english] ?? english
    if slots.isEmpty { return text }
    var filled = ""
    var rest = text[...]
    // One pass, so that a value that looks like a slot stays what it is.
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      let name = String(rest[rest.index(after: open)..<close])
      filled += rest[..<open]
      filled += slots[name] ?? "{\(name)}"
      rest = rest[rest.index(after: close)...]
    }
    return filled + rest
  }

  /// Such as `15 March 2026`.
  package func inWords(_ day: Day) -> String { Wording.words(in: language).inWords(day) }

  /// A template with each `[[phrase]]` in this language. Tags of the template stay as they are.
  func translated(_ template: String) -> String {
    var result = ""
    var rest = template[...]
    while let open = rest.firstRange(of: "[["),
      let close = rest[open.upperBound...].firstRange(of: "]]")
    {
      let english = String(rest[open.upperBound..<close.lowerBound])
      result += rest[..<open.lowerBound]
      result += translations[english] ?? english
      rest = rest[close.upperBound...]
    }
    return result + rest
  }

  /// Lines `English = translation`; blank ones and those that begin with `#` say nothing.
  static func catalogue(_ text: String) -> [String: String] {
    var found: [String: String] = [:]
    for line in text.split(whereSeparator: \.isNewline) where !line.hasPrefix("#") {
      guard let middle = line.firstRange(of: " = ") else { continue }
      found[String(line[..<middle.lowerBound])] = String(line[middle.upperBound...])
    }
    return found
  }
}
