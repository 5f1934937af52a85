package import Domain
import Records
import Vault

/// What a list is narrowed by, and which page of it is asked for.
package struct ApplicationFilter: Sendable {
  package let vacancy: VacancyID?
  package let stage: Stage?
  package let outcome: OutcomeKind?
  /// An e-mail address or beginnings of names.
  package let question: Private<String>?
  package let limit: Int
  /// ``Lines/next`` of the page before.
  package let cursor: String?

  package init(
    vacancy: VacancyID? = nil, stage: Stage? = nil, outcome: OutcomeKind? = nil,
    question: Private<String>? = nil, limit: Int = 50, cursor: String? = nil
  ) {
    self.vacancy = vacancy
    self.stage = stage
    self.outcome = outcome
    self.question = question
    self.limit = limit
    self.cursor = cursor
  }
}

/// Lists and finds applications: for recruiters and reviewers those their grounds and teams let
/// them see, for `legal` those kept as evidence, with a reason.
package struct ListApplications: Sendable {
  package static let roles: Set<Role> = [.recruiter, .reviewer, .legal]
  static let keptForLegal: [GroundKind] = [.evidence, .legalObligation, .hold]
  static let worked: [GroundKind] = [.procedure, .pool, .longerStorage, .employment]
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// Newest first. A question without a searchable part finds nothing.
  package func callAsFunction(
    _ filter: ApplicationFilter, by caller: Caller
  ) async throws -> Lines {
    try caller.mustSayWhy()
    let page = try LinePage(filter)
    return try await office.list(page, by: caller, Self.roles) { rows in
      let kinds = caller.member.role == .legal ? Self.keptForLegal : Self.worked
      if let question = filter.question {
        let questions = try office.questions(
          SearchTerms(question: question.reveal()), in: rows)
        if questions.isEmpty { return [] }
        return try ApplicationLines.found(
          by: questions, of: filter.vacancy, standing: kinds, page.filter, in: rows)
      }
      switch (caller.member.role, filter.vacancy) {
      case (_, let vacancy?):
        return try ApplicationLines.newest(of: vacancy, page.filter, in: rows)
      case (.legal, nil): return try ApplicationLines.kept(page.filter, in: rows)
      case (.reviewer, nil): return try ApplicationLines.newestOfMyTeams(page.filter, in: rows)
      case (_, nil): return try ApplicationLines.newest(page.filter, in: rows)
      }
    }
  }
}
