import Domain
import Foundation
import Testing

@testable import Pages

/// The application's screen and the pages around it, in words and markup.
@Suite struct ApplicationScreenTests {
  private let pages: DeskPages

  init() throws { pages = try DeskPages(house: Sample().house) }

  private static let hostile = "\u{600}<script>alert(1)</script>\"' onload='x {{name}} [[Keys]]"

  private func day(_ text: String) throws -> Day { try #require(Day(text)) }

  private func retention(
    _ grounds: [(GroundKind, since: String, until: String?)], title: String? = "Accounting",
    isClosed: Bool = false
  ) throws -> Retention {
    Retention(
      grounds: try grounds.map { ground in
        Ground(
          kind: ground.0, since: try day(ground.since), eraseFrom: try ground.until.map(day))
      },
      procedure: ProcedureState(
        vacancyTitle: title, vacancyClosed: isClosed, receivedOn: try day("2026-03-02"),
        outcome: nil,
        rules: try #require(
          RetentionRules(
            version: 1,
            evidenceMonths: Dictionary(
              uniqueKeysWithValues: OutcomeKind.allCases.map { ($0, 6) }), poolMonths: 24))))
  }

  private func facts(
    text: String, retention: Retention? = nil, notesWait: Bool = false, isTold: Bool = true
  ) throws -> ApplicationFacts {
    let today = try day("2026-03-15")
    return ApplicationFacts(
      id: .random(), vacancy: .random(),
      applicant: Applicant(
        givenName: Private(text), familyName: Private(text),
        email: isTold ? Private(text) : nil, phone: Private(text), address: Private(text),
        language: .german),
      receivedOn: today, channel: .email, source: .agency, stage: .interview, outcome: nil,
      endedOn: nil,
      retention: try retention ?? self.retention([(.procedure, "2026-03-02", nil)], title: text),
      today: today,
      notes: [
        NoteFacts(
          kind: .recommendation, author: text, writtenOn: today, text: text, verdict: .yes,
          isOwn: true)
      ], notesWait: notesWait,
      documents: [
        DocumentFacts(
          id: .random(), kind: .cv, name: text, mediaType: .pdf, bytes: 12_345,
          receivedOn: today)
      ],
      informed: isTold
        ? [InformedFacts(version: "2026-1", channel: .email, on: today)] : [],
      previous: .random(), next: nil)
  }

  /// Every page of an application, filled with one text wherever somebody typed.
  private func everyPage(_ text: String, _ language: Language = .english) throws -> [String] {
    let phrases = Phrases.of(language)
    let facts = try facts(text: text)
    let problems = [FieldProblem(field: "text", text: text)]
    let frame = DeskFrame(
      language: language, title: text,
      person: .init(name: text, role: .recruiter, otherRoles: []), message: text,
      problems: problems)
    let document = try #require(facts.documents.first)
    let vacancies = [VacancyChoice(id: .random(), title: text)]
    let draft = NoteDraft(kind: text, text: text, verdict: text, once: text, problems: problems)
    let values = Dictionary(uniqueKeysWithValues: PersonDraft.fields.map { ($0, text) })
    let page = ApplicationPage(
      facts, may: Set(ApplicationTask.allCases), draft: draft, hasKeys: true, phrases)
    let block = DocumentBlock(document, of: facts.id, mayDelete: true, phrases)
    return [
      pages.head(frame) + pages.part(page, language) + pages.part(block, language)
        + pages.part(ApplicationEnd(), language) + pages.foot(frame),
      pages.page(frame, DeleteDocumentPage(document, of: facts, phrases)),
      pages.page(
        frame,
        CorrectPersonPage(name: text, path: facts.path, PersonDraft(values), problems, phrases)),
      pages.page(
        frame,
        NewApplicationPage(
          values, vacancies: vacancies, today: facts.today, once: text, problems, phrases)),
      pages.page(
        frame,
        MovePage(
          name: text, path: facts.path, vacancies: vacancies, chosen: text, problems, phrases)),
      pages.page(frame, MatterPage(action: "/x", next: text, value: text, problems, phrases)),
      pages.page(
        frame,
        UploadPage(
          name: text, path: facts.path, limitBytes: 1 << 20,
          results: [.init(name: text, refusal: nil), .init(name: text, refusal: text)], phrases)),
    ]
  }

  @Test(arguments: Language.allCases)
  func whateverSomebodyTypedStaysText(language: Language) throws {
    for (hostile, plain) in zip(
      try everyPage(Self.hostile, language), try everyPage("plain", language))
    {
      #expect(marks(hostile) == marks(plain))
      #expect(!hostile.contains("<script>alert"))
    }
  }

