package import Domain
import Records

/// Records how far an application has come; going back is free.
package struct ChangeStage: Sendable {
  package static let roles: Set<Role> = [.recruiter]
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// Refuses once the procedure has ended.
  package func callAsFunction(
    _ id: ApplicationID, to stage: Stage, by caller: Caller
  ) async throws {
    try await office.act(by: caller, Self.roles) { act, rows in
      try Locks.exclusive(id, in: rows)
      try office.undecided(id, in: rows)
      try Applications.set(stage: stage, of: id, in: rows)
      try act.note(.stageChanged, of: id, detail: stage.rawValue, in: rows)
    }
  }
}

extension Office {
  /// Makes sure that an application's procedure still runs.
  func undecided(_ id: ApplicationID, in rows: borrowing Rows) throws {
    guard try Applications.find(id, in: rows) != nil else { throw Refusal.unknown }
    guard try Outcomes.standing(of: id, in: rows) == nil else { throw Refusal.alreadyDecided }
  }
}
