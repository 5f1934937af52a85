package import Domain

/// The list of vacancies: what is new, what runs, what needs somebody.
package struct VacanciesPage: DeskContent {
  package static let template = "vacancies"
  let mayOpen: Bool
  let hasCounts: Bool
  let vacancies: [Row]
  let next: String?
  let isEmpty: Bool

  /// One vacancy.
  package struct Row: Sendable {
    let vacancyTitle: String
    let vacancyPlace: String?
    let vacancyAddress: String
    let isLinked: Bool
    let counts: Counts?
    let vacancyAlarm: String?
    let vacancyClosed: String?

    /// `counts` are those of the team, of the new and of the running applications.
    package init(
      id: VacancyID, title: String, location: String?, isOpen: Bool, counts: Counts?,
      openEnded: Int, _ phrases: Phrases
    ) {
      vacancyTitle = title
      vacancyPlace = location
      vacancyAddress = "/vacancies/\(id)"
      isLinked = counts != nil
      self.counts = counts
      vacancyAlarm =
        openEnded == 0
        ? nil : phrases("Closed, {number} without outcome", ["number": "\(openEnded)"])
      vacancyClosed = isOpen || openEnded > 0 ? nil : phrases("Closed")
    }
  }

  /// What is counted of one vacancy.
  package struct Counts: Sendable {
    let inTeam: Int
    let newOnes: Int
    let runningOnes: Int

    package init(team: Int, new: Int, running: Int) {
      inTeam = team
      newOnes = new
      runningOnes = running
    }
  }

  /// `next` is where the list goes on.
  package init(_ vacancies: [Row], mayOpen: Bool, hasCounts: Bool, next: String?) {
    self.vacancies = vacancies
    self.next = next
    self.mayOpen = mayOpen
    self.hasCounts = hasCounts
    isEmpty = vacancies.isEmpty
  }
}

/// The form that opens a vacancy.
package struct NewVacancyPage: DeskContent {
  package static let template = "newVacancy"
  let fields: [Field]

  /// Filled with what was typed, if it was refused.
  package init(
    title: String = "", location: String = "", problems: [FieldProblem] = [], _ phrases: Phrases
  ) {
    fields = [
      .line(
        "title", phrases("Title"), value: title,
        help: phrases("As applicants read it in mails and on their page."),
        problems: problems),
      .line(
        "location", phrases("Place of work"), value: location, help: phrases("May stay empty."),
        problems: problems),
    ]
  }
}

/// One vacancy: its team and its applications.
package struct VacancyPage: DeskContent {
  package static let template = "vacancy"
  let vacancyTitle: String
  let vacancyPlace: String?
  let vacancyDates: String
  let vacancyAlarm: String?
  let vacancyAddress: String
  let vacancyID: String
  let filters: [Filter]
  let lines: LineTable
  let team: Team?
  let mayClose: Bool
  let receiveAddress: String?
  let holdVacancyAddress: String?

  /// What the list can be narrowed to.
  package struct Filter: Sendable {
    let filterLabel: String
    let filterAddress: String
    let isActive: Bool

    package init(_ label: String, _ address: String, isActive: Bool) {
      filterLabel = label
      filterAddress = address
      self.isActive = isActive
    }
  }

  /// Who reviews, and the form that adds somebody.
  package struct Team: Sendable {
    let members: [Member]
    let teamFields: [Field]
    let isNobody: Bool
    let isEverybody: Bool

    package init(_ members: [Member], fields: [Field]) {
      self.members = members
      teamFields = fields
      isNobody = members.isEmpty
      isEverybody = fields.isEmpty
    }
  }

  /// Somebody in the team.
  package struct Member: Sendable {
    let memberName: String
    let memberPart: String
    let memberUntil: String?
    let memberLeaves: String

    package init(name: String, part: String, until: String?, leaves: String) {
      memberName = name
      memberPart = part
      memberUntil = until
      memberLeaves = leaves
    }
  }

  /// What a vacancy says of itself.
  package struct Facts: Sendable {
    let id: VacancyID
    let title: String
    let location: String?
    let openedOn: Day
    let closedOn: Day?
    /// Applications without an outcome.
    let undecided: Int

    package init(
      id: VacancyID, title: String, location: String?, openedOn: Day, closedOn: Day?,
      undecided: Int
    ) {
      self.id = id
      self.title = title
      self.location = location
      self.openedOn = openedOn
      self.closedOn = closedOn
      self.undecided = undecided
    }
  }

  package init(
    _ facts: Facts, filters: [Filter], lines: LineTable, team: Team?, _ phrases: Phrases
  ) {
    vacancyTitle = facts.title
    vacancyPlace = facts.location
    let opened = phrases("Open since {day}.", ["day": phrases.inWords(facts.openedOn)])
    vacancyDates =
      facts.closedOn.map {
        phrases(
          "Opened on {day}, closed on {end}.",
          ["day": phrases.inWords(facts.openedOn), "end": phrases.inWords($0)])
      } ?? opened
    vacancyAlarm =
      facts.closedOn == nil || facts.undecided == 0
      ? nil
      : phrases(
        "Closed, {number} without outcome: for these no period runs until somebody decides.",
        ["number": "\(facts.undecided)"])
    vacancyAddress = "/vacancies/\(facts.id)"
    vacancyID = facts.id.text
    self.filters = filters
    self.lines = lines
    self.team = team
    mayClose = team != nil && facts.closedOn == nil
    receiveAddress = mayClose ? "/applications/new?vacancy=\(facts.id)" : nil
    holdVacancyAddress = team != nil ? "/vacancies/\(facts.id)/hold" : nil
  }
}
