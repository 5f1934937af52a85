package import Domain
import Records
import Vault
import struct Foundation.Date

/// Somebody whose token is in force.
package struct Visitor: Sendable {
  package let id: StaffID
  package let roles: Set<Role>

  package init(id: StaffID, roles: Set<Role>) {
    self.id = id
    self.roles = roles
  }
}

/// Tells who is behind a token. Asked anew with every request: what is taken away is gone at once.
package struct Authenticate: Sendable {
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// `nil` for a token that isn't in force.
  package func callAsFunction(token: String) async throws -> Visitor? {
    let hash = BearerToken.hash(token)
    return try await office.act(as: .console, .door) { _, rows in
      guard let found = try Staff.bearer(ofTokenHash: hash, at: Date(), in: rows) else {
        return nil
      }
      return Visitor(id: found.id, roles: Set(found.roles.compactMap(Role.init(rawValue:))))
    }
  }
}
