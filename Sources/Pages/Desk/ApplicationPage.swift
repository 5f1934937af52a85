package import Domain

/// One application on one screen, up to its documents, which follow one by one.
package struct ApplicationPage: DeskContent {
  package static let template = "application"
  let vacancyCrumb: Crumb?
  let previousAddress: String?
  let nextAddress: String?
  let name: String
  let why: String
  let groundLines: [GroundLine]
  let alarmLines: [AlarmLine]
  let person: PersonBlock
  let progress: ProgressBlock
  let review: ReviewBlock
  let outcomeAddress: String?
  let moveAddress: String?
  let uploadAddress: String?
  let handOverAddress: String?
  let exportAddress: String?
  let originals: OriginalsBlock?
  /// Where paper is recorded of which nobody knew.
  let originalsAddress: String?
  let weekHoldAddress: String?
  let holdsAddress: String?
  /// What is said of the whole application before its alarms.
  let states: [StateLine]
  let requests: [RequestLink]
  let papers: [PaperLink]
  let hasNoPapers: Bool
  /// Whether single keys work on this page.
  let hasKeys: Bool
  let keysAddress: String

  struct Crumb: Sendable {
    let crumbLabel: String
    /// `nil` for whom the vacancy isn't.
    let crumbAddress: String?
  }

  struct GroundLine: Sendable {
    let groundText: String
  }

  struct AlarmLine: Sendable {
    let alarmText: String
  }

  struct StateLine: Sendable {
    let stateText: String

    static func all(
      _ facts: ApplicationFacts, _ restriction: Restriction?, _ phrases: Phrases
    ) -> [StateLine] {
      [
        facts.retention.isRestricted
          ? phrases("Processing is restricted (Art. 18 GDPR): nobody else sees it or changes it.")
          : nil,
        restriction?.announcement?.isUndelivered == true
          ? phrases("The letter could not be delivered.") : nil,
        facts.mayBeContacted ? nil : phrases("The applicant may not be contacted (Art. 21 GDPR)."),
      ].compactMap { $0.map(StateLine.init) }
    }
  }

  /// What an applicant can ask for, or can be asked.
  struct RequestLink: Sendable {
    let requestText: String
    let requestAddress: String

    static func all(
      _ facts: ApplicationFacts, _ tasks: Set<ApplicationTask>, _ phrases: Phrases
    ) -> [RequestLink] {
      let known: [(ApplicationTask, String, String)] = [
        (.tell, phrases("Send or record the notice"), "notice"),
        (.restrict, phrases("Restrict the processing"), "restriction"),
        (.liftRestriction, phrases("Lift the restriction"), "restriction/lift"),
        (.object, phrases("Record an objection"), "objection"),
        (.recordConsent, phrases("Record a consent"), "consent"),
        (.recordWithdrawal, phrases("Record a withdrawal"), "withdrawal"),
        (.askLonger, phrases("Ask to keep it longer"), "longer-storage"),
        (.erase, phrases("Erase at the applicant's request"), "erasure"),
      ]
      return known.filter { tasks.contains($0.0) }.map {
        RequestLink(requestText: $0.1, requestAddress: "\(facts.path)/\($0.2)")
      }
    }
  }

  struct PaperLink: Sendable {
    let paperLabel: String
    let paperAnchor: String
  }

  package init(
    _ facts: ApplicationFacts, may tasks: Set<ApplicationTask>, draft: NoteDraft, hasKeys: Bool,
    originals: OriginalsFacts? = nil, restriction: Restriction? = nil, _ phrases: Phrases
  ) {
    func address(_ task: ApplicationTask, _ path: String) -> String? {
      tasks.contains(task) ? "\(facts.path)/\(path)" : nil
    }
    let why = WhyHere(facts.retention, on: facts.today, phrases)
    vacancyCrumb = facts.vacancy.map {
      Crumb(
        crumbLabel: facts.vacancyTitle ?? phrases("Vacancy"),
        crumbAddress: tasks.contains(.openVacancy) ? "/vacancies/\($0)" : nil)
    }
    previousAddress = facts.previous.map { "/applications/\($0)" }
    nextAddress = facts.next.map { "/applications/\($0)" }
    name = facts.name
    self.why = why.summary
    groundLines = why.grounds.map(GroundLine.init)
    alarmLines = why.alarms.map(AlarmLine.init)
    person = PersonBlock(facts, correctAddress: address(.correct, "person"), phrases)
    progress = ProgressBlock(facts, stageAddress: address(.changeStage, "stage"), phrases)
    review = ReviewBlock(facts, noteAddress: address(.note, "notes"), draft: draft, phrases)
    outcomeAddress = address(.recordOutcome, "outcome")
    moveAddress = address(.move, "move")
    uploadAddress = address(.addDocuments, "upload")
    handOverAddress = address(.handOver, "hand-over")
    exportAddress = address(.export, "export")
    self.originals = originals.map {
      OriginalsBlock($0, of: facts, mayRecord: tasks.contains(.recordPaper), phrases)
    }
    originalsAddress = originals == nil ? address(.recordPaper, "paper") : nil
    weekHoldAddress = address(.holdForAWeek, "hold")
    holdsAddress = address(.seeHolds, "holds")
    states = StateLine.all(facts, restriction, phrases)
    requests = RequestLink.all(facts, tasks, phrases)
    papers = facts.documents.map {
      PaperLink(
        paperLabel: phrases.name(of: $0.kind), paperAnchor: DocumentBlock.anchor(of: $0.id))
    }
    hasNoPapers = papers.isEmpty
    self.hasKeys = hasKeys
    keysAddress = "\(facts.path)/keys"
  }
}

