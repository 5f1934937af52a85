package import Domain
import Records

/// Lists those applications of a vacancy that have no outcome.
package struct ListUndecided: Sendable {
  package static let roles: Set<Role> = [.recruiter]
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// Newest first, as many as one decision can be about; whether the vacancy is open or closed.
  /// Refuses a vacancy that isn't there.
  package func callAsFunction(
    of vacancy: VacancyID, by caller: Caller
  ) async throws -> Lines {
    let page = try LinePage(ApplicationFilter(limit: GroupDecision.mostTargets))
    return try await office.list(page, by: caller, Self.roles) { rows in
      guard try Vacancies.find(vacancy, in: rows) != nil else { throw Refusal.unknown }
      return try ApplicationLines.undecided(of: vacancy, limit: page.filter.limit, in: rows)
    }
  }
}
