package import Domain
import Records

/// One vacancy: its team, how many applications run in which stage, and who could join the team.
package struct VacancyBoard: Sendable {
  package let vacancy: VacancyView
  package let running: [Stage: Int]
  /// Reviewers who aren't in the team; only for who puts it together.
  package let colleagues: [Colleague]

  /// Applications without an outcome.
  package var undecided: Int { running.values.reduce(0, +) }

  /// Somebody who may review.
  package struct Colleague: Sendable {
    package let id: StaffID
    package let name: String
  }
}

/// Shows one vacancy.
package struct ShowVacancy: Sendable {
  package static let roles: Set<Role> = [.recruiter, .reviewer]
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// Refuses what the caller may not see as what isn't there.
  package func callAsFunction(
    _ id: VacancyID, by caller: Caller
  ) async throws -> VacancyBoard {
    try await office.act(by: caller, Self.roles) { _, rows in
      guard let row = try Vacancies.find(id, in: rows) else { throw Refusal.unknown }
      let team = try Teams.all(of: id, in: rows)
      let counts = try RunningProcedures.counts(of: id, in: rows)
      let reviewers = caller.member.role == .recruiter ? try Staff.active(.reviewer, in: rows) : []
      let members = Set(team.map(\.staff))
      let names = try office.staffNames(members.union(reviewers), in: rows)
      return VacancyBoard(
        vacancy: VacancyView(
          row,
          team: team.map {
            TeamMemberView(staff: $0.staff, name: names[$0.staff], part: $0.part, until: $0.until)
          }),
        running: Dictionary(
          counts.map { ($0.stage, $0.applications) }, uniquingKeysWith: { $0 + $1 }),
        colleagues: reviewers.filter { !members.contains($0) }
          .compactMap { id in names[id].map { VacancyBoard.Colleague(id: id, name: $0) } }
          .sorted { ($0.name, $0.id.text) < ($1.name, $1.id.text) })
    }
  }
}
