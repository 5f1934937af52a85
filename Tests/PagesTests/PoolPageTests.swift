import Domain
import Testing

@testable import Pages

/// Several entries, staying longer, and letters on paper.
@Suite struct PoolPageTests {
  private let sample: Sample

  init() throws { sample = try Sample() }

  private func inPool(
    _ language: Language, others: [PoolEntry]
  ) throws -> String {
    sample.page(
      .inPool(givenOn: try Sample.day("2026-03-19"), eraseOn: try Sample.day("2028-03-18")),
      language, others: others)
  }

  private func driver() throws -> PoolEntry {
    PoolEntry(
      vacancyTitle: "Driver", givenOn: try Sample.day("2026-05-01"),
      eraseOn: try Sample.day("2028-04-30"), remaining: [try Sample.evidence()])
  }

  @Test func severalEntriesAreListedAndAllOfThemAreChosenBeforehand() throws {
    let page = try inPool(.english, others: [driver()])
    #expect(words(page).contains("You have 2 entries in the pool:"))
    #expect(
      words(page).contains(
        "Application for \"Accounting\", consented on 19 March 2026, in the pool until 18 March "
          + "2028 Application for \"Driver\", consented on 1 May 2026"))
    let radios = page.matches(of: /<input type="radio" name="scope" value="(\w+)"( checked)?>/)
    #expect(radios.map { String($0.1) } == ["all", "this"])
    #expect(radios.map { $0.2 != nil } == [true, false])
    // What follows is said of each before the button.
    #expect(
      words(page).contains(
        "Application for \"Accounting\": Erased at once: contact details, documents, notes. "
          + "Application for \"Driver\": Erased at once: your entry in the pool."))
    #expect(words(page).contains("Your application for \"Driver\" stays stored and locked"))
  }

  @Test func oneEntryNeedsNoChoice() throws {
    for language in Language.allCases {
      #expect(try !inPool(language, others: []).contains("scope"))
    }
    #expect(
      try words(inPool(.german, others: [driver()])).contains("Alle 2 Einträge im Pool"))
  }

  @Test func theReceiptSaysOfEachWhatWasErasedAndWhatRemains() throws {
    let day = try Sample.day("2026-05-08")
    let page = sample.page(
      .erased(at: Sample.at, finalOn: day),
      receipts: [
        EntryReceipt(
          givenOn: try Sample.day("2026-03-01"), fate: .erased(at: Sample.at, finalOn: day)),
        EntryReceipt(
          givenOn: try Sample.day("2026-03-02"),
          fate: .withdrawn(
            at: Sample.at, vacancyTitle: "Driver", remaining: [try Sample.evidence()])),
        EntryReceipt(
          givenOn: try Sample.day("2026-03-03"),
          fate: .withdrawn(at: Sample.at, vacancyTitle: nil, remaining: [])),
      ])
    let text = words(page)
    #expect(text.contains("The entry you consented to on 1 March 2026 was erased on 10 April 2026"))
    #expect(text.contains("the entry you consented to on 2 March 2026 for other vacancies."))
    #expect(text.contains("Your application for \"Driver\" stays stored and locked"))
    #expect(text.contains("on 3 March 2026 for other vacancies. Erasure follows by itself."))
    #expect(page.contains("download=\"receipt.txt\""))
  }

  @Test(arguments: Language.allCases)
  func stayingLongerIsAskedWithYesAndNoAlike(language: Language) throws {
    let page = sample.page(
      .renewal(eraseOn: try Sample.day("2028-03-18"), newEraseOn: try Sample.day("2030-01-17")),
      language)
    let choices = page.matches(of: /(?s)<details.*?<\/details>/).map { String($0.0) }
    #expect(choices.count == 3)
    let shapes = choices.map {
      $0.replacing(/>[^<]+</, with: "><").replacing(/value="[a-z]+"/, with: "value")
    }
    #expect(shapes[0] == shapes[1] && shapes[1] == shapes[2])
    #expect(choices.map { $0.contains("class=\"primary\"") } == [false, false, false])
    let end = language == .german ? "17. Januar 2030" : "17 January 2030"
    #expect(words(page).contains(end))
  }

  @Test func theRenewalIsAskedInTheToneOfTheInvitation() throws {
    let link = Letter.Message.renewal(
      eraseOn: try Sample.day("2028-03-18"), link: Private(Sample.token))
    let german = sample.letter(link, .german, title: "Buchhaltung")
    let text = german.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(german.subject == "Eine Frage zu Ihrer Bewerbung")
    #expect(
      text.contains(
        "Ihre Bewerbung für „Buchhaltung“ ist mit Ihrer Einwilligung in unserem Pool. Am 18. März "
          + "2028 löschen wir sie. Dürfen wir sie länger aufbewahren? Lesen und antworten:"))
    #expect(text.contains("Keine Antwort heißt Nein: Dann löschen wir sie an diesem Tag."))
    #expect(text.contains("Abmelden löscht Ihre Bewerbung aus unserem Pool."))
    #expect(german.unsubscribeURL == "https://lethe.example/c/\(Sample.token)/withdraw")
    let again = sample.letter(
      .reminder(eraseOn: try Sample.day("2028-03-18"), link: Private(Sample.token)))
    #expect(again.subject == "Once more: a question about your application")
    #expect(again.unsubscribeURL != nil)
  }

  private func paper(_ message: Letter.Message, name: String = "Kim") throws -> String {
    sample.letters.page(
      for: PaperLetter(
        givenName: Private(name), familyName: Private("Sondername"),
        address: Private("Linkstraße 1\n10785 Berlin"), language: .german,
        vacancyTitle: "Buchhaltung",
        message: message, remaining: [], writtenOn: try Sample.day("2026-03-02")))
  }

  @Test func aLetterOnPaperHasACodeAndTheAddressInPrint() throws {
    let page = try paper(.invitation(link: Private(Sample.token)))
    let address = "https://lethe.example/c/\(Sample.token)"
    #expect(page.contains("<strong>\(address)</strong>"))
    #expect(page.contains("<svg class=\"code\"") && page.contains("<path d=\"M"))
    #expect(words(page).contains("Kim Sondername Linkstraße 1 10785 Berlin 2. März 2026"))
    #expect(!page.contains("<a ") && !page.contains("style=") && !page.contains("<script"))
  }

  @Test func onPaperNothingIsSaidOfUnsubscribing() throws {
    let page = try paper(
      .renewal(eraseOn: Sample.day("2028-03-18"), link: Private(Sample.token)))
    #expect(!words(page).contains("Abmelden"))
    #expect(words(page).contains("Keine Antwort heißt Nein"))
  }

  @Test func hostileNamesStayTextOnPaper() throws {
    let page = try paper(.rejection, name: "<script>{{company}}")
    #expect(page.contains("&lt;script&gt;{{company}}") && !page.contains("<script"))
    #expect(!page.contains("class=\"code\""))
  }
}
