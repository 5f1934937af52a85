package import Domain
import Records
import Vault

/// Break glass: shows the identity that opens one application's documents with the stock `age`
/// command.
package struct ShowIdentity: Sendable {
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// `AGE-SECRET-KEY-1…`. Refuses an application that isn't there.
  package func callAsFunction(
    of id: ApplicationID, reason: Private<String>
  ) async throws -> Private<String> {
    let key = try await office.act(as: .console, .keys) { act, rows in
      try Locks.shared(id, in: rows)
      guard let key = try DataKeys.find(id, in: rows) else { throw Refusal.unknown }
      let entry = try act.note(.identityShown, of: id, in: rows)
      try office.keepReason(reason, for: entry, of: id, key: key, in: rows)
      return key
    }
    return try office.withKey(key, of: id) { try $0.identityText() }
  }
}
