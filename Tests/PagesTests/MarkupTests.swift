import Domain
import Foundation
import Testing

@testable import Pages

/// What every page is made of, and what none of them holds.
@Suite struct MarkupTests {
  private let sample: Sample

  init() throws { sample = try Sample() }

  @Test func noPageHoldsAnythingFromElsewhere() throws {
    for page in try sample.everyPage() {
      let lower = page.lowercased()
      for banned in [
        "<script", "style=", "<style", "onclick", "onload", "javascript:", "<img", "<iframe",
        "@import", "http-equiv", "src=",
      ] {
        #expect(!lower.contains(banned), "\(banned)")
      }
      #expect(page.matches(of: /<link\s/).count == 1)
      #expect(page.contains("<link rel=\"stylesheet\" href=\"\(Stylesheet.path)\">"))
      #expect(!page.contains("{{"))
      #expect(page.utf8.count < 20_000)
    }
    for banned in ["url(", "@import", "http"] { #expect(!Stylesheet.text.contains(banned)) }
  }

  @Test func everyPageHasOneHeadingALanguageAndAWayOut() throws {
    for page in try sample.everyPage() {
      #expect(page.matches(of: /<h1>/).count == 1)
      #expect(page.matches(of: /<main>/).count == 1)
      #expect(page.matches(of: /<html lang="(de|en)">/).count == 1)
      let other = page.contains("<html lang=\"de\">") ? "en" : "de"
      #expect(page.contains("<a href=\"?language=\(other)\" lang=\"\(other)\""))
      #expect(page.contains(Sample.contact) && page.contains("Beispiel GmbH, Musterweg 1, Bonn"))
      #expect(page.contains("Robin Muster") && page.contains("LDI Nordrhein-Westfalen"))
      #expect(page.contains("<a href=\"https://beispiel.example/privacy\""))
      #expect(page.contains("<meta name=\"referrer\" content=\"no-referrer\">"))
    }
  }

  @Test func theTokenStandsOnlyWhereAnAnswerIsPosted() throws {
    for page in try sample.everyPage() {
      let forms = page.matches(of: /<form method="post" action="([^"]*)">/)
      // A receipt is saved as a file, which changes nothing.
      let receipts = page.matches(of: /<a [^>]*href="\/c\/[^"?]+\/receipt[^"]*"/)
      let tokens = page.components(separatedBy: Sample.token).count - 1
      #expect(tokens == forms.count + receipts.count)
      #expect(forms.allSatisfy { $0.1.wholeMatch(of: /\/c\/[^?]+\?language=(de|en)/) != nil })
    }
  }

  @Test(arguments: Language.allCases)
  func yesAndNoDifferOnlyInTheirWords(language: Language) throws {
    let page = sample.page(
      .asked(poolEraseOn: try Sample.day("2028-03-18")), language,
      remaining: [try Sample.evidence()])
    let choices = page.matches(of: /(?s)<details.*?<\/details>/).map { String($0.0) }
    #expect(choices.count == 2)
    #expect(choices.allSatisfy { $0.hasPrefix("<details class=\"choice\" name=\"choice\">") })
    let shapes = choices.map {
      $0.replacing(/>[^<]+</, with: "><").replacing(/value="[a-z]+"/, with: "value")
    }
    #expect(shapes[0] == shapes[1])
    #expect(choices[0].contains("name=\"decision\" value=\"give\""))
    #expect(choices[1].contains("name=\"decision\" value=\"decline\""))
    #expect(page.matches(of: /<button/).count == 2)
  }

  @Test func withdrawingTakesTheSameStepsAsConsenting() throws {
    let page = sample.page(
      .inPool(givenOn: try Sample.day("2026-03-19"), eraseOn: try Sample.day("2028-03-18")))
    let choices = page.matches(of: /(?s)<details.*?<\/details>/)
    #expect(choices.count == 1)
    #expect(choices[0].0.contains("<details class=\"choice\" name=\"choice\">"))
    #expect(choices[0].0.contains("name=\"decision\" value=\"withdraw\""))
  }

  @Test func whereNothingIsAskedNothingCanBePressed() throws {
    for matter in try Sample.matters().dropFirst(5) {
      let page = sample.page(matter.state, remaining: matter.remaining)
      #expect(!page.contains("<form") && !page.contains("<button"))
    }
  }

  @Test func onlyReceiptsCanBeSaved() throws {
    for matter in try Sample.matters() {
      let page = sample.page(matter.state, .german, remaining: matter.remaining)
      let (isPage, isFile) =
        switch matter.state {
        case .withdrawn: (true, false)
        case .erased: (false, true)
        default: (false, false)
        }
      #expect(page.contains("download=\"Nachweis.html\"") == isPage)
      #expect(page.contains("download=\"Nachweis.txt\"") == isFile)
      #expect(page.contains("/receipt?language=de\"") == isFile)
    }
  }

  @Test func aContactThatIsAPhraseIsNoLink() throws {
    let phrase = "unsere Personalabteilung, Telefon 0228 123"
    let page = try Sample(contact: phrase).page(.declined, .german)
    #expect(words(page).contains("anders überlegen: \(phrase)."))
    #expect(!page.contains("mailto:"))
    #expect(sample.page(.declined).contains("<a href=\"mailto:\(Sample.contact)\">"))
  }

  @Test func theStylesheetsNameFollowsItsText() {
    #expect(Stylesheet.path.wholeMatch(of: /\/assets\/pages-[0-9a-f]{8,16}\.css/) != nil)
    #expect(Stylesheet.text.contains("prefers-color-scheme: dark"))
    #expect(Stylesheet.text.contains("@media print"))
  }

  @Test func thePolicyAllowsNothingButOurStylesheetAndForms() {
    #expect(
      LinkPages.contentSecurityPolicy
        == "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; "
        + "base-uri 'none'")
  }
}
