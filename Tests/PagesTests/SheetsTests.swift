import Domain
import Testing

@testable import Pages

/// A document's pages at the desk.
@Suite struct SheetsTests {
  private let pages: DeskPages

  init() throws { pages = try DeskPages(house: Sample().house) }

  private func leaf(_ text: String?) -> SheetsPart.Leaf {
    .init(
      address: "/applications/1/documents/2/pages/1", name: "CV, page 1 of 2", width: 1240,
      height: 1754, text: text)
  }

  @Test func aPageIsAnImageWithItsSizeAndItsTextBesideIt() {
    let part = SheetsPart(leaves: [leaf("Kim Beispiel")], rest: "more", original: "/original")
    let html = pages.part(part, .english)
    #expect(html.contains(#"width="1240" height="1754" loading="lazy" alt="CV, page 1 of 2">"#))
    #expect(html.contains(#"<p class="typed">Kim Beispiel</p>"#))
    #expect(html.contains("Text of this page") && html.contains("<p>more</p>"))
    #expect(html.contains(#"<a href="/original" download>Download the original</a>"#))
  }

  @Test func whatADocumentSaysIsTextAndNothingElse() {
    let hostile = "</p><script>alert(1)</script><img src=x onerror='alert(1)'>{{original}}"
    let html = pages.part(SheetsPart(leaves: [leaf(hostile)], original: "/original"), .german)
    #expect(!html.contains("<script") && !html.contains("onerror='"))
    #expect(html.contains("{{original}}"))
  }

  @Test func aPageWithoutTextSaysSo() {
    let html = pages.part(SheetsPart(leaves: [leaf(nil)], original: "/original"), .english)
    #expect(html.contains("This page has no text that can be read."))
    #expect(!html.contains("typed"))
  }

  @Test func whatCannotBeShownSaysSoWhereTheImageWouldBe() {
    for language in Language.allCases {
      let words = SheetsPart.unshown(.of(language))
      let html = pages.part(SheetsPart(obstacle: words, original: "/original"), language)
      #expect(html.contains(#"<p class="unshown">"#) && !html.contains("<img"))
      #expect(html.contains("/original"))
      // The same words are drawn as an image, where nothing escapes them.
      #expect(words.allSatisfy { !"<>&\"".contains($0) })
    }
  }

  @Test func aFileNameOnADocumentsOwnPageIsEscaped() {
    let head = DocumentHead(heading: "CV", fileName: "<b>x</b>.pdf", back: "/applications/1")
    let html = pages.part(head, .english)
    #expect(html.contains("&lt;b&gt;x&lt;/b&gt;.pdf") && html.contains("<h1>CV</h1>"))
  }
}
