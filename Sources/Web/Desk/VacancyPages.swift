import Casework
import Domain
import Hummingbird
import Pages

extension DeskRoute {
  /// Vacancies, their teams and their applications.
  static let vacancies: [DeskRoute] = [
    DeskRoute(.get, "/vacancies", [.recruiter, .reviewer, .administrator]) { desk, visit in
      try await desk.vacancies(for: visit)
    },
    DeskRoute(.get, "/vacancies/new", OpenVacancy.roles) { desk, visit in
      desk.page(
        visit.frame(visit.phrases("Open a vacancy")), NewVacancyPage(visit.phrases))
    },
    DeskRoute(.post, "/vacancies", OpenVacancy.roles) { desk, visit in
      var reading = FormReading(try await visit.form(), visit.phrases)
      let title = reading.text("title", atMost: Desk.titleScalars)
      let location = reading.optionalText("location", atMost: Desk.titleScalars)
      guard let title, reading.problems.isEmpty else {
        return desk.page(
          visit.frame(visit.phrases("Open a vacancy"), problems: reading.problems),
          NewVacancyPage(
            title: reading.form["title"], location: reading.form["location"],
            problems: reading.problems, visit.phrases), .unprocessableContent)
      }
      let made = try await OpenVacancy(desk.office)(
        title: title, location: location, by: visit.caller)
      return Desk.see("/vacancies/\(made.id)", said: "opened")
    },
    DeskRoute(.get, "/vacancies/{id}", ShowVacancy.roles) { desk, visit in
      try await desk.vacancy(for: visit)
    },
    DeskRoute(.post, "/vacancies/{id}/team", SetTeamPart.roles) { desk, visit in
      let vacancy = try visit.vacancy
      var reading = FormReading(try await visit.form(), visit.phrases)
      let staff = reading.id("staff", of: Subject.Staff.self)
      let part = reading.choice("part", TeamPart.self)
      let until = reading.optionalDay("until")
      if let staff, let part, reading.problems.isEmpty {
        do {
          try await SetTeamPart(desk.office)(
            vacancy: vacancy, staff: staff, part: part, until: until, by: visit.caller)
          return Desk.see("/vacancies/\(vacancy)", said: "teamChanged")
        } catch let refusal as Refusal { reading.refuse(refusal, otherwise: "staff") }
      }
      return try await desk.vacancy(for: visit, typed: reading)
    },
    DeskRoute(.post, "/vacancies/{id}/team/{staffId}/leave", RemoveTeamPart.roles) {
      desk, visit in
      let vacancy = try visit.vacancy
      do {
        try await RemoveTeamPart(desk.office)(
          vacancy: vacancy, staff: visit.id("staffId", of: Subject.Staff.self),
          by: visit.caller)
      } catch Refusal.unknown { /* Taken out before: a repeat is harmless. */  }
      return Desk.see("/vacancies/\(vacancy)", said: "teamLeft")
    },
  ]
}

extension Visit {
  /// The vacancy the path names.
  var vacancy: VacancyID {
    get throws(Refusal) { try id("id", of: Subject.Vacancy.self) }
  }
}

extension Desk {
  /// The database takes titles and places of so many characters.
  static let titleScalars = 200
  /// Applications on one page of a list.
  static let lineLimit = 50

  /// Vacancies on one page of their list.
  static let vacancyLimit = 100

  /// `from` is the place in the list at which the page begins.
  fileprivate func vacancies(for visit: Visit) async throws -> Response {
    let phrases = visit.phrases
    let from = max(0, visit.parameter("from").flatMap { Int($0) } ?? 0)
    let end = from.addingReportingOverflow(Self.vacancyLimit).partialValue
    let rows: [VacanciesPage.Row]
    if visit.session.role == .administrator {
      rows = try await ListVacancies(office)(by: visit.caller).dropFirst(from).map {
        VacanciesPage.Row(
          id: $0.id, title: $0.title, location: $0.location, isOpen: $0.closedAt == nil,
          counts: nil, openEnded: 0, phrases)
      }
    } else {
      rows = try await CountVacancies(office)(by: visit.caller).dropFirst(from).map { line in
        VacanciesPage.Row(
          id: line.vacancy.id, title: line.vacancy.title, location: line.vacancy.location,
          isOpen: line.vacancy.closedAt == nil,
          counts: VacanciesPage.Counts(
            team: line.vacancy.team.count, new: line.new, running: line.running),
          openEnded: line.openEnded, phrases)
      }
    }
    return page(
      visit.frame(phrases("Vacancies"), message: said(visit)),
      VacanciesPage(
        Array(rows.prefix(Self.vacancyLimit)), mayOpen: visit.session.role == .recruiter,
        hasCounts: visit.session.role != .administrator,
        next: rows.count > Self.vacancyLimit ? "/vacancies?from=\(end)" : nil))
  }

