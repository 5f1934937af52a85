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
