import Packing
import Testing

/// Names of files in a ZIP file.
@Suite struct EntryNamesTests {
  private func name(_ wanted: String, _ endings: [String] = ["pdf"]) -> String {
    var names = EntryNames()
    return names.name(wanted, endings: endings)
  }

  @Test(arguments: [
    ("Lebenslauf Zoë.pdf", "Lebenslauf Zoë.pdf"), ("cv", "cv.pdf"), ("CV.PDF", "CV.pdf"),
    ("cv.exe", "cv.exe.pdf"), ("../../etc/passwd", "_.._etc_passwd.pdf"),
    ("..\\..\\x.pdf", "_.._x.pdf"), ("/absolute.pdf", "_absolute.pdf"), ("a\nb\u{7}.pdf", "ab.pdf"),
    ("invoice\u{202E}fdp.exe", "invoicefdp.exe.pdf"), ("a:b*c?.pdf", "a_b_c_.pdf"),
    (".hidden.pdf", "hidden.pdf"), ("trailing. . .pdf", "trailing.pdf"), ("", "_.pdf"),
    ("...", "_.pdf"), ("NUL", "_NUL.pdf"), ("com1.x", "_com1.x.pdf"), ("a\u{2215}b", "a_b.pdf"),
  ])
  func hostileNamesBecomeHarmless(wanted: String, becomes: String) {
    #expect(name(wanted) == becomes)
  }

  @Test func veryLongNamesAreClippedBetweenCharacters() {
    let long = name(String(repeating: "ü", count: 500) + ".pdf")
    #expect(long.utf8.count <= 120 && long.hasSuffix("ü.pdf"))
    #expect(name(String(repeating: "😀", count: 100)).utf8.count <= 120)
  }

  @Test func equalNamesAreNumberedAlsoInAnotherCase() {
    var names = EntryNames()
    #expect(names.name("cv.pdf", endings: ["pdf"], in: "a") == "a/cv.pdf")
    #expect(names.name("CV.pdf", endings: ["pdf"], in: "a") == "a/CV (2).pdf")
    #expect(names.name("cv.pdf", endings: ["pdf"], in: "a") == "a/cv (3).pdf")
    #expect(names.name("cv.pdf", endings: ["pdf"], in: "b") == "b/cv.pdf")
    #expect(names.name("e\u{301}", in: "c") == "c/e\u{301}")
    #expect(names.name("\u{E9}", in: "c") == "c/\u{E9} (2)")
  }

  @Test func aFileOfOneOfSeveralEndingsKeepsIt() {
    #expect(name("me.jpeg", ["jpg", "jpeg"]) == "me.jpeg")
    #expect(name("me", ["jpg", "jpeg"]) == "me.jpg")
  }
}
