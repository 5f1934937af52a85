import Domain
import Testing

@testable import Pages

/// What keeps an application besides the pool: every ground is named, and no day is promised that
/// another ground would break.
@Suite struct RemainingTests {
  private func paragraphs(_ grounds: [Ground], _ language: Language = .english) -> [String] {
    remaining(grounds, language).paragraphs
  }

  private func remaining(_ grounds: [Ground], _ language: Language = .english) -> Remaining {
    let words = Wording.words(in: language)
    return Remaining(
      grounds, application: words.application(for: "Accounting"), contact: Sample.contact,
      words: words)
  }

  private func ground(_ kind: GroundKind, until: String? = nil) throws -> Ground {
    Ground(
      kind: kind, since: try Sample.day("2026-03-15"), eraseFrom: try until.map(Sample.day))
  }

  @Test(arguments: GroundKind.allCases.filter { $0 != .pool }, Language.allCases)
  func everyGroundSaysWhyAndUntilWhen(kind: GroundKind, language: Language) throws {
    let open = paragraphs([try ground(kind)], language)
    #expect(!open.isEmpty)
    #expect(open[0].contains("Art. ") || open[0].contains("§ 26 BDSG"))
    #expect(!open.joined().contains("löschen wir sie") && !open.joined().contains("We erase it"))
    let closed = paragraphs([try ground(kind, until: "2026-09-16")], language)
    let end = language == .german ? "16. September 2026 löschen" : "erase it on 16 September 2026"
    #expect(closed[0].contains(end))
    #expect((closed.count == 2) == (kind == .evidence), "only evidence brings the right to object")
  }

  @Test func thePoolNeverCountsAsWhatRemains() throws {
    #expect(remaining([try ground(.pool, until: "2028-03-18")]).isEmpty)
  }

  @Test func theDayOfErasureIsTheLastGrounds() throws {
    let both = paragraphs([
      try ground(.evidence, until: "2026-09-16"), try ground(.longerStorage, until: "2027-01-01"),
    ])
    #expect(both.filter { $0.contains("We erase it on 1 January 2027.") }.count == 1)
    #expect(!both.joined().contains("We erase it on 16 September 2026."))
    #expect(both[0].contains("through 15 September 2026"))
    #expect(both[2].contains("through 31 December 2026"))
  }

  @Test func aGroundWithoutAnEndPromisesNoDay() throws {
    let both = paragraphs([try ground(.evidence, until: "2026-09-16"), try ground(.hold)])
    #expect(both.count == 3)
    #expect(!both.joined().contains("We erase it"))
  }

  @Test func aHoldOutlastsThePoolAndThePageSaysSo() throws {
    let sample = try Sample()
    let state = LinkMatter.State.inPool(
      givenOn: try Sample.day("2026-03-19"), eraseOn: try Sample.day("2028-03-18"))
    let page = words(sample.page(state, remaining: [try ground(.hold)]))
    #expect(page.contains("Its time in the pool ends on 18 March 2028."))
    #expect(!page.contains("We erase it on"))
    let asked = words(
      sample.page(
        .asked(poolEraseOn: try Sample.day("2028-03-18")), .german, remaining: [try ground(.hold)]))
    #expect(asked.contains("endet ihre Zeit im Pool am 18. März 2028."))
    #expect(!asked.contains("löschen wir sie"))
  }
}
