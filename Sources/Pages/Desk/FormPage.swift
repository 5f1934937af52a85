package import Domain

/// A page with one form and nothing else: signing in, a code, a password.
package struct FormPage: DeskContent {
  package static let template = "form"
  let formHeading: String
  let formParagraphs: [String]
  let formAction: String
  let formKept: [Kept]
  let formUsername: String?
  let formFields: [Field]
  let formTicks: Ticks?
  let formButton: String
  let formWays: [NoticePage.Way]

  /// A value that goes with the form unseen.
  package struct Kept: Sendable {
    let keptName: String
    let keptValue: String

    package init(_ name: String, _ value: String) {
      keptName = name
      keptValue = value
    }
  }

  /// Several of which any number can be chosen.
  package struct Ticks: Sendable {
    let ticksField: String
    let ticksLegend: String
    let ticks: [Tick]

    package init(_ field: String, _ legend: String, _ ticks: [Tick]) {
      ticksField = field
      ticksLegend = legend
      self.ticks = ticks
    }

    /// The roles of the staff, each with what it opens.
    package static func roles(_ chosen: Set<Role>, _ phrases: Phrases) -> Ticks {
      Ticks(
        "roles", phrases("Roles"),
        Role.allCases.filter { $0 != .intake }.map { role in
          Tick(
            role.rawValue, phrases.name(of: role), phrases.whatOpens(for: role),
            isTicked: chosen.contains(role))
        })
    }
  }

  /// One of them.
  package struct Tick: Sendable {
    let tickValue: String
    let tickLabel: String
    let tickHelp: String
    let isTicked: Bool

    init(_ value: String, _ label: String, _ help: String, isTicked: Bool) {
      tickValue = value
      tickLabel = label
      tickHelp = help
      self.isTicked = isTicked
    }
  }

  /// `username` tells a password manager whose password it is.
  package init(
    heading: String, paragraphs: [String] = [], action: String, kept: [Kept] = [],
    username: String? = nil, fields: [Field], ticks: Ticks? = nil, button: String,
    ways: [NoticePage.Way] = []
  ) {
    formHeading = heading
    formParagraphs = paragraphs
    formAction = action
    formKept = kept
    formUsername = username
    formFields = fields
    formTicks = ticks
    formButton = button
    formWays = ways
  }
}

extension Phrases {
  /// What a role may do, in a sentence.
  func whatOpens(for role: Role) -> String {
    switch role {
    case .administrator: self("Adds people and gives roles; opens no application.")
    case .recruiter: self("Opens applications whose procedure runs, and the pool.")
    case .reviewer: self("Opens applications of the vacancies whose team they are in.")
    case .legal: self("Opens what is kept as evidence, for a named matter.")
    case .privacyOfficer: self("Opens every application for a named reason; restricts and erases.")
    case .auditor: self("Reads the ledger; opens no application.")
    case .intake: self("Hands applications in; opens none.")
    }
  }
}
