import Domain
import Foundation
import Testing

@testable import Pages

/// A house, its pages and its letters, and facts to put into them.
struct Sample {
  static let token = "n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg"
  static let action = "/c/\(token)"
  static let contact = "jobs@beispiel.example"

  let house: House
  let pages: LinkPages
  let letters: Letters

  init(contact: String = contact) throws {
    house = House(
      company: "Beispiel GmbH", contact: contact, controller: "Beispiel GmbH, Musterweg 1, Bonn",
      privacyOfficer: "Robin Muster, datenschutz@beispiel.example",
      authority: "LDI Nordrhein-Westfalen", privacyNoticeURL: "https://beispiel.example/privacy",
      publicURL: "https://lethe.example/",
      officeTime: try #require(OfficeTime(zoneNamed: "Europe/Berlin")))
    pages = try LinkPages(house: house)
    letters = try Letters(house: house)
  }

  func page(
    _ state: LinkMatter.State, _ language: Language = .english, title: String? = "Accounting",
    remaining: [Ground] = [], others: [PoolEntry] = [], receipts: [EntryReceipt] = []
  ) -> String {
    pages.page(
      for: LinkMatter(
        state: state, language: language, vacancyTitle: title, remaining: remaining,
        others: others, receipts: receipts),
      actionPath: Self.action, language: language)
  }

  func letter(
    _ message: Letter.Message, _ language: Language = .english, title: String? = "Accounting",
    remaining: [Ground] = [], givenName: String = "Kim", familyName: String = "Sondername"
  ) -> RenderedLetter {
    letters.text(
      for: Letter(
        id: .random(),
        recipient: .init(
          givenName: Private(givenName), familyName: Private(familyName),
          email: Private("kim@example.com")),
        language: language, vacancyTitle: title, message: message, remaining: remaining))
  }

  static func day(_ text: String) throws -> Day { try #require(Day(text)) }

  static func evidence() throws -> Ground {
    Ground(kind: .evidence, since: try day("2026-03-15"), eraseFrom: try day("2026-09-16"))
  }

  /// 10 April 2026, 00:30 in Berlin; the day before in UTC.
  static let at = Date(timeIntervalSince1970: 1_775_773_800)

  /// Every state a matter can be in, with evidence beside it where that can be.
  static func matters() throws -> [(state: LinkMatter.State, remaining: [Ground])] {
    [
      (.asked(poolEraseOn: try day("2028-03-18")), [try evidence()]),
      (.inPool(givenOn: try day("2026-03-19"), eraseOn: try day("2028-03-18")), [try evidence()]),
      (.inPool(givenOn: try day("2026-03-19"), eraseOn: try day("2028-03-18")), []),
      (
        .renewal(eraseOn: try day("2028-03-18"), newEraseOn: try day("2030-01-18")),
        [try evidence()]
      ),
      (.notRenewed(eraseOn: try day("2028-03-18")), []),
      (.declined, [try evidence()]), (.lapsed, [try evidence()]),
      (.withdrawn(at: at), [try evidence()]),
      (.erasurePending(at: at), []),
      (.erased(at: at, finalOn: try day("2026-05-08")), []),
    ]
  }

  /// Every page there is, in both languages.
  func everyPage(title: String? = "Accounting") throws -> [String] {
    try Language.allCases.flatMap { language in
      try Self.matters().map { page($0.state, language, title: title, remaining: $0.remaining) }
        + [
          pages.page(for: nil, actionPath: Self.action, language: language),
          pages.faultPage(incident: "7F3K-22", language: language),
          pages.unreadableAnswerPage(language: language),
          pages.tooManyRequestsPage(language: language),
        ]
    }
  }
}

/// What a reader sees of a page: its words, in one line, entities resolved.
func words(_ html: String) -> String {
  let body = html.firstRange(of: "<body>").map { String(html[$0.upperBound...]) } ?? html
  let bare = body.replacing(/<\/(p|h1|summary|button|dt|dd|div)>/, with: " ")
    .replacing(/<[^>]*>/, with: "")
  // Literally, scalar by scalar, as a browser does it.
  let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
  let text = entities.reduce(bare) { text, entity in
    text.replacingOccurrences(of: entity.0, with: entity.1, options: .literal)
  }
  return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
}
