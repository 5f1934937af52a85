package import Domain
import Records

/// Moves an application to another vacancy, whose team then reviews it.
package struct MoveApplication: Sendable {
  package static let roles: Set<Role> = [.recruiter]
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// Refuses once the procedure has ended, and a closed vacancy.
  package func callAsFunction(
    _ id: ApplicationID, to vacancy: VacancyID, by caller: Caller
  ) async throws {
    try await office.act(by: caller, Self.roles) { act, rows in
      try office.joinable(vacancy, in: rows)
      try Locks.exclusive(id, in: rows)
      try office.undecided(id, in: rows)
      try Applications.move(id, to: vacancy, in: rows)
      try act.note(.applicationMoved, of: id, detail: vacancy.text, in: rows)
    }
  }
}
