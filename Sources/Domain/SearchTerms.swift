import Foundation

/// What an application can be found by: its e-mail address as a whole, and the beginnings of the
/// parts of its name. Only keyed hashes of these ever reach the database.
package struct SearchTerms: Sendable, Equatable {
  package let email: String?
  package let nameBeginnings: [String]

  /// Beginnings shorter than this are kept only when they are the whole part.
  static let shortest = 3
  /// Longer beginnings are cut here, in the index and in the question alike.
  static let longest = 16

  /// The terms an application is stored under.
  package init(of applicant: Applicant) {
    email = applicant.email.map { Self.normalised($0.reveal()) }
    let parts =
      Self.parts(of: applicant.givenName.reveal()) + Self.parts(of: applicant.familyName.reveal())
    var beginnings: Set<String> = []
    for part in parts {
      if part.count < Self.shortest { beginnings.insert(part) }
      for length in stride(from: Self.shortest, through: min(part.count, Self.longest), by: 1) {
        beginnings.insert(String(part.prefix(length)))
      }
    }
    nameBeginnings = beginnings.sorted()
  }

  /// An address alone, as the staff are told apart by it.
  package init(email: String) {
    self.email = Self.normalised(email)
    nameBeginnings = []
  }

  /// What somebody typed: an address if it holds an `@`, else beginnings of names, all of which
  /// must match.
  package init(question: String) {
    let text = Self.normalised(question)
    if text.contains("@") {
      email = text
      nameBeginnings = []
    } else {
      email = nil
      // From the question itself: folding twice is not always the same as folding once.
      let parts = Self.parts(of: question)
      nameBeginnings = Set(parts.map { String($0.prefix(Self.longest)) }).sorted()
    }
  }

  /// Compatibility form, case and diacritics folded: `Müller` is found by `muller` and `MÜL`.
  static func normalised(_ text: String) -> String {
    text.precomposedStringWithCompatibilityMapping
      .folding(options: [.caseInsensitive, .diacriticInsensitive, .widthInsensitive], locale: nil)
      .trimmingCharacters(in: .whitespacesAndNewlines)
  }

  private static func parts(of name: String) -> [String] {
    normalised(name).split { !($0.isLetter || $0.isNumber) }.map(String.init)
  }
}
