package import Domain
import Records
import Vault

/// Records that a hired person's documents have moved on to the personnel file. What didn't
/// becomes evidence: it is the comparison when somebody else sues.
package struct HandOver: Sendable {
  package static let roles: Set<Role> = [.recruiter]
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// Refuses an application that isn't employed, and documents of another.
  package func callAsFunction(
    _ id: ApplicationID, reference: Private<String>?, documents: [DocumentID],
    by caller: Caller
  ) async throws {
    try await office.act(by: caller, Self.roles) { act, rows in
      try Locks.exclusive(id, in: rows)
      guard try Applications.find(id, in: rows) != nil else { throw Refusal.unknown }
      guard try !HandOvers.exists(id, in: rows) else { throw Refusal.handedOver }
      let open = try Grounds.all(of: id, in: rows).filter {
        $0.kind == .employment && $0.endedAt == nil
      }
      guard !open.isEmpty, let outcome = try Outcomes.standing(of: id, in: rows) else {
        throw Refusal.notDecided
      }
      let own = Set(try Documents.all(of: id, in: rows).map(\.id))
      guard own.isSuperset(of: documents) else {
        throw Refusal.invalid(field: "documents", .notOfThisApplication)
      }
      var sealed: Sealed?
      if let reference {
        sealed = try office.withKey(of: id, in: rows) {
          $0.seal(reference.reveal(), as: .reference(of: id))
        }
      }
      try HandOvers.record(
        documents, reference: sealed, of: id, by: caller.member.id, at: act.now, in: rows)
      try act.note(.handOverRecorded, of: id, in: rows)
      try Locks.sharedRules(in: rows)
      let rules = try Installations.rules(in: rows)
      let eraseFrom = rules.evidenceEraseFrom(
        endedOn: outcome.endedOn, outcome: outcome.kind)
      try Grounds.add(
        Ground(kind: .evidence, since: outcome.endedOn, eraseFrom: eraseFrom), to: id,
        rulesVersion: rules.version, in: rows)
      try Grounds.end(
        open.map(\.id), at: act.now, cause: ErasureCause.handedOver.rawValue, in: rows)
    }
    await Eraser(office).eraseIfNothingStands(id)
  }
}
