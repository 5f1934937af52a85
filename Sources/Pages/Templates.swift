import Mustache

/// The templates, read once. Whatever is put into one is escaped.
struct Templates: Sendable {
  private let library: MustacheLibrary
  private let page: MustacheTemplate
  private let letter: MustacheTemplate

  init() throws {
    MustacheContentTypes.register(MarkupText(), named: MarkupText.name)
    var library = MustacheLibrary()
    library.register(try Self.read(PackageResources.runs_mustache), named: "runs")
    library.register(try Self.read(PackageResources.paragraph_mustache), named: "paragraph")
    library.register(try Self.read(PackageResources.choice_mustache), named: "choice")
    self.library = library
    page = try Self.read(PackageResources.page_mustache)
    letter = try Self.read(PackageResources.letter_mustache)
  }

  func page(_ view: PageView) -> String { page.render(view, library: library) }

  func letter(_ view: LetterView) -> String { letter.render(view, library: library) }

  /// Every template begins by choosing our escaping; a partial would otherwise fall back to the
  /// library's own.
  private static func read(_ bytes: [UInt8]) throws -> MustacheTemplate {
    try MustacheTemplate(
      string: "{{% CONTENT_TYPE:\(MarkupText.name)}}\n" + String(decoding: bytes, as: UTF8.self))
  }
}

/// Escapes by Unicode scalar. The library's own escaping compares whole characters, and a `<`
/// that shares its character with a neighbour (U+0600 before it, U+0301 after it) passes it.
struct MarkupText: MustacheContentType {
  static let name = "MARKUP"

  func escapeText(_ text: String) -> String {
    var escaped = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "<": escaped.append(contentsOf: "&lt;".unicodeScalars)
      case ">": escaped.append(contentsOf: "&gt;".unicodeScalars)
      case "&": escaped.append(contentsOf: "&amp;".unicodeScalars)
      case "\"": escaped.append(contentsOf: "&quot;".unicodeScalars)
      case "'": escaped.append(contentsOf: "&#39;".unicodeScalars)
      default: escaped.append(scalar)
      }
    }
    return String(escaped)
  }
}
