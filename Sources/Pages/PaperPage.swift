package import Domain
import QRCode

/// Letters on paper: an A4 page to be printed, with the words a mail would have.
extension Letters {
  /// The page. Beside a link's address stands a code that holds it.
  package func page(for letter: PaperLetter) -> String {
    let words = Wording.words(in: letter.language)
    let content = content(
      of: letter.message, title: letter.vacancyTitle, remaining: letter.remaining, words)
    let given = letter.givenName.reveal()
    let family = letter.familyName.reveal()
    let lines = letter.address?.reveal().split(whereSeparator: \.isNewline).map(String.init) ?? []
    return templates.paper(
      PaperView(
        languageCode: letter.language.rawValue, title: content.text.subject,
        stylesheet: Stylesheet.path, company: house.company,
        addressee: (["\(given) \(family)"] + lines).map(Readable.line),
        writtenOn: words.inWords(letter.writtenOn), subject: content.text.subject,
        greeting: Readable.line(words.greeting(givenName: given, familyName: family)),
        before: content.text.beforeLink,
        link: content.link.map { PaperLinkView(scan: words.scan, where: $0, code: Self.code($0)) },
        // A paper can't be unsubscribed from.
        after: content.mayUnsubscribe ? content.text.afterLink.dropLast() : content.text.afterLink,
        closing: words.labels.closing,
        imprint: Imprint(house: house, labels: words.labels).lines.map {
          LetterView.Line(term: $0.term, details: $0.details)
        },
        below: content.below.map { BelowView($0) }))
  }

  /// `nil` for an address that no code holds; then it stands alone.
  private static func code(_ address: String) -> CodeView? {
    do {
      let code = try QRCode(address)
      return CodeView(codeSize: "\(code.svgSize)", codePath: code.svgPath)
    } catch {
      return nil
    }
  }
}

/// A printed letter as its template sees it.
struct PaperView {
  let languageCode: String
  let title: String
  let stylesheet: String
  let company: String
  let addressee: [String]
  let writtenOn: String
  let subject: String
  let greeting: String
  let before: [String]
  let link: PaperLinkView?
  let after: [String]
  let closing: String
  let imprint: [LetterView.Line]
  let below: BelowView?
}

/// Where to answer.
struct PaperLinkView {
  let scan: String
  let `where`: String
  let code: CodeView?
}

/// A code as the path of a drawing.
struct CodeView {
  let codeSize: String
  let codePath: String
}

/// A text that stands whole below a letter.
struct BelowView {
  let belowTitle: String
  let blocks: [NoticeBlocks.Block]

  init(_ text: NoticeBlocks) {
    belowTitle = text.title
    blocks = text.blocks
  }
}
