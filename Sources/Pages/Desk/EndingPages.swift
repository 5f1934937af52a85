package import Domain

/// What ended in the last fortnight, with what is left to do.
package struct EndingsPage: DeskContent {
  package static let template = "endings"
  let endings: [Row]
  let noEndings: Bool
  let nextPage: LineTable.Next?

  /// One ended application.
  package struct Row: Sendable {
    let endingName: String
    let endingVacancy: String
    let endingOutcome: String
    let endingEnded: String
    let endingUntil: String
    let tellAddress: String?
    let printAddress: String?
    let inviteAddress: String?
    let consentAddress: String
    let longerAddress: String?
    let paperAddress: String?
    let correctAddress: String
    let holdEndingAddress: String
    let isDone: Bool

    /// `through` is the last day on which it is shown.
    package init(
      _ id: ApplicationID, name: String, vacancy: String?, outcome: OutcomeKind, endedOn: Day,
      through: Day, isMailable: Bool, tasks: [EndingTask], _ phrases: Phrases
    ) {
      endingName = name
      endingVacancy = vacancy ?? phrases("Unsolicited")
      endingOutcome = phrases.name(of: outcome)
      endingEnded = phrases.inWords(endedOn)
      endingUntil = phrases.inWords(through)
      let needsNotice = tasks.contains(.notice)
      tellAddress = needsNotice ? "/endings/\(id)/notice" : nil
      printAddress = needsNotice && !isMailable ? "/applications/\(id)/letters/rejection" : nil
      inviteAddress = tasks.contains(.invitation) ? "/endings/\(id)/invitation" : nil
      consentAddress = "/applications/\(id)/consent?from=endings"
      longerAddress = isMailable ? "/applications/\(id)/longer-storage?from=endings" : nil
      paperAddress = tasks.contains(.paper) ? "/endings/\(id)/paper" : nil
      correctAddress = "/applications/\(id)/outcome/correct"
      holdEndingAddress = "/applications/\(id)/hold"
      isDone = tasks.isEmpty
    }
  }

  package init(_ endings: [Row], next: LineTable.Next?) {
    self.endings = endings
    noEndings = endings.isEmpty
    nextPage = next
  }
}

/// A letter to somebody whose procedure ended, before it is sent.
package struct EndingLetterPage: DeskContent {
  package static let template = "deskLetter"
  let letterHeading: String
  let letterLead: String
  let letterAddress: String
  let letterNote: String?
  let mails: [MailView]
  let sendLabel: String?
  let sendFields: [Field]
  let printAddress: String?
  let told: Told?

  /// Telling in another way than by mail.
  struct Told: Sendable {
    let toldAddress: String
    let toldFields: [Field]
  }

  /// `send` is the button's label; `nil` where mail can't reach the applicant.
  package init(
    heading: String, lead: String, address: String, note: String?, mails: [MailView],
    send: String?, fields: [Field] = [], print: String? = nil,
    told: (address: String, fields: [Field])? = nil
  ) {
    letterHeading = heading
    letterLead = lead
    letterAddress = address
    letterNote = note
    self.mails = mails
    sendLabel = send
    sendFields = fields
    printAddress = print
    self.told = told.map { Told(toldAddress: $0.address, toldFields: $0.fields) }
  }
}

/// The form in which a recorded outcome is corrected.
package struct CorrectionPage: DeskContent {
  package static let template = "correction"
  let correctHeading: String
  let correctNow: String
  let correctAddress: String
  let reopenAddress: String
  let correctFields: [Field]

  /// `now` says what is recorded.
  package init(
    _ id: ApplicationID, name: String, now: String, outcome: String, endedOn: String,
    reason: String, problems: [FieldProblem] = [], _ phrases: Phrases
  ) {
    correctHeading = phrases("Correct the outcome: {name}", ["name": name])
    correctNow = now
    correctAddress = "/applications/\(id)/outcome/correct"
    reopenAddress = "/applications/\(id)/outcome/reopen"
    correctFields = [
      .choice(
        "outcome", phrases("Outcome"),
        OutcomeKind.allCases.map {
          Field.Option($0.rawValue, phrases.name(of: $0), isChosen: $0.rawValue == outcome)
        }, problems: problems),
      .line(
        "endedOn", phrases("Ended on"), value: endedOn, type: "date", isRequired: true,
        problems: problems),
      .text(
        "reason", phrases("Why it is corrected"), value: reason,
        help: phrases("Kept sealed with the application."), isRequired: true,
        problems: problems),
    ]
  }
}

/// What a correction would bring about.
package struct CorrectionCheckPage: DeskContent {
  package static let template = "correctionCheck"
  let correctHeading: String
  let correctAddress: String
  let consequences: [String]
  let hidden: [LineTable.Next.Hidden]
  let confirmDay: String?
  let confirmText: String?
  let confirmWrong: String?

  package init(
    _ id: ApplicationID, name: String, consequences: [String], hidden: [LineTable.Next.Hidden],
    confirm: Day?, problems: [FieldProblem] = [], _ phrases: Phrases
  ) {
    correctHeading = phrases("Check the correction: {name}", ["name": name])
    correctAddress = "/applications/\(id)/outcome/correct"
    self.consequences = consequences
    self.hidden = hidden
    confirmDay = confirm?.description
    confirmText = confirm.map {
      phrases("It may be erased on {day}.", ["day": phrases.inWords($0)])
    }
    confirmWrong = problems.first { $0.field == "confirm" }?.text
  }
}

/// The form in which an outcome is taken back.
package struct ReopeningPage: DeskContent {
  package static let template = "reopening"
  let reopenHeading: String
  let reopenNow: String
  let reopenAddress: String
  let reopenFields: [Field]

  /// `now` says what is recorded.
  package init(
    _ id: ApplicationID, name: String, now: String, reason: String,
    problems: [FieldProblem] = [], _ phrases: Phrases
  ) {
    reopenHeading = phrases("Reopen the procedure: {name}", ["name": name])
    reopenNow = now
    reopenAddress = "/applications/\(id)/outcome/reopen"
    reopenFields = [
      .text(
        "reason", phrases("Why it is reopened"), value: reason,
        help: phrases("Kept sealed with the application."), isRequired: true,
        problems: problems)
    ]
  }
}

/// Closing a vacancy: what becomes of those without an outcome.
package struct ClosingPage: DeskContent {
  package static let template = "closing"
  let closingHeading: String
  let closingAddress: String
  let vacancyAddress: String
  let closingLead: String
  let leavesSome: Bool

  /// `undecided` is how many applications have no outcome.
  package init(_ id: VacancyID, title: String, undecided: Int, _ phrases: Phrases) {
    closingHeading = phrases("Close {title}", ["title": title])
    closingAddress = "/vacancies/\(id)/close"
    vacancyAddress = "/vacancies/\(id)"
    leavesSome = undecided > 0
    closingLead =
      undecided == 0
      ? phrases("Every application has its outcome. No further one can join a closed vacancy.")
      : phrases(
        "Without an outcome: {number}. No deadline runs for them until they are decided.",
        ["number": "\(undecided)"])
  }
}
