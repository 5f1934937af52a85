package import Domain

/// What an outcome would bring about, before it is recorded.
package struct OutcomeCheck: DeskContent {
  package static let template = "outcomeCheck"
  let checkHeading: String
  let consequences: [String]
  let obstacles: [String]
  let hidden: [LineTable.Next.Hidden]
  let single: Row?
  let table: Table?
  let confirmations: [Confirmation]
  let confirmWrong: String?
  let countField: Field?
  let isNobody: Bool
  let recordLabel: String

  /// Several applications.
  struct Table: Sendable {
    let rows: [Row]
  }

  /// One application.
  package struct Row: Sendable {
    let rowID: String
    let rowName: String
    let rowVacancy: String?
    let rowTelling: String
    let rowAsking: String?
    let mayAsk: Bool
    let isAsked: Bool
    let rowErased: String
    let mails: [MailView]

    /// `asking` says why nobody is asked, where that isn't a choice.
    package init(
      _ id: ApplicationID, name: String, vacancy: String?, telling: String, asking: String?,
      mayAsk: Bool, isAsked: Bool, erased: String, mails: [MailView]
    ) {
      rowID = id.text
      rowName = name
      rowVacancy = vacancy
      rowTelling = telling
      rowAsking = asking
      self.mayAsk = mayAsk
      self.isAsked = isAsked
      rowErased = erased
      self.mails = mails
    }
  }

  /// A day that has to be confirmed.
  struct Confirmation: Sendable {
    let confirmID: String
    let confirmDay: String
    let confirmText: String
    let isConfirmed: Bool
  }

  /// What the page says besides its rows.
  package struct Words: Sendable {
    let heading: String
    let consequences: [String]
    let obstacles: [String]
    let record: String

    package init(heading: String, consequences: [String], obstacles: [String], record: String) {
      self.heading = heading
      self.consequences = consequences
      self.obstacles = obstacles
      self.record = record
    }
  }

  /// `confirm` are the days of soon erasures and whether they were ticked; `count` is what was
  /// typed, where a number has to be.
  package init(
    _ words: Words, rows: [Row], hidden: [LineTable.Next.Hidden],
    confirm: [(day: Day, isTicked: Bool)],
    count: String?, problems: [FieldProblem] = [], _ phrases: Phrases
  ) {
    checkHeading = words.heading
    consequences = words.consequences
    obstacles = words.obstacles
    recordLabel = words.record
    self.hidden = hidden
    single = rows.count == 1 ? rows[0] : nil
    table = rows.count > 1 ? Table(rows: rows) : nil
    isNobody = rows.isEmpty
    confirmations = confirm.enumerated().map { number, item in
      Confirmation(
        confirmID: number == 0 ? "confirm" : "confirm-\(number)",
        confirmDay: item.day.description,
        confirmText: phrases(
          "It may be erased on {day}.", ["day": phrases.inWords(item.day)]),
        isConfirmed: item.isTicked)
    }
    confirmWrong = problems.first { $0.field == "confirm" }?.text
    countField = count.map {
      .line(
        "count", phrases("Type their number, {number}", ["number": "\(rows.count)"]), value: $0,
        autocomplete: "off", isRequired: true, problems: problems)
    }
  }
}

/// A mail as it would be sent.
package struct MailView: Sendable {
  let mailTitle: String
  let mailSubject: String
  let mailText: String

  /// `title` says which of several it is.
  package init(_ title: String, _ letter: RenderedLetter) {
    mailTitle = title
    mailSubject = letter.subject
    mailText = letter.text
  }
}

/// What became of a decision.
package struct OutcomeDone: DeskContent {
  package static let template = "outcomeDone"
  let doneHeading: String
  let undone: [String]
  let rows: [Row]
  let ways: [NoticePage.Way]

  /// One application of which something was recorded.
  package struct Row: Sendable {
    let doneName: String
    let doneText: String
    let letters: [NoticePage.Way]

    package init(name: String, text: String, letters: [NoticePage.Way]) {
      doneName = name
      doneText = text
      self.letters = letters
    }
  }

  package init(
    _ rows: [Row], undone: [String], ways: [NoticePage.Way], _ phrases: Phrases
  ) {
    doneHeading = phrases("{number} recorded", ["number": "\(rows.count)"])
    self.rows = rows
    self.undone = undone
    self.ways = ways
  }
}
