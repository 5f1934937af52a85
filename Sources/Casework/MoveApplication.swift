package import Domain
import Records

/// Moves an application to another vacancy, whose team then reviews it.
package struct MoveApplication: Sendable {
  package static let roles: Set<Role> = [.recruiter]
  private static let patience = 3
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// Refuses once the procedure has ended, and a closed vacancy. What holds on either vacancy keep
  /// stays held.
  package func callAsFunction(
    _ id: ApplicationID, to vacancy: VacancyID, by caller: Caller
  ) async throws {
    for turn in 1...Self.patience {
      do { return try await move(id, to: vacancy, by: caller) } catch is MovedMeanwhile {
        if turn == Self.patience { throw Refusal.busy }
      }
    }
  }

  private func move(
    _ id: ApplicationID, to vacancy: VacancyID, by caller: Caller
  ) async throws {
    try await office.act(by: caller, Self.roles) { act, rows in
      let old = try Applications.find(id, in: rows)?.vacancy
      // Both vacancies' locks first, always in the same order.
      for one in Set([old, vacancy].compactMap(\.self)).sorted(by: { $0.text < $1.text }) {
        try Locks.shared(one, in: rows)
      }
      try office.joinable(vacancy, on: act.today, in: rows)
      try Locks.exclusive(id, in: rows)
      guard let application = try Applications.find(id, in: rows) else { throw Refusal.unknown }
      guard application.vacancy == old else { throw MovedMeanwhile() }
      try office.undecided(id, in: rows)
      // A hold on the old one that hasn't reached it yet was placed while it was there.
      try cover(id, at: act, in: rows)
      try Applications.move(id, to: vacancy, in: rows)
      try act.note(.applicationMoved, of: id, detail: vacancy.text, in: rows)
      try cover(id, at: act, in: rows)
    }
  }

  private func cover(_ id: ApplicationID, at act: Act, in rows: borrowing Rows) throws {
    let missing = try VacancyHolds.missing(on: [id], on: act.today, in: rows)[id] ?? []
    try office.cover(id, by: missing, at: act, in: rows)
  }
}

/// Somebody moved it before its lock was had.
private struct MovedMeanwhile: Error, Sendable {}
