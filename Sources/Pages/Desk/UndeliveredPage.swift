package import Domain

/// Letters that could not be delivered: to whom, why, and what can be done.
package struct UndeliveredPage: DeskContent {
  package static let template = "undelivered"
  let undelivered: [Row]
  let isEmpty: Bool

  /// One letter.
  package struct Row: Sendable {
    let letterTo: String
    let letterPerson: String?
    let letterKind: String
    let letterProblem: String
    let letterSince: String
    let letterAddress: String

    /// `kind` is the word of the queue. A locked application isn't linked.
    package init(
      id: MailID, application: ApplicationID, name: String, isLocked: Bool, kind: String,
      problem: MailProblem, since: Day, _ phrases: Phrases
    ) {
      letterTo = name
      letterPerson = isLocked ? nil : "/applications/\(application)"
      letterKind = phrases.letter(kind)
      letterProblem = phrases.words(for: problem)
      letterSince = phrases.inWords(since)
      letterAddress = "/undelivered/\(application)/\(id)"
    }
  }

  package init(_ rows: [Row]) {
    undelivered = rows
    isEmpty = rows.isEmpty
  }
}

extension Phrases {
  /// What a letter is about, by the word of the queue.
  func letter(_ kind: String) -> String {
    switch kind {
    case "acknowledgement": self("Acknowledgement")
    case "notice": self("Rejection")
    case "invitation": self("Pool invitation")
    case "confirmation": self("Confirmation")
    case "proposal": self("Proposal")
    case "renewal", "reminder": self("Renewal of the consent")
    default: self("Receipt")
    }
  }

  /// Why a letter wasn't delivered, and what can be done about it.
  func words(for problem: MailProblem) -> String {
    switch problem {
    case .unreachable: self("The mail server couldn't be reached for days.")
    case .deferred: self("The mail server put it off for days.")
    case .refused: self("The mail server refuses the address or the mail.")
    case .badAddress: self("This isn't an address that can be written to.")
    case .misconfigured: self("The mail server and our settings don't fit.")
    }
  }
}
