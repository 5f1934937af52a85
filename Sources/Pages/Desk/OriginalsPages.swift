package import Domain

/// The originals of an application on paper, as the desk shows them: a label and a place.
package struct OriginalsFacts: Sendable {
  package let code: PaperCode
  package let plan: PaperPlan
  package let paperClass: PaperClass
  /// `nil` while nobody recorded it, and once the paper is gone.
  package let location: String?
  package let recordedOn: Day
  /// The day since which it has to be fetched.
  package let dueSince: Day?
  package let gone: (how: PaperEnd, on: Day)?

  package init(
    code: PaperCode, plan: PaperPlan, paperClass: PaperClass, location: String?, recordedOn: Day,
    dueSince: Day?, gone: (how: PaperEnd, on: Day)?
  ) {
    self.code = code
    self.plan = plan
    self.paperClass = paperClass
    self.location = location.map(Readable.line)
    self.recordedOn = recordedOn
    self.dueSince = dueSince
    self.gone = gone
  }

  /// The page of its label.
  package var path: String { "/paper/\(code)" }
}

/// All paper there is: what has to be fetched first.
package struct OriginalsPage: DeskContent {
  package static let template = "originals"
  let toFetch: Table?
  let moreToFetch: String?
  let goneFields: [Field]
  let kept: Table?
  let nextPage: LineTable.Next?

  /// Rows that can be ticked.
  struct Table: Sendable {
    let originals: [Row]
  }

  struct Row: Sendable {
    let originalCode: String
    let originalAddress: String
    let originalPlace: String
    let originalPlan: String
    let originalClass: String
    let originalSince: String
    let isTicked: Bool
  }

  /// `ticked` are codes of a form that was refused, which comes back filled.
  package init(
    toFetch: [OriginalsFacts], moreToFetch: String?, kept: [OriginalsFacts],
    next: LineTable.Next?, draft: GoneDraft, problems: [FieldProblem] = [], _ phrases: Phrases
  ) {
    func table(_ facts: [OriginalsFacts]) -> Table? {
      if facts.isEmpty { return nil }
      return Table(
        originals: facts.map { fact in
          Row(
            originalCode: fact.code.description, originalAddress: fact.path,
            originalPlace: fact.location ?? phrases("not recorded"),
            originalPlan: phrases.name(of: fact.plan), originalClass: fact.paperClass.rawValue,
            originalSince: phrases.inWords(fact.dueSince ?? fact.recordedOn),
            isTicked: draft.codes.contains(fact.code))
        })
    }
    self.toFetch = table(toFetch)
    self.moreToFetch = moreToFetch
    self.kept = table(kept)
    nextPage = next
    goneFields = draft.fields(problems, phrases)
  }
}

/// How paper went, as a form says it.
package struct GoneDraft: Sendable {
  package let codes: Set<PaperCode>
  package let how: String
  package let paperClass: String
  package let on: String

  package init(
    codes: Set<PaperCode> = [], how: String = "", paperClass: String = "", on: String
  ) {
    self.codes = codes
    self.how = how
    self.paperClass = paperClass
    self.on = on
  }

  func fields(_ problems: [FieldProblem], _ phrases: Phrases) -> [Field] {
    [
      .choice(
        "how", phrases("What was done"),
        PaperEnd.allCases.reversed().map {
          Field.Option($0.rawValue, phrases.name(of: $0), isChosen: $0.rawValue == how)
        }, problems: problems),
      .choice(
        "class", phrases("Shredded as"), Self.classes(paperClass, phrases),
        help: phrases("As asked for on the label's page, or finer."), problems: problems),
      .line(
        "on", phrases("Done on"), value: on, type: "date", isRequired: true, problems: problems),
    ]
  }

  static func classes(_ chosen: String, _ phrases: Phrases) -> [Field.Option] {
    PaperClass.allCases.map {
      Field.Option($0.rawValue, phrases.name(of: $0), isChosen: $0.rawValue == chosen)
    }
  }
}

