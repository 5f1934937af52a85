package import Domain
import Records
import Vault

/// Restricts the processing of an application (Art. 18 GDPR): from then on nobody but the privacy
/// officer sees it, nobody changes it, and no purge erases it.
package struct PlaceRestriction: Sendable {
  package static let roles: Set<Role> = [.privacyOfficer]
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// Refuses one that is restricted already.
  @discardableResult
  package func callAsFunction(
    _ id: ApplicationID, reason: Private<String>, by caller: Caller
  ) async throws -> RestrictionID {
    try await office.act(by: caller, Self.roles) { act, rows in
      try Locks.exclusive(id, in: rows)
      guard let found = try Applications.find(id, in: rows) else { throw Refusal.unknown }
      guard !found.isRestricted else { throw Refusal.restricted }
      let restriction = RestrictionID.random()
      let sealed = try office.withKey(of: id, in: rows) {
        $0.seal(reason.reveal(), as: .restrictionReason(of: restriction))
      }
      try Restrictions.place(
        restriction, on: id, because: sealed, by: caller.member.id, at: act.now, in: rows)
      try act.note(
        .restrictionPlaced, of: id,
        detail: EntryDetail(["restriction": restriction.text]).text, in: rows)
      return restriction
    }
  }
}

/// Restrictions that are open.
package struct ListRestrictions: Sendable {
  package static let roles: Set<Role> = [.privacyOfficer]
  private static let most = 500
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// One of them; nothing of the person.
  package struct Line: Sendable {
    package let application: ApplicationID
    package let restriction: Restriction
    package let vacancyTitle: String?
    /// Whether mail can tell the applicant.
    package let isMailable: Bool
  }

  /// Oldest first.
  package func callAsFunction(by caller: Caller) async throws -> [Line] {
    try await office.act(by: caller, Self.roles) { _, rows in
      try Restrictions.open(office.time, limit: Self.most, in: rows).map {
        Line(
          application: $0.application, restriction: $0.restriction,
          vacancyTitle: $0.vacancyTitle, isMailable: $0.isMailable)
      }
    }
  }

  /// The one of an application; `nil` if it isn't restricted.
  package func of(_ id: ApplicationID, by caller: Caller) async throws -> Restriction? {
    try await office.act(by: caller, Self.roles) { _, rows in
      try Restrictions.open(of: id, office.time, in: rows)
    }
  }
}
