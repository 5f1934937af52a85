package import Domain

/// The legal matters for which something is held.
package struct MattersPage: DeskContent {
  package static let template = "matters"
  let matterRows: [Row]
  let noMatters: Bool
  /// Where a whole vacancy is held; `nil` for whoever only looks.
  let vacanciesAddress: String?

  /// One matter.
  package struct Row: Sendable {
    let matterText: String
    let matterAddress: String
    let matterApplications: Int
    let matterVacancies: Int
    let matterReview: String
    let isMatterDue: Bool

    /// `hold` is one of its holds: a matter itself has no place in an address.
    package init(
      _ matter: String, hold: HoldID, applications: Int, vacancies: Int, reviewOn: Day?,
      isReviewDue: Bool, _ phrases: Phrases
    ) {
      matterText = Readable.line(matter)
      matterAddress = "/matters/\(hold)"
      matterApplications = applications
      matterVacancies = vacancies
      matterReview = reviewOn.map { phrases.inWords($0) } ?? ""
      isMatterDue = isReviewDue
    }
  }

  package init(_ rows: [Row], mayPlace: Bool) {
    matterRows = rows
    noMatters = rows.isEmpty
    vacanciesAddress = mayPlace ? "/matters/vacancies" : nil
  }
}

/// Open holds of one matter or on one application, and what a law asks to keep there.
package struct HoldsPage: DeskContent {
  package static let template = "holds"
  let holdsHeading: String
  let holdsLead: String
  let backAddress: String
  let backLabel: String
  let holdRows: [Row]
  let noHolds: Bool
  let obligationRows: [Obligation]
  let holdsWays: [NoticePage.Way]

  /// One hold.
  package struct Row: Sendable {
    let holdTitle: String
    let holdAddress: String?
    let holdReason: String
    let holdBy: String
    let holdSince: String
    let holdUntil: String?
    let holdReview: String
    let isHoldDue: Bool
    let reviewAddress: String?
    let releaseAddress: String?

    /// `title` is what is held, or what for; `address` leads there.
    package init(
      _ id: HoldID, title: String, address: String?, reason: String, author: String?, since: Day,
      until: Day?, reviewOn: Day, isReviewDue: Bool, mayAct: Bool, _ phrases: Phrases
    ) {
      holdTitle = Readable.line(title)
      holdAddress = address
      holdReason = reason
      holdBy = author ?? phrases("somebody")
      holdSince = phrases.inWords(since)
      holdUntil = until.map { phrases.inWords($0) }
      holdReview = phrases.inWords(reviewOn)
      isHoldDue = isReviewDue
      reviewAddress = mayAct ? "/holds/\(id)/review" : nil
      releaseAddress = mayAct ? "/holds/\(id)/release" : nil
    }
  }

  /// What a law asks to keep.
  package struct Obligation: Sendable {
    let obligationLaw: String
    let obligationReason: String
    let obligationBy: String
    let obligationUntil: String
    let obligationEnds: String?

    package init(
      _ id: ObligationID, law: String, reason: String?, author: String?, until: Day,
      mayAct: Bool, _ phrases: Phrases
    ) {
      obligationLaw = Readable.line(law)
      obligationReason = reason ?? ""
      obligationBy = author ?? phrases("somebody")
      obligationUntil = phrases.inWords(until)
      obligationEnds = mayAct ? "/obligations/\(id)/end" : nil
    }
  }

  package init(
    heading: String, lead: String, back: NoticePage.Way, _ rows: [Row],
    obligations: [Obligation] = [], ways: [NoticePage.Way] = []
  ) {
    holdsHeading = Readable.line(heading)
    holdsLead = lead
    backAddress = back.wayAddress
    backLabel = back.wayLabel
    holdRows = rows
    noHolds = rows.isEmpty
    obligationRows = obligations
    holdsWays = ways
  }
}

/// The vacancies that can be held as a whole.
package struct HeldVacanciesPage: DeskContent {
  package static let template = "holdVacancies"
  let vacancyWays: [NoticePage.Way]
  let noVacancies: Bool

  package init(_ vacancies: [(id: VacancyID, title: String)]) {
    vacancyWays = vacancies.map {
      NoticePage.Way(Readable.line($0.title), "/vacancies/\($0.id)/hold")
    }
    noVacancies = vacancies.isEmpty
  }
}
