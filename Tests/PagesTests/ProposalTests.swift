import Domain
import Testing

@testable import Pages

/// The page and the letter by which a vacancy is proposed.
@Suite struct ProposalTests {
  private let sample: Sample

  init() throws { sample = try Sample() }

  private func page(
    _ state: ProposalState, _ language: Language = .english, title: String = "Driver",
    poolEnd: Day? = Day("2028-03-18"), remaining: [Ground] = []
  ) throws -> String {
    sample.pages.page(
      for: LinkMatter(
        state: try poolEnd.map {
          .inPool(givenOn: try Sample.day("2026-03-19"), eraseOn: $0)
        } ?? .lapsed,
        language: language, vacancyTitle: "Accounting", remaining: remaining,
        proposed: LinkMatter.Proposed(title: title, state: state, poolEraseOn: poolEnd)),
      actionPath: Sample.action, language: language)
  }

  private func decisions(_ page: String) -> [String] {
    page.matches(of: /value="(\w+)"/).map { String($0.1) }
  }

  @Test func theQuestionOffersYesNoAndTakingTheConsentBack() throws {
    let page = try page(.open)
    #expect(decisions(page) == ["give", "decline", "withdraw"])
    let text = words(page)
    #expect(text.contains("Would you like to apply for \"Driver\" too?"))
    #expect(text.contains("Your application for \"Accounting\" is in our applicant pool"))
    #expect(text.contains("Nothing is copied before a yes."))
    #expect(text.contains("Its time ends on 18 March 2028."))
  }

  @Test func theQuestionInGerman() throws {
    let text = words(try page(.open, .german, title: "Fahrdienst"))
    #expect(text.contains("Möchten Sie sich auch für „Fahrdienst“ bewerben?"))
    #expect(text.contains("Vor einem Ja wird nichts kopiert."))
    #expect(text.contains("Seine Zeit endet am 18. März 2028."))
    #expect(text.contains("Ja, ich bewerbe mich") && text.contains("Nein, ich bewerbe mich nicht"))
  }

  @Test func yesAndNoWeighTheSame() throws {
    for language in Language.allCases {
      let page = try page(.open, language)
      let choices = page.split(separator: "<details class=\"choice\" name=\"choice\">").dropFirst()
      #expect(choices.count == 3)
      #expect(choices.allSatisfy { $0.split(separator: "<button type=\"submit\" name").count == 2 })
    }
  }

  @Test func afterAnAnswerOnlyTakingBackIsLeft() throws {
    let said: [(ProposalState, String)] = [
      (.accepted(isCarriedOut: true), "Your application for \"Driver\" has arrived."),
      (.accepted(isCarriedOut: false), "Your application for \"Driver\" follows by itself."),
      (.declined, "Your no is recorded."),
      (.over, "The vacancy \"Driver\" is closed by now."),
    ]
    for (state, sentence) in said {
      let page = try page(state)
      #expect(decisions(page) == ["withdraw"])
      #expect(words(page).contains(sentence))
    }
  }

  @Test func onceThePoolIsOverNothingIsOfferedAndWhatRemainsIsSaid() throws {
    let page = try page(.over, poolEnd: nil, remaining: [try Sample.evidence()])
    #expect(decisions(page) == [])
    let text = words(page)
    #expect(text.contains("Your time in the pool has ended."))
    #expect(text.contains("Your right to object") && !text.contains("Its time ends"))
  }

  @Test func aWithdrawnConsentIsShownAsSuch() throws {
    let page = sample.pages.page(
      for: LinkMatter(
        state: .withdrawn(at: Sample.at), language: .english,
        proposed: LinkMatter.Proposed(title: "Driver", state: .open, poolEraseOn: nil)),
      actionPath: Sample.action, language: .english)
    #expect(words(page).contains("Your withdrawal is in effect."))
  }

  @Test func theLetterNamesNobodyInItsSubjectAndCanBeUnsubscribed() throws {
    for language in Language.allCases {
      let letter = sample.letter(
        .proposal(
          title: "Driver\u{202E}", eraseOn: try Sample.day("2028-03-18"),
          link: Private(Sample.token)), language)
      #expect(!letter.subject.contains("Kim") && !letter.subject.contains("Driver"))
      #expect(letter.text.contains("https://lethe.example/c/\(Sample.token)"))
      #expect(letter.unsubscribeURL == "https://lethe.example/c/\(Sample.token)/withdraw")
      #expect(!letter.text.contains("\u{202E}"))
      #expect(letter.text.contains("2028"))
    }
  }
}
