package import Domain
import Records

/// Opens a vacancy.
package struct OpenVacancy: Sendable {
  package static let roles: Set<Role> = [.recruiter]
  private static let call = "vacancies"
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// The new vacancy, without a team yet.
  package func callAsFunction(
    title: String, location: String?, by caller: Caller
  ) async throws -> VacancyView {
    try await office.act(by: caller, Self.roles) { act, rows in
      if let earlier = try office.earlierAnswer(to: Self.call, by: caller, in: rows),
        let found = try Vacancies.find(VacancyID(earlier.createdID), in: rows)
      {
        return VacancyView(found)
      }
      let id = VacancyID.random()
      try Vacancies.open(
        id, title: title, location: location, by: caller.member.id, at: act.now, in: rows)
      try office.keepAnswer(id.uuid, to: Self.call, by: caller, at: act, in: rows)
      try act.note(.vacancyOpened, detail: id.text, in: rows)
      return VacancyView(
        id: id, title: title, location: location, openedAt: act.now, closedAt: nil, team: [])
    }
  }
}
