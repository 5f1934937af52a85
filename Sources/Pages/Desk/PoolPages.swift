package import Domain

/// The pool: who may be proposed, until when, and for what they were.
package struct PoolPage: DeskContent {
  package static let template = "pool"
  let poolFields: [Field]
  let entries: [Entry]
  let noEntries: String?
  let nextPage: LineTable.Next?

  /// Somebody in the pool.
  package struct Entry: Sendable {
    let entryName: String
    let entryAddress: String
    let entryVacancy: String?
    let entryUntil: String
    let entryPropose: String
    let entryProposals: [Sent]

    /// `through` is the last day.
    package init(
      id: ApplicationID, name: String, vacancy: String?, through: Day?, proposals: [Sent],
      _ phrases: Phrases
    ) {
      entryName = name
      entryAddress = "/applications/\(id)"
      entryVacancy = vacancy
      entryUntil =
        through.map { phrases("until {day}", ["day": phrases.inWords($0)]) } ?? ""
      entryPropose = "/pool/\(id)/propose"
      entryProposals = proposals
    }
  }

  /// A proposal that was made.
  package struct Sent: Sendable {
    let sentVacancy: String
    let sentState: String
    let isWaiting: Bool

    package init(
      _ vacancy: String, _ answer: Proposal.Answer?, isOpen: Bool, proposedOn: Day,
      answeredOn: Day?, _ phrases: Phrases
    ) {
      sentVacancy = vacancy
      isWaiting = answer == nil && isOpen
      let day = ["day": phrases.inWords(answeredOn ?? proposedOn)]
      sentState =
        switch answer {
        case nil where isOpen: phrases("Waiting since {day}", day)
        case nil: phrases("Without an answer")
        case .yes: phrases("Yes on {day}", day)
        case .no: phrases("No on {day}", day)
        }
    }
  }

  package init(
    _ entries: [Entry], question: String, isSearched: Bool, more: LineTable.Next?,
    problems: [FieldProblem] = [], _ phrases: Phrases
  ) {
    poolFields = [
      .line(
        "question", phrases("E-mail or beginning of a name"), value: question, type: "search",
        autocomplete: "off", problems: problems)
    ]
    self.entries = entries
    nextPage = more
    noEntries =
      entries.isEmpty
      ? (isSearched
        ? phrases("Nobody in the pool is found by this.")
        : phrases("Whoever says yes to an invitation after a procedure appears here."))
      : nil
  }
}

/// Proposing somebody: for which vacancy, and word for word what they are written.
package struct ProposePage: DeskContent {
  package static let template = "propose"
  let proposedName: String
  let proposedFrom: String
  let proposedUntil: String
  let proposedAddress: String
  let proposeFields: [Field]
  let noVacancies: Bool
  let draft: Draft?

  /// The mail as it would be sent.
  package struct Draft: Sendable {
    let draftSubject: String
    let draftText: String
    let draftVacancy: String
    let draftTitle: String

    package init(subject: String, text: String, vacancy: VacancyID, title: String) {
      draftSubject = subject
      draftText = text
      draftVacancy = vacancy.text
      draftTitle = title
    }
  }

  /// `vacancies` are the open ones, `chosen` the one of the form.
  package init(
    id: ApplicationID, name: String, vacancy: String?, through: Day,
    vacancies: [(id: VacancyID, title: String)], chosen: VacancyID?, draft: Draft?,
    problems: [FieldProblem] = [], _ phrases: Phrases
  ) {
    proposedName = name
    proposedFrom = vacancy ?? phrases("Unsolicited")
    proposedUntil = phrases("In the pool until {day}.", ["day": phrases.inWords(through)])
    proposedAddress = "/pool/\(id)/propose"
    proposeFields = [
      .choice(
        "vacancy", phrases("Vacancy"),
        vacancies.map { Field.Option($0.id.text, $0.title, isChosen: $0.id == chosen) },
        problems: problems)
    ]
    noVacancies = vacancies.isEmpty
    self.draft = draft
  }
}
