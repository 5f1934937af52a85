package import Domain
import Records
import Vault
import struct Foundation.Date
import struct Foundation.TimeInterval

/// Makes a new set-up link for somebody who lost the old one, or password and telephone. What they
/// had stays in force until the link is used.
package struct RenewSetUpLink: Sendable {
  package static let roles: Set<Role> = [.administrator]
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// The link's token, shown this once. Refuses an account that is disabled.
  package func callAsFunction(
    for staff: StaffID, by caller: Caller
  ) async throws -> Private<String> {
    try await office.act(by: caller, Self.roles) { act, rows in
      guard let line = try StaffList.all(only: staff, in: rows).first, line.disabledAt == nil
      else { throw Refusal.unknown }
      return try office.makeSetUpLink(for: staff, at: act, in: rows)
    }
  }
}

/// Offers the place of the first administrator, as long as nobody is on the staff.
package struct OfferFirstAdministrator: Sendable {
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// The token of a set-up link, which voids every earlier one; `nil` once somebody is on the
  /// staff.
  package func callAsFunction() async throws -> Private<String>? {
    try await office.act(as: .console, .admin) { act, rows in
      try Locks.staff(in: rows)
      guard try StaffList.isEmpty(in: rows) else { return nil }
      return try office.makeSetUpLink(for: nil, at: act, in: rows)
    }
  }
}

extension Office {
  private static let linkSeconds: TimeInterval = 7 * 86_400

  /// A set-up link's token; the database keeps its hash.
  func makeSetUpLink(
    for staff: StaffID?, at act: Act, in rows: borrowing Rows
  ) throws -> Private<String> {
    let token = BearerToken.random()
    try keepSetUpLink(token, for: staff, in: rows)
    try act.note(.setUpLinkMade, detail: staff?.text, in: rows)
    return token
  }

  func keepSetUpLink(
    _ token: Private<String>, for staff: StaffID?, in rows: borrowing Rows
  ) throws {
    let now = real.now()
    try SetUpLinks.make(
      .random(), hash: BearerToken.hash(token.reveal()), for: staff, at: now,
      until: now.addingTimeInterval(Self.linkSeconds), in: rows)
  }
}
