import Domain
import Testing

/// What stands on a label.
@Suite struct PaperCodeTests {
  @Test func aCodeIsReadAsItIsPrintedTypedOrStored() throws {
    let code = PaperCode.random()
    #expect(code.description.count == 9)
    for typed in [code.description, code.text, code.text.lowercased(), " \(code.text) "] {
      #expect(PaperCode(typed) == code)
    }
  }

  @Test(arguments: [
    "", "AAAAAAA", "AAAAAAAAA", "AAAAAAA0", "AAAAAAAO", "AAAAAAAI", "AAAAAAÄA", "ＡAAAAAAA",
  ])
  func whatNoLabelCarriesIsNoCode(typed: String) {
    #expect(PaperCode(typed) == nil)
  }

  @Test func noTwoLettersAreTakenForOneAnother() throws {
    var seed = Seed(salt: 31)
    var seen: Set<Character> = []
    for _ in 0..<2000 { seen.formUnion(PaperCode.random(using: &seed).text) }
    #expect(seen == Set("34679ACDEFGHJKMNPQRTWXY"))
  }

  @Test func finerSufficesCoarserDoesNot() {
    #expect(PaperClass.p5.suffices(for: .p4) && PaperClass.p4.suffices(for: .p4))
    #expect(!PaperClass.p4.suffices(for: .p5))
  }
}
