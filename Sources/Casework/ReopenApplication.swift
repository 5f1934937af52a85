package import Domain
import Records

/// Takes an outcome back: the procedure runs again.
package struct ReopenApplication: Sendable {
  package static let roles: Set<Role> = [.recruiter, .privacyOfficer]
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// Within the same limits as a correction.
  package func callAsFunction(
    _ id: ApplicationID, reason: Private<String>, by caller: Caller
  ) async throws {
    try await office.act(by: caller, Self.roles) { act, rows in
      let (_, outcome) = try office.correctable(id, by: caller, at: act, in: rows)
      let open = try Grounds.all(of: id, in: rows).filter { $0.endedAt == nil }
      try office.supersede(
        outcome, of: id, because: reason, by: caller.member.id, at: act, in: rows)
      try Grounds.add(Ground(kind: .procedure, since: act.today), to: id, in: rows)
      try Grounds.end(
        open.filter { [.evidence, .employment].contains($0.kind) }.map(\.id), at: act.now,
        cause: "procedureReopened", in: rows)
      try Endings.close(id, in: rows)
      try act.note(.procedureReopened, of: id, in: rows)
    }
  }
}
