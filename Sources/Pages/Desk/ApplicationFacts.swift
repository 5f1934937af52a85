package import Domain

/// One application, opened, as its page shows it.
package struct ApplicationFacts: Sendable {
  package let id: ApplicationID
  package let vacancy: VacancyID?
  package let applicant: Applicant
  package let receivedOn: Day
  package let channel: Channel
  package let source: Source
  package let stage: Stage
  package let outcome: OutcomeKind?
  package let endedOn: Day?
  package let retention: Retention
  package let today: Day
  package let notes: [NoteFacts]
  /// Whether others' notes wait for a recommendation of one's own.
  package let notesWait: Bool
  package let documents: [DocumentFacts]
  /// What the applicant was told about their data, oldest first.
  package let informed: [InformedFacts]
  /// Whether the applicant may be contacted about other vacancies.
  package let mayBeContacted: Bool
  package let previous: ApplicationID?
  package let next: ApplicationID?

  package init(
    id: ApplicationID, vacancy: VacancyID?, applicant: Applicant, receivedOn: Day,
    channel: Channel, source: Source, stage: Stage, outcome: OutcomeKind?, endedOn: Day?,
    retention: Retention, today: Day, notes: [NoteFacts], notesWait: Bool,
    documents: [DocumentFacts], informed: [InformedFacts], mayBeContacted: Bool = true,
    previous: ApplicationID?, next: ApplicationID?
  ) {
    self.id = id
    self.vacancy = vacancy
    self.applicant = applicant
    self.receivedOn = receivedOn
    self.channel = channel
    self.source = source
    self.stage = stage
    self.outcome = outcome
    self.endedOn = endedOn
    self.retention = retention
    self.today = today
    self.notes = notes
    self.notesWait = notesWait
    self.documents = documents
    self.informed = informed
    self.mayBeContacted = mayBeContacted
    self.previous = previous
    self.next = next
  }

  /// The person's name on one line.
  package var name: String {
    Readable.line("\(applicant.givenName.reveal()) \(applicant.familyName.reveal())")
  }

  /// The vacancy's title on one line.
  package var vacancyTitle: String? { Readable.title(retention.procedure.vacancyTitle) }

  /// Where its page is.
  package var path: String { "/applications/\(id)" }
}

/// That a version of the privacy notice was shown, when and how.
package struct InformedFacts: Sendable {
  package let version: String
  package let channel: Information.Channel
  package let on: Day

  package init(version: String, channel: Information.Channel, on: Day) {
    self.version = version
    self.channel = channel
    self.on = on
  }
}

/// A note with its author.
package struct NoteFacts: Sendable {
  package let kind: NoteKind
  package let author: String?
  package let writtenOn: Day
  package let text: String
  package let verdict: Verdict?
  package let isOwn: Bool

  package init(
    kind: NoteKind, author: String?, writtenOn: Day, text: String, verdict: Verdict?, isOwn: Bool
  ) {
    self.kind = kind
    self.author = author
    self.writtenOn = writtenOn
    self.text = text
    self.verdict = verdict
    self.isOwn = isOwn
  }
}

/// A document as the application lists it.
package struct DocumentFacts: Sendable {
  package let id: DocumentID
  package let kind: DocumentKind
  package let name: String
  package let mediaType: MediaType
  package let bytes: Int
  package let receivedOn: Day

  package init(
    id: DocumentID, kind: DocumentKind, name: String, mediaType: MediaType, bytes: Int,
    receivedOn: Day
  ) {
    self.id = id
    self.kind = kind
    self.name = name
    self.mediaType = mediaType
    self.bytes = bytes
    self.receivedOn = receivedOn
  }
}

/// What somebody may do with an application beside reading it.
package enum ApplicationTask: Sendable, CaseIterable {
  case correct, changeStage, note, recordOutcome, move, addDocuments, deleteDocuments
  case openVacancy, recordPaper
  case holdForAWeek, seeHolds, handOver, export
  case restrict, liftRestriction, object, erase, tell
  case recordConsent, recordWithdrawal, askLonger
}
