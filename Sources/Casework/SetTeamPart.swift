package import Domain
import Records

/// Gives somebody a part in a vacancy's team.
package struct SetTeamPart: Sendable {
  package static let roles: Set<Role> = [.recruiter]
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// `until` is the last day on which the part counts. Repeating changes part and day.
  package func callAsFunction(
    vacancy: VacancyID, staff: StaffID, part: TeamPart, until: Day?, by caller: Caller
  ) async throws {
    guard part == .hiringManager || part == .interviewer else {
      throw Refusal.notOffered(part.rawValue)
    }
    try await office.act(by: caller, Self.roles) { act, rows in
      guard try Vacancies.find(vacancy, in: rows) != nil,
        try Staff.exists(staff, in: rows)
      else { throw Refusal.unknown }
      try until?.mustBeForeseeable(on: act.today, "until")
      try Teams.set(
        TeamRow(vacancy: vacancy, staff: staff, part: part, until: until),
        by: caller.member.id, at: act.now, in: rows)
      try act.note(
        .teamChanged,
        detail: EntryDetail([
          "vacancy": vacancy.text, "staff": staff.text, "part": part.rawValue,
          "until": until?.description,
        ]).text, in: rows)
    }
  }
}
