package import Domain
import Records
package import struct Foundation.Date

/// A vacancy with its team, as staff see it.
package struct VacancyView: Sendable {
  package let id: VacancyID
  package let title: String
  package let location: String?
  package let openedAt: Date
  package let closedAt: Date?
  package let team: [TeamMemberView]
}

/// Somebody in a vacancy's team.
package struct TeamMemberView: Sendable {
  package let staff: StaffID
  package let name: String?
  package let part: TeamPart
  package let until: Day?
}

/// Lists the vacancies somebody may see.
package struct ListVacancies: Sendable {
  package static let roles: Set<Role> = [.recruiter, .reviewer, .administrator]
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// Newest first, each with the team members the caller may see.
  package func callAsFunction(by caller: Caller) async throws -> [VacancyView] {
    let (vacancies, team, names) = try await office.act(by: caller, Self.roles) { _, rows in
      let vacancies = try Vacancies.all(in: rows)
      // An administrator grants roles; who reviews what is the recruiters' business.
      let team = caller.member.role == .administrator ? [] : try Teams.all(in: rows)
      let names = try office.staffNames(Set(team.map(\.staff)), in: rows)
      return (vacancies, team, names)
    }
    let teams = Dictionary(grouping: team, by: \.vacancy)
    return vacancies.map { vacancy in
      VacancyView(
        vacancy,
        team: (teams[vacancy.id] ?? []).map {
          TeamMemberView(staff: $0.staff, name: names[$0.staff], part: $0.part, until: $0.until)
        })
    }
  }
}

extension VacancyView {
  init(_ row: VacancyRow, team: [TeamMemberView] = []) {
    self.init(
      id: row.id, title: row.title, location: row.location, openedAt: row.openedAt,
      closedAt: row.closedAt, team: team)
  }
}
