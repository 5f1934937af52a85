package import Domain
import Records

/// A vacancy as a list shows it: what runs, what is new, what needs somebody.
package struct VacancyLine: Sendable {
  package let vacancy: VacancyView
  /// Nobody has looked at these yet.
  package let new: Int
  package let running: Int

  /// Undecided although the vacancy is closed: no clock runs for these.
  package var openEnded: Int { vacancy.closedAt == nil ? 0 : running }
}

/// A vacancy's name, for lists of applications.
package struct VacancyName: Sendable {
  package let id: VacancyID
  package let title: String
  package let isOpen: Bool
}

/// Lists the vacancies somebody may see with what runs in them.
package struct CountVacancies: Sendable {
  package static let roles: Set<Role> = [.recruiter, .reviewer]
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// Newest first.
  package func callAsFunction(by caller: Caller) async throws -> [VacancyLine] {
    let vacancies = try await ListVacancies(office)(by: caller)
    let counts = try await office.act(by: caller, Self.roles) { _, rows in
      try RunningProcedures.counts(in: rows)
    }
    let running = Dictionary(grouping: counts, by: \.vacancy)
    return vacancies.map { vacancy in
      let stages = running[vacancy.id] ?? []
      return VacancyLine(
        vacancy: vacancy,
        new: stages.filter { $0.stage == .received }.map(\.applications).reduce(0, +),
        running: stages.map(\.applications).reduce(0, +))
    }
  }

  /// The names alone, newest first, for whoever meets applications in lists.
  package func names(by caller: Caller) async throws -> [VacancyName] {
    try await office.act(by: caller, [.recruiter, .reviewer, .legal]) { _, rows in
      try Vacancies.all(in: rows).map {
        VacancyName(id: $0.id, title: $0.title, isOpen: $0.closedAt == nil)
      }
    }
  }
}
