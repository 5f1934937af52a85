package import Domain

/// Asks before a letter on paper is made, since making it may ask the applicant a question.
package struct PaperPage: DeskContent {
  package static let template = "paper"
  package let heading: String
  package let paragraphs: [String]
  let action: String

  package init(kind: PaperKind, application: ApplicationID, _ phrases: Phrases) {
    action = "/applications/\(application)/letters/\(kind.rawValue)"
    switch kind {
    case .acknowledgement:
      heading = phrases("Acknowledgement on paper")
      paragraphs = [
        phrases("The letter holds the privacy notice. It is recorded that it was sent by post.")
      ]
    case .rejection:
      heading = phrases("Rejection on paper")
      paragraphs = [phrases("Record the notice once the letter is in the post.")]
    case .invitation:
      heading = phrases("Pool invitation on paper")
      paragraphs = [phrases("This letter asks the question: its code leads to the answers.")]
    case .renewal:
      heading = phrases("Question for longer storage on paper")
      paragraphs = [
        phrases("This letter asks the question: its code leads to the answers."),
        phrases("Without an answer the entry is erased on time."),
      ]
    }
  }
}

/// Who has to be asked on paper whether they want to stay in the pool.
package struct PostalRenewalsPage: DeskContent {
  package static let template = "renewals"
  package let heading: String
  let lines: [LineView]
  let empty: String?

  /// Somebody whose time in the pool ends.
  package struct Line: Sendable {
    let application: ApplicationID
    let name: String
    let vacancyTitle: String?
    let eraseOn: Day
    let isAsked: Bool

    package init(
      application: ApplicationID, name: String, vacancyTitle: String?, eraseOn: Day, isAsked: Bool
    ) {
      self.application = application
      self.name = name
      self.vacancyTitle = vacancyTitle
      self.eraseOn = eraseOn
      self.isAsked = isAsked
    }
  }

  struct LineView: Sendable {
    let address: String
    let person: String
    let vacancy: String
    let ends: String
    let state: String
  }

  package init(_ lines: [Line], _ phrases: Phrases, _ language: Language) {
    let words = Wording.words(in: language)
    heading = phrases("To be asked by post")
    self.lines = lines.map { line in
      LineView(
        address: "/applications/\(line.application)/letters/renewal", person: line.name,
        vacancy: line.vacancyTitle ?? phrases("Unsolicited"), ends: words.inWords(line.eraseOn),
        state: line.isAsked ? phrases("Letter made") : phrases("Letter missing"))
    }
    empty = lines.isEmpty ? phrases("Nobody has to be asked by post.") : nil
  }
}
