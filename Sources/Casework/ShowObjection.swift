package import Domain
import Records
import Vault

/// Shows an objection that waits, with the applicant's own words.
package struct ShowObjection: Sendable {
  package static let roles: Set<Role> = [.privacyOfficer]
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// What somebody decides on.
  package struct Asked: Sendable {
    package let receivedOn: Day
    package let answerBy: Day?
    package let words: Private<String>?
  }

  /// For a reason that was stated. Refuses one that was answered.
  package func callAsFunction(
    _ id: ObjectionID, of application: ApplicationID, by caller: Caller
  ) async throws -> Asked {
    try caller.mustSayWhy()
    return try await office.act(by: caller, Self.roles) { act, rows in
      try Locks.shared(application, in: rows)
      guard let found = try Objections.find(id, in: rows), found.application == application,
        let key = try DataKeys.find(application, in: rows)
      else { throw Refusal.unknown }
      guard found.against == .evidence, found.decision == nil else {
        throw Refusal.alreadyAnswered
      }
      let entry = try act.note(.applicationOpened, of: application, in: rows)
      try office.keepReason(caller.reason, for: entry, of: application, key: key, in: rows)
      let words: Private<String>? = try found.text.map { text in
        try office.withKey(key, of: application) {
          Private(try $0.openText(text, as: .objection("text", of: id)))
        }
      }
      return Asked(receivedOn: found.receivedOn, answerBy: found.answerBy, words: words)
    }
  }
}
