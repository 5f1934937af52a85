import Domain
import Foundation
import Testing

@testable import Pages

@Suite struct DeskTests {
  private let pages: DeskPages

  init() throws { pages = try DeskPages(house: Sample().house) }

  private func frame(_ language: Language = .english, name: String = "Lee") -> DeskFrame {
    DeskFrame(
      language: language, title: "Today",
      person: .init(name: name, role: .recruiter, otherRoles: [.reviewer]))
  }

  private let notice = NoticePage(heading: "Today", paragraphs: ["Nothing waits."])

  @Test func everyPageHasItsLanguageOneHeadingAndNothingFromElsewhere() {
    for language in Language.allCases {
      let page = pages.page(frame(language), notice)
      #expect(page.contains("<html lang=\"\(language.rawValue)\">"))
      #expect(page.components(separatedBy: "<h1").count == 2)
      #expect(!page.contains("://"))
      #expect(!page.contains("[["))
    }
  }

  @Test func theHeadNamesTheRoleAndOffersTheOthers() {
    let page = pages.page(frame(), notice)
    #expect(page.contains("Lee, as Recruiter"))
    #expect(page.contains("name=\"role\" value=\"reviewer\""))
    #expect(pages.page(frame(.german), notice).contains("Lee, Rolle: "))
  }

  @Test func whatPeopleAreCalledIsEscaped() {
    let page = pages.page(frame(name: "<script>alert(1)</script>"), notice)
    #expect(!page.contains("<script>alert"))
    #expect(page.contains("&lt;script&gt;alert(1)"))
  }

  @Test func aRefusedFormSaysSoInItsTitleAndLinksToItsFields() {
    var frame = frame()
    frame.problems = [FieldProblem(field: "title", text: "Please fill this in.")]
    let page = pages.page(frame, notice)
    #expect(page.contains("<title>Error: Today"))
    #expect(page.contains("<a href=\"#title\">Please fill this in.</a>"))
  }

  @Test func slotsAreFilledOnceAndOnlyWhereTheyStand() {
    let phrases = Phrases.of(.english)
    #expect(phrases("{a} and {b}", ["a": "{b}", "b": "2"]) == "{b} and 2")
    #expect(phrases("{unknown} stays", ["a": "1"]) == "{unknown} stays")
  }

  @Test func aCatalogueHasALineForEachPhrase() {
    let found = Phrases.catalogue("# words\nYes = Ja\n\nA = B = C\nnothing\n")
    #expect(found == ["Yes": "Ja", "A": "B = C"])
  }
}