  @Test(arguments: Language.allCases)
  func everyPageHasOneHeadingLabelsAndNothingInline(language: Language) throws {
    for page in try everyPage("plain", language) {
      #expect(page.components(separatedBy: "<h1").count == 2)
      #expect(!page.contains("style=") && !page.contains("onclick"))
      #expect(!page.contains("[["))
      let ids = page.matches(of: /\ id="([^"]+)"/).map { String($0.1) }
      #expect(Set(ids).count == ids.count)
      for label in page.matches(of: /<label for="([^"]+)"/) {
        #expect(ids.contains(String(label.1)))
      }
      // One primary button at most.
      #expect(page.matches(of: /class="(?:button )?primary"/).count <= 1)
    }
  }

  @Test func whoMailDoesNotReachIsToldOnPaperByWhoMayCorrectThem() throws {
    let english = Phrases.of(.english)
    let told = PersonBlock(try facts(text: "x"), correctAddress: "/c", english)
    #expect(told.facts.last?.detail == "Version 2026-1, with a mail, 15 March 2026")
    #expect(told.tellAddress == nil)
    let untold = try facts(text: "x", isTold: false)
    let block = PersonBlock(untold, correctAddress: "/c", english)
    #expect(block.facts.last?.detail == "not shown yet")
    #expect(block.tellAddress == "/applications/\(untold.id)/letters/acknowledgement")
    #expect(PersonBlock(untold, correctAddress: nil, english).tellAddress == nil)
  }

  @Test func theSummaryNamesWhatKeepsItLongestAndWhenItGoes() throws {
    let today = try day("2026-04-01")
    let english = Phrases.of(.english)
    func why(_ grounds: [(GroundKind, since: String, until: String?)]) throws -> WhyHere {
      WhyHere(try retention(grounds), on: today, english)
    }
    let evidence = try why([(.evidence, "2026-03-15", "2026-09-16")])
    #expect(
      evidence.summary == "Locked as evidence: the procedure ended on 15 March 2026, claims can "
        + "follow (Art. 6(1)(f) GDPR). This holds through 15 September 2026. "
        + "It is erased on 16 September 2026.")
    let both = try why([
      (.evidence, "2026-03-15", "2026-09-16"), (.pool, "2026-03-20", "2028-03-20"),
    ])
    #expect(both.summary.hasPrefix("In the pool"))
    #expect(both.summary.hasSuffix("It is erased on 20 March 2028."))
    #expect(both.grounds.count == 2)
    let held = try why([(.evidence, "2026-03-15", "2026-09-16"), (.hold, "2026-03-16", nil)])
    #expect(held.summary.hasPrefix("Held for a legal matter since 16 March 2026"))
    #expect(held.summary.hasSuffix("No day of erasure is set while a ground has no end."))
    let over = try why([(.evidence, "2025-01-01", "2025-07-01")])
    #expect(over.summary == "No ground to keep it stands any more: the next purge erases it.")
  }

  @Test func anApplicationWithoutAVacancyCameUnsolicited() throws {
    let why = WhyHere(
      try retention([(.procedure, "2026-03-02", nil)], title: nil, isClosed: true),
      on: try day("2026-03-15"), .of(.german))
    #expect(why.summary.hasPrefix("Hier als Initiativbewerbung seit dem 2. März 2026"))
    #expect(why.summary.hasSuffix("6 Monate nach dem Ende des Verfahrens gelöscht."))
    #expect(why.alarms.count == 1 && why.alarms[0].hasPrefix("Die Stelle ist geschlossen"))
  }

  @Test(arguments: GroundKind.allCases)
  func everyGroundIsExplainedInBothLanguages(kind: GroundKind) throws {
    let sentences = try Language.allCases.map { language in
      WhyHere(
        try retention([(kind, "2026-03-02", "2026-09-16")]), on: try day("2026-03-15"),
        .of(language)
      ).summary
    }
    #expect(sentences[0] != sentences[1])
    #expect(Phrases.of(.english).basis(of: kind) == kind.legalBasis)
    #expect(sentences.allSatisfy { !$0.contains("{") })
  }

  @Test func whoMayOnlyReadIsOfferedNothingElse() throws {
    let facts = try facts(text: "plain")
    let page = pages.part(
      ApplicationPage(
        facts, may: [], draft: NoteDraft(once: "x"), hasKeys: false, .of(.english)), .english)
    #expect(page.matches(of: /<form/).count == 1)
    #expect(!page.contains("/vacancies/"))
    #expect(!page.contains("data-keys"))
  }

  /// The markup alone, ids of anything left out.
  private func marks(_ html: String) -> [String] {
    html.matches(of: /<[^>]*>/).map { match in
      String(match.0).replacing(/[0-9a-f]{8}-[0-9a-f\-]{27}/, with: "#")
        .replacing(/"[^"]*"/, with: "\"\"").replacing(/\ selected/, with: "")
    }
  }
}
