import Domain
import Foundation
import Testing

@testable import Pages

/// Whatever somebody typed stays text.
@Suite struct EscapingTests {
  private static let titles = [
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='x", "&lt;b&gt;",
    "{{company}}", "{{{heading}}}", "</title><script>", "</details></form>",
    // A `<` or `"` that shares its character with a neighbour.
    "\u{600}<script>alert(1)</script>", "\u{110BD}<b>", "<\u{301}b>", "\"\u{301} onload=\"\u{301}x",
    "<\u{200D}b>", "\u{6DD}\u{600}<img src=x>",
  ]

  @Test(arguments: titles)
  func aHostileTitleStaysText(title: String) throws {
    let sample = try Sample()
    let plain = try sample.everyPage()
    for (page, plain) in zip(try sample.everyPage(title: title), plain) {
      #expect(tags(page) == tags(plain))
    }
    let asked = sample.page(.asked(poolEraseOn: try Sample.day("2028-03-18")), title: title)
    #expect(words(asked).contains("May we keep your application for \"\(Readable.line(title))\""))
  }

  @Test(arguments: titles)
  func aHostileLetterStaysText(title: String) throws {
    let sample = try Sample()
    let message = Letter.Message.invitation(link: Private(Sample.token))
    let plain = sample.letter(message)
    let hostile = sample.letter(message, title: title, givenName: title, familyName: title)
    #expect(tags(hostile.html) == tags(plain.html))
    #expect(hostile.subject == plain.subject)
  }

  @Test func aHostileHouseStaysText() throws {
    let hostile = "\u{600}<script>x</script>\"'"
    let house = House(
      company: hostile, contact: hostile, controller: hostile, privacyOfficer: hostile,
      authority: hostile, privacyNoticeURL: "javascript:alert(1)", publicURL: "https://x.example",
      officeTime: try #require(OfficeTime(zoneNamed: "UTC")))
    let page = try LinkPages(house: house).page(
      for: LinkMatter(state: .declined, language: .english), actionPath: "/c/\"><script>",
      language: .english)
    #expect(!page.contains("<script") && !page.contains("javascript:"))
  }

  @Test func aTitleCannotTurnTheSentenceAround() {
    #expect(Readable.title("a\u{202E}b\u{2067}c\r\n\u{2028}d\u{0}") == "abc d")
    #expect(Readable.title("\u{202E} \n") == nil)
    #expect(Readable.title("Łódź – 東京 👩‍👧") == "Łódź – 東京 👩‍👧")
  }

  @Test func everyMarkIsEscapedWhereverItStands() {
    #expect(MarkupText().escapeText("<>&\"'") == "&lt;&gt;&amp;&quot;&#39;")
    #expect(MarkupText().escapeText("\u{600}<\u{301}") == "\u{600}&lt;\u{301}")
  }

  /// The library offers four ways around escaping; no template uses one.
  @Test func noTemplateLetsAnythingThrough() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Sources/Pages/templates")
    let files = try FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil
    ).filter { $0.pathExtension == "mustache" }
    #expect(files.count >= 9)
    for file in files {
      let text = try String(contentsOf: file, encoding: .utf8)
      for banned in ["{{{", "{{&", "{{%", "{{="] {
        #expect(!text.contains(banned), "\(file.lastPathComponent)")
      }
      // Every attribute is quoted; the query of a link is not one.
      #expect(text.replacing("?language={{", with: "").matches(of: /=\{\{/).isEmpty)
    }
  }

  /// The markup alone, without anything that was put into it.
  private func tags(_ html: String) -> [String] {
    html.matches(of: /<[^>]*>/).map { String($0.0) }
  }
}