/// One label: what it belongs to, as far as that may be said.
package struct OriginalPage: DeskContent {
  package static let template = "original"
  let heading: String
  let state: String
  let isDue: Bool
  let facts: [PersonBlock.Fact]
  let codeValue: String
  let goneFields: [Field]
  /// Whether it is here with its application.
  let isKept: Bool
  let backFields: [Field]
  let moveAddress: String?
  let moveFields: [Field]
  let labelAddress: String?

  /// `mayMove` tells whether this role records places.
  package init(
    _ original: OriginalsFacts, mayMove: Bool, location: String? = nil, draft: GoneDraft,
    problems: [FieldProblem] = [], _ phrases: Phrases
  ) {
    heading = phrases("Paper {code}", ["code": original.code.description])
    state = phrases.state(of: original)
    isDue = original.dueSince != nil && original.gone == nil
    facts = phrases.facts(of: original)
    codeValue = original.code.description
    goneFields = isDue ? draft.fields(problems, phrases) : []
    let isThere = original.gone == nil
    isKept = isThere && !isDue
    backFields = isKept ? draft.fields(problems, phrases).filter { $0.field == "on" } : []
    moveAddress = mayMove && isThere ? "\(original.path)/move" : nil
    moveFields = [
      .line(
        "location", phrases("Where it is now"), value: location ?? original.location ?? "",
        isRequired: true, problems: problems)
    ]
    labelAddress = isThere ? "/paper/labels?code=\(original.code)" : nil
  }
}

extension Phrases {
  /// What was planned for paper.
  func name(of plan: PaperPlan) -> String {
    switch plan {
    case .return: self("to be returned")
    case .shred: self("to be shredded")
    }
  }

  /// How paper went.
  func name(of end: PaperEnd) -> String {
    switch end {
    case .returned: self("returned")
    case .shredded: self("shredded")
    }
  }

  /// How small the pieces are.
  func name(of paperClass: PaperClass) -> String {
    switch paperClass {
    case .p4: self("P-4, personal data")
    case .p5: self("P-5, health data and the like")
    }
  }

  /// Where paper stands, in a sentence.
  func state(of original: OriginalsFacts) -> String {
    if let gone = original.gone {
      return self(
        "This paper is gone: {how} on {day}.",
        ["how": name(of: gone.how), "day": inWords(gone.on)])
    }
    guard let due = original.dueSince else {
      return self("Its application is still here, so this paper stays, too.")
    }
    return self(
      "Its application was erased on {day}. Fetch this paper, and say here what was done.",
      ["day": inWords(due)])
  }

  /// The facts about paper, line by line.
  func facts(of original: OriginalsFacts) -> [PersonBlock.Fact] {
    var lines = [(self("Label"), original.code.description)]
    if original.gone == nil {
      lines.append((self("Where it is"), original.location ?? self("not recorded")))
    }
    lines += [
      (self("Plan"), name(of: original.plan)),
      (self("Class"), name(of: original.paperClass)),
    ]
    return lines.map { PersonBlock.Fact(term: $0.0, detail: $0.1) }
  }
}

extension FormPage {
  /// Where the originals of an application are, and what is to become of them.
  package static func originals(
    _ id: ApplicationID, location: String, plan: String, paperClass: String,
    _ problems: [FieldProblem], _ phrases: Phrases
  ) -> FormPage {
    FormPage(
      heading: phrases("Originals on paper"),
      paragraphs: [
        phrases("The paper goes when the application goes: its label says so, without a name.")
      ],
      action: "/applications/\(id)/paper",
      fields: [
        .line(
          "location", phrases("Where it is"), value: location,
          help: phrases("A shelf, a box, a drawer. Kept sealed."), isRequired: true,
          problems: problems),
        .choice(
          "plan", phrases("What is to become of it"),
          PaperPlan.allCases.map {
            Field.Option($0.rawValue, phrases.name(of: $0), isChosen: $0.rawValue == plan)
          }, problems: problems),
        .choice(
          "class", phrases("Class"), GoneDraft.classes(paperClass, phrases),
          help: phrases("How small it is shredded (ISO/IEC 21964)."), problems: problems),
      ], button: phrases("Record"))
  }
}

/// The paper of an application, on its screen.
struct OriginalsBlock: Sendable {
  let originalState: String?
  let originalFacts: [PersonBlock.Fact]
  let originalAddress: String
  let originalWay: String
  let labelAddress: String?

  init(_ original: OriginalsFacts, of facts: ApplicationFacts, mayRecord: Bool, _ phrases: Phrases)
  {
    originalState = original.gone == nil ? nil : phrases.state(of: original)
    originalFacts = phrases.facts(of: original)
    let isThere = original.gone == nil
    originalAddress = mayRecord && isThere ? "\(facts.path)/paper" : original.path
    originalWay = mayRecord && isThere ? phrases("Record where it is") : phrases("Its page")
    labelAddress = isThere ? "/paper/labels?code=\(original.code)" : nil
  }
}
