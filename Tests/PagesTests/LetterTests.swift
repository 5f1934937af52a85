import Domain
import Testing

@testable import Pages

/// What applicants are written: the agreed words, twice the same, and nobody in the subject.
@Suite struct LetterTests {
  private let sample: Sample

  init() throws { sample = try Sample() }

  private static let link = Letter.Message.invitation(link: Private(Sample.token))

  private func messages() throws -> [Letter.Message] {
    [
      .rejection, Self.link,
      .confirmation(
        givenOn: try Sample.day("2026-03-19"), eraseOn: try Sample.day("2028-03-18"),
        link: Private(Sample.token)),
      .withdrawalReceipt(at: Sample.at),
      .erasureReceipt(at: Sample.at, finalOn: try Sample.day("2026-05-08")),
    ]
  }

  private func flat(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  @Test func theRejection() throws {
    let evidence = [try Sample.evidence()]
    let german = sample.letter(.rejection, .german, title: "Buchhaltung", remaining: evidence)
    #expect(german.subject == "Antwort auf Ihre Bewerbung")
    #expect(
      flat(german.text).hasPrefix(
        "Guten Tag Kim Sondername, Vielen Dank für Ihre Bewerbung für „Buchhaltung“ und Ihre Mühe. "
          + "Leider können wir Ihnen die Stelle nicht anbieten; das Verfahren ist damit für Sie "
          + "beendet. Wir wünschen Ihnen alles Gute. \(WordingTests.evidenceDE) Freundliche Grüße "
          + "Beispiel GmbH"))
    let english = sample.letter(.rejection, remaining: evidence)
    #expect(english.subject == "Reply to your application")
    #expect(
      flat(english.text).hasPrefix(
        "Hello Kim Sondername, Thank you for your application for \"Accounting\" and your effort. "
          + "Unfortunately we cannot offer you the position; the procedure has ended for you. We "
          + "wish you all the best. \(WordingTests.evidenceEN) Kind regards Beispiel GmbH"))
  }

  @Test func theInvitation() {
    let url = "https://lethe.example/c/\(Sample.token)"
    let german = sample.letter(Self.link, .german, title: nil)
    #expect(german.subject == "Eine Frage zu Ihrer Bewerbung")
    #expect(
      flat(german.text).contains(
        "Dürfen wir Ihre Initiativbewerbung für spätere Stellen aufbewahren? Lesen und antworten: "
          + "\(url) Das ist freiwillig; ein Nein oder keine Antwort hat keine Nachteile."))
    let english = sample.letter(Self.link)
    #expect(english.subject == "A question about your application")
    #expect(
      flat(english.text).contains(
        "May we keep your application for \"Accounting\" for later vacancies? Read and answer: "
          + "\(url) This is voluntary; no, or no answer, brings no disadvantage."))
    #expect(english.html.contains("<a href=\"\(url)\">\(url)</a>"))
  }

  @Test func theConfirmationCanBeUnsubscribedFrom() throws {
    let message = try messages()[2]
    let german = sample.letter(message, .german, title: "Buchhaltung")
    let url = "https://lethe.example/c/\(Sample.token)"
    #expect(german.subject == "Bestätigung zu Ihrer Bewerbung")
    #expect(
      flat(german.text).contains(
        "Am 19. März 2026 haben Sie eingewilligt, dass wir Ihre Bewerbung für „Buchhaltung“ im "
          + "Pool aufbewahren. Am 18. März 2028 löschen wir sie. Ansehen oder widerrufen: \(url) "
          + "Abmelden löscht Ihre Bewerbung aus unserem Pool."))
    let english = sample.letter(message)
    #expect(english.subject == "Confirmation about your application")
    #expect(
      flat(english.text).contains(
        "On 19 March 2026 you consented to our keeping your application for \"Accounting\" in the "
          + "pool. We erase it on 18 March 2028. View or withdraw: \(url) "))
    #expect(english.text.contains("\nUnsubscribing deletes your application from our pool.\n"))
    #expect(english.unsubscribeURL == "\(url)/withdraw")
  }

  @Test func onlyWhoIsInThePoolCanUnsubscribe() throws {
    let which = try messages().map { sample.letter($0).unsubscribeURL != nil }
    #expect(which == [false, false, true, false, false])
  }

  @Test func theReceiptsSayWhatTheirPagesSay() throws {
    let withdrawal = sample.letter(
      .withdrawalReceipt(at: Sample.at), .german, title: "Buchhaltung",
      remaining: [try Sample.evidence()])
    #expect(withdrawal.subject == "Ihr Widerruf gilt")
    #expect(
      flat(withdrawal.text).contains(
        "Ihr Widerruf gilt. Seit 10. April 2026 verwenden wir Ihre Bewerbung nicht mehr für andere "
          + "Stellen. \(WordingTests.evidenceDE)"))
    let pending = sample.letter(.withdrawalReceipt(at: Sample.at))
    #expect(flat(pending.text).contains("in effect. Erasure follows by itself."))
    let erasure = sample.letter(try messages()[4])
    #expect(erasure.subject == "Your application is erased")
    #expect(
      flat(erasure.text).contains(
        "Your application is erased. On 10 April 2026: contact details, documents, notes. In "
          + "encrypted backups it is unreadable from 8 May 2026 at the latest. A receipt without "
          + "your name remains. We wish you well."))
  }

  @Test(arguments: Language.allCases)
  func bothFormsSayTheSame(language: Language) throws {
    for message in try messages() {
      let letter = sample.letter(message, language, remaining: [try Sample.evidence()])
      let html = letter.html.replacing("<br>", with: " ")
      #expect(words(html) == flat(letter.text))
      #expect(!letter.html.contains("style=") && !letter.html.contains("<script"))
    }
  }

  @Test(arguments: Language.allCases)
  func noSubjectNamesAnyone(language: Language) throws {
    for message in try messages() {
      let letter = sample.letter(message, language, title: "Sondertitel")
      #expect(!letter.subject.contains("Kim") && !letter.subject.contains("Sonder"))
      #expect(!letter.html.contains("<title>Kim") && "\(letter)" == letter.subject)
    }
  }

  @Test(arguments: Language.allCases)
  func linesStayShortAndDatesAndAddressesWhole(language: Language) throws {
    for message in try messages() {
      let letter = sample.letter(message, language, remaining: [try Sample.evidence()])
      for line in letter.text.split(separator: "\n") {
        #expect(line.count <= PlainText.columns || line.hasPrefix("https://"))
        let endsInNumber = line.wholeMatch(of: /.*(\d|\d\.|Art\.|Abs\.)/) != nil
        #expect(!endsInNumber || line.contains(/\ 202[68]\.?$/), "\(line)")
      }
    }
  }

  @Test func aNumberStaysWithItsNeighbours() {
    let dated = String(repeating: "x", count: 60) + " am 15. September 2026 y"
    #expect(PlainText.wrapped(dated).hasSuffix("x\nam 15. September 2026 y"))
    #expect(PlainText.wrapped("a  b") == "a  b")
    #expect(PlainText.wrapped("") == "")
    let long = String(repeating: "y", count: 90)
    #expect(PlainText.wrapped("x \(long) z") == "x\n\(long)\nz")
  }
}
