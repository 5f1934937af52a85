package import struct Foundation.Date

/// What applicants are told about their data (Art. 13, 14 GDPR): one version, in every language.
/// A text is a line `# Title`, then paragraphs parted by empty lines, some of them `## Headings`.
package struct PrivacyNotice: Sendable, Equatable {
  package let version: String
  package let texts: [Language: String]
  /// Since when this version is used; the last time, if it was used before.
  package let usedSince: Date

  package init(version: String, texts: [Language: String], usedSince: Date) {
    self.version = version
    self.texts = texts
    self.usedSince = usedSince
  }

  /// One version in one language, as it is put into a letter.
  package struct Edition: Sendable, Equatable {
    package let version: String
    package let language: Language
    package let text: String

    package init(version: String, language: Language, text: String) {
      self.version = version
      self.language = language
      self.text = text
    }
  }

  /// In a language; in another one if it hasn't been written in that.
  package func edition(in language: Language) -> Edition? {
    for candidate in [language] + Language.allCases {
      if let text = texts[candidate] {
        return Edition(version: version, language: candidate, text: text)
      }
    }
    return nil
  }

  /// Whether a text can name a version: short, without spaces or anything an address would escape.
  package static func isVersion(_ text: some StringProtocol) -> Bool {
    (1...40).contains(text.utf8.count) && text.utf8.first.map(isAlphanumeric) == true
      && text.utf8.allSatisfy { isAlphanumeric($0) || "._-".utf8.contains($0) }
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }
}

/// That somebody was shown a version of the notice, when and how.
package struct Information: Sendable, Equatable {
  package let version: String
  package let article: Article
  package let language: Language
  package let channel: Channel
  package let at: Date

  package init(
    version: String, article: Article, language: Language, channel: Channel, at: Date
  ) {
    self.version = version
    self.article = article
    self.language = language
    self.channel = channel
    self.at = at
  }

  /// The article by which somebody is to be told: 13 where the data come from themselves, 14 where
  /// they come from somebody else.
  package enum Article: Int, Sendable {
    case fromThePerson = 13
    case fromOthers = 14

    /// Which one asks for it, by where an application came from.
    package init(source: Source) { self = source == .applicant ? .fromThePerson : .fromOthers }
  }

  /// How it was shown.
  package enum Channel: String, CaseIterable, Sendable { case email, link, post }
}
