package import Domain
import Records

/// Deletes one document of an application that lives on. The application gets a new key, or an
/// old backup could still open what was deleted.
package struct DeleteDocument: Sendable {
  package static let roles: Set<Role> = [.recruiter, .privacyOfficer]
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// Row and header go with the commit, the file right after, the key as soon as it can. Refuses
  /// with the ground that keeps all of it, as a request for erasure is refused.
  package func callAsFunction(
    _ document: DocumentID, of application: ApplicationID, by caller: Caller
  ) async throws {
    try await office.actOnceHeld(application, by: caller, Self.roles) { act, rows in
      guard let found = try Applications.find(application, in: rows),
        let row = try Documents.find(document, of: application, in: rows)
      else { throw Refusal.unknown }
      guard !found.isRestricted else { throw Refusal.restricted }
      try Grounds.all(of: application, in: rows).mustAllowErasure(on: act.today)
      try Documents.delete(document, in: rows)
      try DoomedFiles.add(row.file, at: act.now, in: rows)
      try Rekeyings.ask(for: application, at: act.now, in: rows)
      try act.note(
        .documentDeleted, of: application,
        detail: EntryDetail(["document": document.text]).text, in: rows)
    }
    await office.finishDeletion(from: application)
  }
}

extension Office {
  /// What follows once rows of documents are gone: a new key, and the files. What doesn't succeed
  /// now is finished by the purge.
  func finishDeletion(from application: ApplicationID) async {
    do {
      try await RekeyApplication(self)(application)
      try await Eraser(self).unlinkDoomed()
    } catch { return }
  }
}
