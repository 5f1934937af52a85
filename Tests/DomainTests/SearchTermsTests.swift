import Domain
import Foundation
import Testing

/// What an application is found by, and what it isn't.
@Suite struct SearchTermsTests {
  private func stored(_ given: String, _ family: String, email: String? = nil) -> SearchTerms {
    SearchTerms(
      of: Applicant(
        givenName: Private(given), familyName: Private(family), email: email.map { Private($0) },
        language: .german))
  }

  /// As the database does: an address as a whole, else every part of the question.
  private func finds(_ question: String, _ terms: SearchTerms) -> Bool {
    let asked = SearchTerms(question: question)
    if let email = asked.email { return terms.email.map { Array($0.utf8) } == Array(email.utf8) }
    // Only hashes of the bytes are compared, so equal text must be equal bytes.
    let known = Set(terms.nameBeginnings.map { Array($0.utf8) })
    return !asked.nameBeginnings.isEmpty
      && asked.nameBeginnings.allSatisfy { known.contains(Array($0.utf8)) }
  }

  @Test(arguments: [
    "Müller", "müller", "MÜLLER", "Muller", "mül", "MUL", "mull", "Mu\u{308}ller", "Anna Müller",
    "müller, anna", "anna", "Ann mull", "  Müller  ", "Ｍüller", "lena", "Anna-Lena",
  ])
  func aNameIsFoundByItsBeginnings(question: String) {
    #expect(finds(question, stored("Anna-Lena", "Müller")))
  }

  @Test(arguments: ["mü", "m", "üller", "Müllers", "Bert Müller", "mueller", "", " ", "-", "@"])
  func aNameIsNotFoundByAnythingElse(question: String) {
    #expect(!finds(question, stored("Anna-Lena", "Müller", email: "anna@example.org")))
  }

  @Test func namesOfOneOrTwoLettersAreFoundWhole() {
    let terms = stored("Bo", "O")
    for question in ["Bo", "bo", "BO", "o", "Bo O", "bó"] { #expect(finds(question, terms)) }
    for question in ["b", "bob", "bo ob"] { #expect(!finds(question, terms)) }
    #expect(!finds("Bo", stored("Boris", "Li")), "a short beginning of a longer name")
    #expect(finds("李", stored("小龙", "李")))
  }

  @Test func anAddressIsFoundWholeInAnyCase() {
    let terms = stored("Anna", "Müller", email: "Anna.Mueller+jobs@Example.ORG")
    #expect(finds("anna.mueller+jobs@example.org", terms))
    #expect(finds("  ANNA.MUELLER+JOBS@EXAMPLE.ORG ", terms))
    for question in ["anna.mueller@example.org", "anna.mueller+jobs@example", "@example.org"] {
      #expect(!finds(question, terms))
    }
    #expect(!finds("anna@example.org", stored("Anna", "Müller")))
  }

  @Test(arguments: [
    ("Straße", "STRASSE"), ("Weiß", "weiss"), ("Ødegård", "ødegard"), ("Łukasz", "łukasz"),
    ("O'Brien", "o brien"), ("D’Angelo", "D'Angelo"), ("İpek", "ipek"), ("Ñandú", "nandu"),
    ("van der Bergh", "Bergh, van der"), ("François", "FRANCOIS"), ("Σωκράτης", "σωκρατησ"),
  ])
  func foldingIsTheSameOnBothSides(name: String, question: String) {
    #expect(finds(question, stored("Kim", name)))
    #expect(finds(name, stored("Kim", question)))
  }

  @Test func everyPartOfANameIsFoundByItself() {
    let terms = stored("Mary Ann", "O'Brien-van der Bergh")
    for question in ["brien", "der bergh", "ann", "mary", "BERGH", "o"] {
      #expect(finds(question, terms))
    }
    #expect(!finds("rien", terms))
  }

  @Test func longNamesAreCutInBothPlaces() {
    let name = "Wolfeschlegelsteinhausenbergerdorff"
    #expect(finds(name, stored("Hubert", name)))
    #expect(finds(String(name.prefix(17)), stored("Hubert", name)))
    #expect(!stored("Hubert", name).nameBeginnings.contains { $0.count > 16 })
  }

  @Test func whateverAnyoneIsCalledTheyAreFoundByIt() {
    var seed = Seed(salt: 7)
    let letters =
      Array(
        "abcxyzABCÄÖÜäöüßéèñçøłşğıİŒœÞþðæ'’-. ·АБВжщΑΒΓςσ李小龙김민수アイｱがぎนาﬁﬀⅣ①")
      + ["\u{301}", "\u{308}", "\u{327}"]
    for _ in 0..<3_000 {
      let given = String((0..<seed.number(1...12)).map { _ in seed.one(of: letters) })
      let family = String((0..<seed.number(1...24)).map { _ in seed.one(of: letters) })
      let terms = stored(given, family)
      guard !terms.nameBeginnings.isEmpty else { continue }
      #expect(finds("\(given) \(family)", terms), "LETHE_TEST_SEED=\(Seed.ofThisRun)")
    }
  }

  @Test func aNameIsFoundShoutedAndWhispered() {
    var seed = Seed(salt: 10)
    let letters = Array("abcxyzäöüßéèñçøłşğœæþðåčšžбвжщαβγа")
    for _ in 0..<1_000 {
      let name = String((0..<seed.number(1...20)).map { _ in seed.one(of: letters) })
      let terms = stored("Kim", name.capitalized)
      for question in [name.uppercased(), name.lowercased(), name.capitalized] {
        #expect(finds(question, terms), "\(name), LETHE_TEST_SEED=\(Seed.ofThisRun)")
      }
    }
  }
}
