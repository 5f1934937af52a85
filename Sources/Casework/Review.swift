package import Domain
import Records
import Vault

/// Writes a note or a recommendation.
package struct WriteNote: Sendable {
  package static let roles: Set<Role> = [.recruiter, .reviewer]
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// The new note's id. A verdict belongs to a recommendation.
  package func callAsFunction(
    _ id: ApplicationID, kind: NoteKind, text: Private<String>, verdict: Verdict?,
    by caller: Caller
  ) async throws -> NoteID {
    guard verdict == nil || kind == .recommendation else {
      throw Refusal.invalid(field: "verdict", .notAllowed)
    }
    let call = "notes of \(id)"
    return try await office.act(by: caller, Self.roles) { act, rows in
      if let earlier = try office.earlierAnswer(to: call, by: caller, in: rows) {
        return NoteID(earlier.createdID)
      }
      try Locks.exclusive(id, in: rows)
      guard try Applications.find(id, in: rows) != nil else { throw Refusal.unknown }
      let note = NoteID.random()
      let row = try office.withKey(of: id, in: rows) { key in
        NoteRow(
          id: note, kind: kind, text: key.seal(text.reveal(), as: .note("text", of: note)),
          verdict: verdict.map { key.seal($0.rawValue, as: .note("verdict", of: note)) },
          writtenAt: act.now, writtenBy: caller.member.id)
      }
      try Notes.write(row, of: id, in: rows)
      try office.keepAnswer(note.uuid, to: call, by: caller, at: act, in: rows)
      try act.note(.noteWritten, of: id, in: rows)
      return note
    }
  }
}

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

extension Office {
  /// Makes sure that an application's procedure still runs.
  func undecided(_ id: ApplicationID, in rows: borrowing Rows) throws {
    guard try Applications.find(id, in: rows) != nil else { throw Refusal.unknown }
    guard try Outcomes.standing(of: id, in: rows) == nil else { throw Refusal.alreadyDecided }
  }
}