  /// `typed` is a team form that was refused.
  fileprivate func vacancy(for visit: Visit, typed: FormReading? = nil) async throws -> Response {
    let phrases = visit.phrases
    let board = try await ShowVacancy(office)(visit.vacancy, by: visit.caller)
    let stage = visit.parameter("stage").flatMap { Stage(rawValue: $0) }
    let lines = try await ListApplications(office)(
      ApplicationFilter(
        vacancy: board.vacancy.id, stage: stage, limit: Self.lineLimit,
        cursor: visit.parameter("cursor")), by: visit.caller)
    let path = "/vacancies/\(board.vacancy.id)"
    let isRecruiter = visit.session.role == .recruiter
    let content = VacancyPage(
      facts(of: board), filters: filters(of: board, stage, at: path, phrases),
      lines: LineTable(
        caption: phrases("Applications, the newest first"),
        rows(lines, titles: [:], phrases), mayTick: isRecruiter,
        next: lines.next.map { .link(next($0, stage: stage, at: path)) },
        empty: phrases("Applications appear here as they come in.")),
      team: isRecruiter ? team(of: board, typed: typed, phrases) : nil, phrases)
    return page(
      visit.frame(
        board.vacancy.title, message: typed == nil ? said(visit) : nil,
        problems: typed?.problems ?? []),
      content, typed == nil ? .ok : .unprocessableContent)
  }

  private func facts(of board: VacancyBoard) -> VacancyPage.Facts {
    VacancyPage.Facts(
      id: board.vacancy.id, title: board.vacancy.title, location: board.vacancy.location,
      openedOn: office.time.day(of: board.vacancy.openedAt),
      closedOn: board.vacancy.closedAt.map { office.time.day(of: $0) },
      undecided: board.undecided)
  }

  private func filters(
    of board: VacancyBoard, _ chosen: Stage?, at path: String, _ phrases: Phrases
  ) -> [VacancyPage.Filter] {
    [VacancyPage.Filter(phrases("All"), path, isActive: chosen == nil)]
      + Stage.allCases.map { stage in
        VacancyPage.Filter(
          "\(phrases.name(of: stage)) \(board.running[stage] ?? 0)",
          "\(path)?stage=\(stage.rawValue)", isActive: stage == chosen)
      }
  }

  private func next(_ cursor: String, stage: Stage?, at path: String) -> String {
    "\(path)?\(stage.map { "stage=\($0.rawValue)&" } ?? "")cursor=\(cursor)"
  }

  private func team(
    of board: VacancyBoard, typed: FormReading?, _ phrases: Phrases
  ) -> VacancyPage.Team {
    let members = board.vacancy.team.map { member in
      VacancyPage.Member(
        name: member.name ?? phrases("somebody"), part: phrases.name(of: member.part),
        until: member.until.map { phrases.inWords($0) },
        leaves: "/vacancies/\(board.vacancy.id)/team/\(member.staff)/leave")
    }
    if board.colleagues.isEmpty { return VacancyPage.Team(members, fields: []) }
    let problems = typed?.problems ?? []
    return VacancyPage.Team(
      members,
      fields: [
        .choice(
          "staff", phrases("Who"),
          board.colleagues.map {
            Field.Option($0.id.text, $0.name, isChosen: typed?.form["staff"] == $0.id.text)
          }, problems: problems),
        .choice(
          "part", phrases("Part"),
          [TeamPart.interviewer, .hiringManager].map {
            Field.Option(
              $0.rawValue, phrases.name(of: $0), isChosen: typed?.form["part"] == $0.rawValue)
          }, problems: problems),
        .line(
          "until", phrases("Until, its last day"), value: typed?.form["until"] ?? "",
          type: "date", help: phrases("May stay empty."), problems: problems),
      ])
  }

  /// Lines of a list, for the table.
  func rows(
    _ lines: Lines, titles: [VacancyID: String], _ phrases: Phrases
  ) -> [LineTable.Row] {
    lines.items.map { line in
      LineTable.Row(
        id: line.id, name: "\(line.givenName) \(line.familyName)",
        vacancy: line.vacancy.flatMap { titles[$0] }, stage: line.stage,
        outcome: line.outcome?.kind, receivedOn: office.time.day(of: line.receivedAt),
        eraseOn: line.eraseOn, phrases)
    }
  }

  /// What was done last, in words.
  func said(_ visit: Visit) -> String? {
    let phrases = visit.phrases
    switch visit.said {
    case "opened": return phrases("The vacancy is open.")
    case "closed": return phrases("The vacancy is closed.")
    case "teamChanged": return phrases("The team is changed.")
    case "teamLeft": return phrases("Taken out of the team; it counts at once.")
    case "nobodyChosen": return phrases("Choose at least one application first.")
    case "triedAgain": return phrases("The letter is tried again.")
    case "letterOut": return phrases("The letter is taken out.")
    case "handedOver": return phrases("The hand-over is recorded.")
    case "erased": return phrases("The application is erased.")
    case "takenBack": return phrases("The withdrawal is recorded.")
    case "proposed": return phrases("The proposal is on its way.")
    default: return saidOfAHold(visit) ?? saidOfAnEnding(visit)
    }
  }
}
