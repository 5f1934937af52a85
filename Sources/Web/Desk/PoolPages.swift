import Casework
import Domain
import Hummingbird
import Pages

extension DeskRoute {
  /// The pool, and proposing somebody of it.
  static let pool: [DeskRoute] = [
    DeskRoute(.get, "/pool", ListPool.roles) { desk, visit in
      try await desk.pool(for: visit, question: nil, cursor: visit.parameter("cursor"))
    },
    DeskRoute(.post, "/pool", ListPool.roles) { desk, visit in
      let form = try await visit.form()
      var reading = FormReading(form, visit.phrases)
      let question = reading.optionalText("question", atMost: Desk.poolQuestionScalars)
      let cursor = form["cursor"].isEmpty ? nil : form["cursor"]
      return try await desk.pool(
        for: visit, question: question, cursor: cursor, refused: reading)
    },
    DeskRoute(.get, "/pool/{id}/propose", PreviewProposal.roles) { desk, visit in
      try await desk.propose(for: visit, chosen: nil, draft: nil)
    },
    DeskRoute(.post, "/pool/{id}/propose", PreviewProposal.roles) { desk, visit in
      let application = try visit.application
      var reading = FormReading(try await visit.form(), visit.phrases)
      guard let vacancy = reading.id("vacancy", of: Subject.Vacancy.self) else {
        return try await desk.propose(
          for: visit, chosen: nil, draft: nil, problems: reading.problems)
      }
      do {
        let letter = try await PreviewProposal(desk.office).letter(
          to: application, for: vacancy, by: visit.caller)
        return try await desk.propose(for: visit, chosen: vacancy, draft: letter)
      } catch let refusal as Refusal where refusal != .unknown && refusal != .notInPool {
        reading.refuse(refusal, otherwise: "vacancy")
        return try await desk.propose(
          for: visit, chosen: vacancy, draft: nil, problems: reading.problems)
      }
    },
    DeskRoute(.post, "/pool/{id}/propose/send", ProposeVacancy.roles) { desk, visit in
      let application = try visit.application
      var reading = FormReading(try await visit.form(), visit.phrases)
      guard let vacancy = reading.id("vacancy", of: Subject.Vacancy.self) else {
        throw Refusal.unknown
      }
      do {
        _ = try await ProposeVacancy(desk.office)(
          application, vacancy: vacancy, by: visit.caller)
        return Desk.see("/pool", said: "proposed")
      } catch let refusal as Refusal where refusal != .unknown && refusal != .notInPool {
        reading.refuse(refusal, otherwise: "vacancy")
        return try await desk.propose(
          for: visit, chosen: vacancy, draft: nil, problems: reading.problems)
      }
    },
  ]
}

extension Desk {
  fileprivate static let poolQuestionScalars = 300

  fileprivate func pool(
    for visit: Visit, question: String?, cursor: String?, refused: FormReading? = nil
  ) async throws -> Response {
    let phrases = visit.phrases
    let problems = refused?.problems ?? []
    let isRefused = !problems.isEmpty
    let lines =
      isRefused
      ? nil
      : try await ListPool(office)(
        question: question.map { Private($0) }, limit: Self.lineLimit, cursor: cursor,
        by: visit.caller)
    let vacancies = Dictionary(
      try await CountVacancies(office).names(by: visit.caller).map { ($0.id, $0) },
      uniquingKeysWith: { $1 })
    let next = lines?.next.map { cursor in
      question.map {
        LineTable.Next.form("/pool", [.init("question", $0), .init("cursor", cursor)])
      } ?? .link("/pool?cursor=\(cursor)")
    }
    return page(
      visit.frame(phrases("Pool"), message: said(visit), problems: problems),
      PoolPage(
        (lines?.items ?? []).map { entry($0, vacancies, phrases) },
        question: question ?? refused?.form["question"] ?? "", isSearched: question != nil,
        more: next, problems: problems, phrases),
      isRefused ? .unprocessableContent : .ok)
  }

  private func entry(
    _ line: ApplicationLine, _ vacancies: [VacancyID: VacancyName], _ phrases: Phrases
  ) -> PoolPage.Entry {
    PoolPage.Entry(
      id: line.id, name: "\(line.givenName) \(line.familyName)",
      vacancy: line.vacancy.flatMap { vacancies[$0]?.title }, through: line.poolThrough,
      proposals: (line.proposals ?? []).map { proposal in
        PoolPage.Sent(
          vacancies[proposal.vacancy]?.title ?? "", proposal.answer,
          isOpen: vacancies[proposal.vacancy]?.isOpen ?? false,
          proposedOn: office.time.day(of: proposal.proposedAt),
          answeredOn: proposal.answeredAt.map { office.time.day(of: $0) }, phrases)
      }, phrases)
  }

  fileprivate func propose(
    for visit: Visit, chosen: VacancyID?, draft: Letter?, problems: [FieldProblem] = []
  ) async throws -> Response {
    let phrases = visit.phrases
    let person = try await PreviewProposal(office)(visit.application, by: visit.caller)
    let name = person.name.reveal()
    let text = draft.flatMap { paper.text(of: $0) }
    let title = person.vacancies.first { $0.id == chosen }?.title
    let shown = text.flatMap { text in
      chosen.map {
        ProposePage.Draft(
          subject: text.subject, text: text.text, vacancy: $0, title: title ?? "")
      }
    }
    return page(
      visit.frame(phrases("Propose {name}", ["name": name]), problems: problems),
      ProposePage(
        id: person.application, name: name, vacancy: person.vacancyTitle,
        through: person.poolEraseOn.adding(days: -1),
        vacancies: person.vacancies.map { (id: $0.id, title: $0.title) }, chosen: chosen,
        draft: shown, problems: problems, phrases),
      problems.isEmpty ? .ok : .unprocessableContent)
  }
}
