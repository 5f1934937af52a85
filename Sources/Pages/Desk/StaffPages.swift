package import Domain

/// Somebody on the staff, as its pages show them.
package struct StaffFacts: Sendable {
  let id: StaffID
  let name: Private<String>
  let email: Private<String>
  let roles: Set<Role>
  let isDisabled: Bool
  let isSetUp: Bool
  let hasSecondFactor: Bool

  package init(
    id: StaffID, name: Private<String>, email: Private<String>, roles: Set<Role>,
    isDisabled: Bool, isSetUp: Bool, hasSecondFactor: Bool
  ) {
    self.id = id
    self.name = name
    self.email = email
    self.roles = roles
    self.isDisabled = isDisabled
    self.isSetUp = isSetUp
    self.hasSecondFactor = hasSecondFactor
  }

  func state(_ phrases: Phrases) -> (text: String, tone: String) {
    if isDisabled { return (phrases("Disabled"), "alarm") }
    return isSetUp ? (phrases("Active"), "good") : (phrases("Not set up yet"), "warning")
  }

  func factor(_ phrases: Phrases) -> String { hasSecondFactor ? phrases("On") : phrases("Off") }
}

/// The staff as a list.
package struct StaffPage: DeskContent {
  package static let template = "staff"
  let people: [Line]

  struct Line: Sendable {
    let personAddress: String
    let memberName: String
    let memberRoles: String
    let memberFactor: String
    let memberState: String
    let memberTone: String
  }

  package init(_ staff: [StaffFacts], _ phrases: Phrases) {
    people = staff.map { facts in
      let (text, tone) = facts.state(phrases)
      return Line(
        personAddress: "/staff/\(facts.id)", memberName: Readable.line(facts.name.reveal()),
        memberRoles: phrases.names(of: facts.roles), memberFactor: facts.factor(phrases),
        memberState: text, memberTone: tone)
    }
  }
}

/// One of them, with all that can be changed.
package struct StaffMemberPage: DeskContent {
  package static let template = "staffMember"
  let memberAddress: String
  let memberName: String
  let memberEmail: String
  let memberState: String
  let memberTone: String
  let memberFactor: String
  let isActive: Bool
  let roleTicks: [FormPage.Tick]
  let hasParts: Bool
  let memberParts: [Part]

  /// A part in a vacancy's team.
  package struct Part: Sendable {
    let partAddress: String
    let partTitle: String
    let partName: String
    let partUntil: String?

    package init(
      vacancy: VacancyID, title: String, part: TeamPart, until: Day?, _ phrases: Phrases
    ) {
      partAddress = "/vacancies/\(vacancy)"
      partTitle = Readable.line(title)
      partName = phrases.name(of: part)
      partUntil = until.map(phrases.inWords)
    }
  }

  package init(_ facts: StaffFacts, parts: [Part], _ phrases: Phrases) {
    memberAddress = "/staff/\(facts.id)"
    memberName = Readable.line(facts.name.reveal())
    memberEmail = Readable.line(facts.email.reveal())
    (memberState, memberTone) = facts.state(phrases)
    memberFactor = facts.factor(phrases)
    isActive = !facts.isDisabled
    roleTicks = FormPage.Ticks.roles(facts.roles, phrases).ticks
    hasParts = !parts.isEmpty
    memberParts = parts
  }
}

/// A set-up link, the one time it is shown.
package struct SetUpLinkPage: DeskContent {
  package static let template = "setUpLink"
  let memberName: String
  let memberAddress: String
  let setUpAddress: String

  package init(name: Private<String>, id: StaffID, address: Private<String>) {
    memberName = Readable.line(name.reveal())
    memberAddress = "/staff/\(id)"
    setUpAddress = address.reveal()
  }
}
