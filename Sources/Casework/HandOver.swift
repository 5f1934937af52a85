package import Domain
import Records
import Vault

/// Records that a hired person's documents have moved on to the personnel file. What is listed
/// and arrived outside leaves the application. What didn't becomes evidence: it is the comparison
/// when somebody else sues. While a hold or a law keeps it, all of it stays.
package struct HandOver: Sendable {
  package static let roles: Set<Role> = [.recruiter]
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// Refuses an application that isn't employed, documents of another, and once evidence is over
  /// what is listed and never arrived: it would be erased, here and outside.
  package func callAsFunction(
    _ id: ApplicationID, reference: Private<String>?, documents: [DocumentID],
    by caller: Caller
  ) async throws {
    let lost = try await office.actOnceHeld(id, by: caller, Self.roles) { act, rows in
      let employed = try office.employed(id, in: rows)
      let own = try Documents.all(of: id, in: rows)
      guard Set(own.map(\.id)).isSuperset(of: documents) else {
        throw Refusal.invalid(field: "documents", .notOfThisApplication)
      }
      let exported = try HandOverExports.all(of: id, in: rows)
      try Locks.sharedRules(in: rows)
      let rules = try Installations.rules(in: rows)
      let eraseFrom = rules.evidenceEraseFrom(
        endedOn: employed.outcome.endedOn, outcome: employed.outcome.kind)
      guard eraseFrom > act.today || documents.allSatisfy({ exported[$0] != nil }) else {
        throw Refusal.notExported
      }
      var sealed: Sealed?
      if let reference {
        sealed = try office.withKey(of: id, in: rows) {
          $0.seal(reference.reveal(), as: .reference(of: id))
        }
      }
      try HandOvers.record(
        documents, reference: sealed, of: id, by: caller.member.id, at: act.now, in: rows)
      let keeps = try Grounds.all(of: id, in: rows).forbidding(on: act.today)
      let detail = keeps.map { EntryDetail(["documentsKeptFor": $0.kind.rawValue]).text }
      try act.note(.handOverRecorded, of: id, detail: detail, in: rows)
      let moved =
        keeps == nil ? own.filter { documents.contains($0.id) && exported[$0.id] != nil } : []
      try take(moved, from: id, at: act, in: rows)
      try Grounds.add(
        Ground(kind: .evidence, since: employed.outcome.endedOn, eraseFrom: eraseFrom), to: id,
        rulesVersion: rules.version, in: rows)
      try Grounds.end(
        employed.grounds.map(\.id), at: act.now, cause: ErasureCause.handedOver.rawValue,
        in: rows)
      return !moved.isEmpty
    }
    if lost { await office.finishDeletion(from: id) }
    try await Eraser(office).eraseIfNothingStands(id)
  }

  /// Deletes documents that are in the personnel file now, as if one by one.
  private func take(
    _ documents: [DocumentRow], from id: ApplicationID, at act: Act, in rows: borrowing Rows
  ) throws {
    if documents.isEmpty { return }
    try Rekeyings.ask(for: id, at: act.now, in: rows)
    for document in documents {
      try Documents.delete(document.id, in: rows)
      try DoomedFiles.add(document.file, at: act.now, in: rows)
      try act.note(
        .documentDeleted, of: id, detail: EntryDetail(["document": document.id.text]).text,
        in: rows)
    }
  }
}
