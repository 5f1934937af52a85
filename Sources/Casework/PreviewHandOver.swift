package import Domain
import Records
package import struct Foundation.Date

/// Somebody who was hired, before they are handed over.
package struct HandOverPreview: Sendable {
  package let application: ApplicationID
  package let name: Private<String>
  package let documents: [DocumentView]
  /// When each document arrived outside, if it did.
  package let exported: [DocumentID: Date]
  /// The last day on which what stays is kept as evidence.
  package let through: Day?
  /// Whether that day is over, so that recording erases what stays.
  package let isOverdue: Bool
  /// Whether a hold or a law keeps all of it, the documents that were exported too.
  package let isHeld: Bool
}

/// Shows what a hand-over would bring about.
package struct PreviewHandOver: Sendable {
  package static let roles: Set<Role> = [.recruiter]
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// Refuses what ``HandOver`` would refuse. Opens the application, which is an act.
  package func callAsFunction(
    _ id: ApplicationID, by caller: Caller
  ) async throws -> HandOverPreview {
    try await office.act(by: caller, Self.roles) { act, rows in
      try Locks.shared(id, in: rows)
      let employed = try office.employed(id, in: rows)
      guard let key = try DataKeys.find(id, in: rows),
        let applicant = try Applicants.find(id, in: rows)
      else { throw Refusal.unknown }
      let documents = try Documents.all(of: id, in: rows)
      let exported = try HandOverExports.all(of: id, in: rows)
      let rules = try Installations.rules(in: rows)
      let eraseFrom = rules.evidenceEraseFrom(
        endedOn: employed.outcome.endedOn, outcome: employed.outcome.kind)
      try act.note(.applicationOpened, of: id, in: rows)
      return try office.withKey(key, of: id) { key in
        let (person, _) = try applicant.opened(of: id, with: key)
        return HandOverPreview(
          application: id,
          name: Private("\(person.givenName.reveal()) \(person.familyName.reveal())"),
          documents: try documents.map { try DocumentView($0, openedWith: key) },
          exported: exported, through: eraseFrom.adding(days: -1),
          isOverdue: eraseFrom <= act.today,
          isHeld: try Grounds.all(of: id, in: rows).forbidding(on: act.today) != nil)
      }
    }
  }
}
