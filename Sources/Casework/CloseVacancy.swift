package import Domain
import Records

/// Closes a vacancy. Applications without an outcome are then an alarm, not a silence.
package struct CloseVacancy: Sendable {
  package static let roles: Set<Role> = [.recruiter]
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// Closing a closed one changes nothing.
  package func callAsFunction(_ id: VacancyID, by caller: Caller) async throws {
    try await office.act(by: caller, Self.roles) { act, rows in
      try Locks.exclusive(id, in: rows)
      guard let vacancy = try Vacancies.find(id, in: rows) else { throw Refusal.unknown }
      guard vacancy.closedAt == nil else { return }
      _ = try Vacancies.close(id, by: caller.member.id, at: act.now, in: rows)
      try act.note(.vacancyClosed, detail: id.text, in: rows)
    }
  }
}
