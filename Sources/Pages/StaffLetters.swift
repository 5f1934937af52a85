package import Domain

/// What the staff is written, in words: no applicant's name, since mail is forwarded.
package struct StaffLetters: Sendable {
  private let house: House
  private let templates: Templates

  /// Reads the templates; throws when one of them cannot be read.
  package init(house: House) throws {
    self.house = house
    templates = try Templates()
  }

  /// The letter in the colleague's language.
  package func text(for letter: StaffLetter) -> RenderedLetter {
    let words = Wording.words(in: letter.language)
    let content =
      switch letter.message {
      case .digest(let waiting):
        words.digest(
          waiting.map {
            (title: Readable.title($0.vacancyTitle) ?? "–", applications: $0.applications)
          })
      }
    let view = LetterView(
      languageCode: letter.language.rawValue, subject: content.subject,
      greeting: words.staffGreeting, before: content.beforeLink, link: "\(house.publicURL)/",
      after: content.afterLink, closing: words.labels.closing, company: house.company,
      imprint: Imprint(house: house, labels: words.labels).lines.map {
        LetterView.Line(term: $0.term, details: $0.details)
      }, below: nil)
    return RenderedLetter(
      subject: view.subject, text: PlainText.letter(view), html: templates.letter(view),
      unsubscribeURL: nil)
  }
}
