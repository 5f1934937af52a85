package import Domain

/// What applicants asked for and is still to be done; nobody's name is on it.
package struct RequestsPage: DeskContent {
  package static let template = "requests"
  let objections: [Line]
  let hasNoObjections: Bool
  let restrictions: [Line]
  let hasNoRestrictions: Bool

  /// One of them, with where it leads.
  package struct Line: Sendable {
    let requestLabel: String
    let requestAddress: String
    let requestSince: String
    let requestState: String

    private init(
      _ vacancyTitle: String?, _ address: String, since: Day, _ state: String, _ phrases: Phrases
    ) {
      requestLabel = Readable.title(vacancyTitle) ?? phrases("Unsolicited application")
      requestAddress = address
      requestSince = phrases.inWords(since)
      requestState = state
    }

    /// An objection that waits for a decision.
    package static func objection(
      _ id: ObjectionID, of application: ApplicationID, vacancyTitle: String?, receivedOn: Day,
      answerBy: Day?,
      _ phrases: Phrases
    ) -> Line {
      Line(
        vacancyTitle, "/applications/\(application)/objections/\(id)", since: receivedOn,
        answerBy.map { phrases("answer through {day}", ["day": phrases.inWords($0)]) } ?? "",
        phrases)
    }

    /// A restriction that is open.
    package static func restriction(
      _ application: ApplicationID, vacancyTitle: String?, _ restriction: Restriction,
      _ phrases: Phrases
    ) -> Line {
      Line(
        vacancyTitle, "/applications/\(application)", since: restriction.placedOn,
        restriction.announcement.map {
          $0.isUndelivered
            ? phrases("The letter could not be delivered.")
            : phrases("told: lifted from {day} on", ["day": phrases.inWords($0.liftOn)])
        } ?? phrases("not told yet"), phrases)
    }
  }

  package init(objections: [Line], restrictions: [Line]) {
    self.objections = objections
    hasNoObjections = objections.isEmpty
    self.restrictions = restrictions
    hasNoRestrictions = restrictions.isEmpty
  }
}
