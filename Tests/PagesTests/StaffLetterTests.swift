import Domain
import Testing

@testable import Pages

/// What the staff is written.
@Suite struct StaffLetterTests {
  private func digest(_ language: Language, _ waiting: [StaffLetter.Waiting]) throws
    -> RenderedLetter
  {
    try StaffLetters(house: Sample().house).text(
      for: StaffLetter(
        id: .random(), address: Private("lee@example.org"), language: language,
        message: .digest(waiting)))
  }

  private let waiting = [
    StaffLetter.Waiting(vacancyTitle: "Accounting", applications: 3),
    StaffLetter.Waiting(vacancyTitle: "Driver", applications: 1),
  ]

  @Test func countsAndALinkInGerman() throws {
    let letter = try digest(.german, waiting)
    #expect(letter.subject == "Bewerbungen warten auf Ihre Empfehlung")
    #expect(
      letter.text.hasPrefix(
        """
        Guten Tag,

        Auf Ihre Empfehlung warten:

        „Accounting“: 3 Bewerbungen

        „Driver“: 1 Bewerbung

        Ansehen und antworten:

        https://lethe.example/
        """))
    #expect(letter.unsubscribeURL == nil)
  }

  @Test func countsAndALinkInEnglish() throws {
    let letter = try digest(.english, waiting)
    #expect(letter.subject == "Applications wait for your recommendation")
    #expect(letter.text.contains("\"Accounting\": 3 applications\n\n\"Driver\": 1 application\n"))
  }

  @Test func aTitleCannotBreakOutOfItsLine() throws {
    let letter = try digest(
      .english,
      [StaffLetter.Waiting(vacancyTitle: "A\r\nSubject: <b>x</b>\u{202E}", applications: 2)])
    #expect(letter.text.contains("\"A Subject: <b>x</b>\": 2 applications"))
    #expect(letter.html.contains("A Subject: &lt;b&gt;x&lt;/b&gt;"))
  }
}
