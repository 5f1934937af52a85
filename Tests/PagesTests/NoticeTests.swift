import Domain
import Foundation
import Testing

@testable import Pages

/// The privacy notice: what it states, and how it is shown and sent.
@Suite struct NoticeTests {
  private let sample: Sample
  private let rules: RetentionRules

  init() throws {
    sample = try Sample()
    rules = try #require(
      RetentionRules(
        version: 1,
        evidenceMonths: [.hired: 6, .rejected: 6, .withdrawn: 3, .offerDeclined: 6],
        poolMonths: 18))
  }

  private func text(_ language: Language) throws -> String {
    try #require(NoticeText.all(house: sample.house, rules: rules)[language])
  }

  @Test(arguments: Language.allCases)
  func everyNoticeStatesWhatTheLawAsksFor(language: Language) throws {
    let text = try text(language)
    for fact in [
      "Beispiel GmbH, Musterweg 1, Bonn", Sample.contact,
      "Robin Muster, datenschutz@beispiel.example", "LDI Nordrhein-Westfalen", "18", "28",
      "§ 26 BDSG", "https://beispiel.example/privacy",
    ] {
      #expect(text.contains(fact), "\(fact)")
    }
    for article in ["6", "7", "15", "16", "17", "18", "20", "21", "22", "77"] {
      #expect(text.contains("Art. \(article)"), "article \(article)")
    }
  }

  @Test func aChangedFactIsAChangedText() throws {
    let other = RetentionRules(
      version: 2, evidenceMonths: rules.evidenceMonths, poolMonths: 24)
    #expect(
      NoticeText.all(house: sample.house, rules: try #require(other))
        != NoticeText.all(house: sample.house, rules: rules))
    let house = House(
      company: "Beispiel GmbH", contact: Sample.contact, recipients: "Rechenzentrum Bonn.",
      publicURL: "https://lethe.example", officeTime: sample.house.officeTime)
    #expect(
      NoticeText.all(house: house, rules: rules)[.german]?
        .contains("Außerhalb von Beispiel GmbH: Rechenzentrum Bonn.") == true)
  }

  @Test func periodsThatAreAlikeAreSaidOnce() throws {
    #expect(try text(.english).contains("6 months after the end of the procedure ("))
    #expect(try text(.english).contains("3 months after the end of the procedure (withdrawal)"))
  }

  @Test(arguments: Language.allCases)
  func theRightToObjectStandsApart(language: Language) throws {
    let blocks = NoticeBlocks(try text(language)).blocks
    let heading = language == .german ? "Ihr Widerspruchsrecht" : "Your right to object"
    let place = try #require(blocks.firstIndex { $0.section == heading })
    #expect(blocks[place + 1].sentence?.contains("Art. 21") == true)
    #expect(blocks[place + 2].section != nil)
  }

  @Test func theAcknowledgementCarriesTheWholeNoticeInBothForms() throws {
    for language in Language.allCases {
      let notice = PrivacyNotice.Edition(
        version: "7", language: language, text: try text(language))
      let letter = sample.letter(
        .acknowledgement(
          receivedOn: try Sample.day("2026-03-02"), source: .applicant, notice: notice), language)
      let plain = letter.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      let blocks = NoticeBlocks(notice.text)
      for block in blocks.blocks {
        let part = try #require(block.section ?? block.sentence)
        #expect(plain.contains(part))
        #expect(words(letter.html).contains(part))
      }
      #expect(plain.hasSuffix(try #require(blocks.blocks.last?.sentence)))
      #expect(letter.unsubscribeURL == nil)
    }
  }

  @Test func theAcknowledgementSaysWhereTheDataComeFrom() throws {
    let notice = PrivacyNotice.Edition(version: "7", language: .german, text: "# Hinweise\n\nText.")
    func letter(_ source: Source) throws -> String {
      sample.letter(
        .acknowledgement(
          receivedOn: try Sample.day("2026-03-02"), source: source, notice: notice), .german,
        title: "Buchhaltung"
      ).text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
    #expect(
      try letter(.applicant).contains(
        "Vielen Dank für Ihre Bewerbung für „Buchhaltung“, eingegangen am 2. März 2026. Nur wer an "
          + "dieser Auswahl beteiligt ist, sieht sie. Sie hören in jedem Fall von uns. Bei Fragen, "
          + "Korrekturen oder Rückzug antworten Sie einfach. Unten: Datenschutzhinweise, Fassung 7."
      ))
    #expect(try letter(.agency).contains("von einer Personalvermittlung"))
    #expect(try letter(.referral).contains("von jemandem bekommen, der Sie uns empfohlen hat"))
  }

  @Test func theFootNamesTheVersionInForceAndLeadsToIt() throws {
    let pages = try LinkPages(house: sample.house.with(privacyNotice: "2026-1"))
    let page = pages.page(for: nil, actionPath: "/c/x", language: .german)
    #expect(page.contains("<a href=\"/privacy/2026-1\" rel=\"noreferrer\">"))
    #expect(words(page).contains("Datenschutzhinweise, Fassung 2026-1"))
  }

  @Test func theNoticeIsAPageOfItsOwnAndMarkupInItIsText() throws {
    let notice = PrivacyNotice(
      version: "3", texts: [.english: "# Our <b>notice</b>\n\n## Who\n\nWe\ndo.\n\n{{company}}"],
      usedSince: Sample.at)
    let page = sample.pages.privacyPage(notice, language: .english)
    #expect(page.contains("<h1>Our &lt;b&gt;notice&lt;/b&gt;</h1>"))
    #expect(page.contains("<h2>Who</h2>") && page.contains("We do."))
    #expect(page.contains("{{company}}"))
    #expect(words(page).contains("Version 3, in force since 10 April 2026."))
    let unknown = sample.pages.privacyPage(nil, language: .german)
    #expect(words(unknown).contains("Diese Fassung kennen wir nicht."))
  }
}
