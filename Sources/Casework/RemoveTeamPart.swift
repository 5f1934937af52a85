package import Domain
import Records

/// Takes somebody's part in a vacancy's team away; it counts from their next request on.
package struct RemoveTeamPart: Sendable {
  package static let roles: Set<Role> = [.recruiter]
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// Refuses if they had none.
  package func callAsFunction(
    vacancy: VacancyID, staff: StaffID, by caller: Caller
  ) async throws {
    try await office.act(by: caller, Self.roles) { act, rows in
      guard try Teams.remove(staff, from: vacancy, in: rows) else { throw Refusal.unknown }
      try act.note(
        .teamLeft, detail: EntryDetail(["vacancy": vacancy.text, "staff": staff.text]).text,
        in: rows)
    }
  }
}