/// Who applied, and how.
struct PersonBlock: Sendable {
  let facts: [Fact]
  let correctAddress: String?
  /// Where the acknowledgement is printed, for whom no mail reaches and who wasn't told yet.
  let tellAddress: String?

  struct Fact: Sendable {
    let term: String
    let detail: String
  }

  init(_ facts: ApplicationFacts, correctAddress: String?, _ phrases: Phrases) {
    let person = facts.applicant
    let lines: [(String, String?)] = [
      (phrases("E-mail"), person.email.map { Readable.line($0.reveal()) }),
      (phrases("Telephone"), person.phone.map { Readable.line($0.reveal()) }),
      (phrases("Address"), person.address?.reveal()),
      (phrases("Language"), phrases.name(of: person.language)),
      (
        phrases("Received"),
        phrases(
          "{day}, {channel}, from: {source}",
          [
            "day": phrases.inWords(facts.receivedOn), "channel": phrases.name(of: facts.channel),
            "source": phrases.name(of: facts.source),
          ])
      ),
      (phrases("Privacy notice"), Self.told(facts, phrases)),
    ]
    self.facts = lines.compactMap { term, detail in
      detail.map { Fact(term: term, detail: $0) }
    }
    self.correctAddress = correctAddress
    let mustBeTold =
      person.email == nil && facts.informed.isEmpty && facts.outcome == nil
      && correctAddress != nil
    tellAddress = mustBeTold ? "\(facts.path)/letters/acknowledgement" : nil
  }

  /// A line for each version that was shown.
  private static func told(_ facts: ApplicationFacts, _ phrases: Phrases) -> String {
    if facts.informed.isEmpty { return phrases("not shown yet") }
    return facts.informed.map { told in
      phrases(
        "Version {version}, {channel}, {day}",
        [
          "version": told.version, "channel": phrases.name(of: told.channel),
          "day": phrases.inWords(told.on),
        ])
    }.joined(separator: "\n")
  }
}

/// How far the application has come.
struct ProgressBlock: Sendable {
  let stageName: String
  let outcomeText: String?
  let stageAddress: String?
  let stages: [StageOption]

  struct StageOption: Sendable {
    let stageCode: String
    let stageLabel: String
    let isStage: Bool
  }

  init(_ facts: ApplicationFacts, stageAddress: String?, _ phrases: Phrases) {
    stageName = phrases.name(of: facts.stage)
    outcomeText = facts.outcome.map { outcome in
      let name = phrases.name(of: outcome)
      guard let day = facts.endedOn else { return name }
      return phrases("{outcome}, ended on {day}", ["outcome": name, "day": phrases.inWords(day)])
    }
    self.stageAddress = stageAddress
    stages = Stage.allCases.map {
      StageOption(
        stageCode: $0.rawValue, stageLabel: phrases.name(of: $0), isStage: $0 == facts.stage)
    }
  }
}

/// What follows the last document.
package struct ApplicationEnd: DeskContent {
  package static let template = "applicationEnd"

  package init() {}
}
