package import Domain
import Records
import Vault
import struct Foundation.Date
import struct Foundation.TimeInterval

/// Adds somebody to the staff, from the machine's own shell.
package struct AddStaff: Sendable {
  /// Tokens are valid for a year of real time, whatever a sandbox's clock says.
  private static let tokenLifeSeconds: TimeInterval = 365 * 86_400
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// The new id, and a token if one was asked for: it is shown this once. Refuses an address that
  /// is somebody's already.
  package func callAsFunction(
    email: Private<String>, name: Private<String>, roles: Set<Role>, withToken: Bool
  ) async throws -> (id: StaffID, token: Private<String>?) {
    let id = StaffID.random()
    let token = withToken ? BearerToken.random() : nil
    try await office.act(as: .console, .admin) { act, rows in
      let key = try office.newDataKey(for: id.uuid, in: rows)
      let keyRow = KeyRow(epoch: key.epoch, wrapped: key.wrapped)
      let index = try office.ring.blindIndex(
        .email, SearchTerms(email: email.reveal()).email ?? "", epoch: key.epoch)
      let row = try office.ring.withDataKey(WrappedKey(keyRow), of: id.uuid) { key in
        StaffRow(
          id: id, emailIndex: index,
          email: key.seal(email.reveal(), as: .staff("email", of: id)),
          name: key.seal(name.reveal(), as: .staff("name", of: id)), key: keyRow,
          addedAt: act.now)
      }
      guard try Staff.add(row, roles: roles, in: rows) else { throw Refusal.alreadyThere }
      try act.note(.staffAdded, detail: id.text, in: rows)
      if let token {
        let now = Date()
        try Staff.issue(
          .random(), hash: BearerToken.hash(token.reveal()), to: id, at: now,
          until: now.addingTimeInterval(Self.tokenLifeSeconds), in: rows)
        try act.note(.tokenIssued, detail: id.text, in: rows)
      }
    }
    return (id, token)
  }
}
