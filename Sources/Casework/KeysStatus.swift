import Domain
import Records
import Vault
package import struct Foundation.Date

/// The epochs, and how many data keys hang on each.
package struct KeysStatus: Sendable {
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// One epoch.
  package struct Epoch: Sendable {
    package let number: Int
    package let createdAt: Date
    package let retiredAt: Date?
    package let dataKeys: Int
  }

  /// Oldest first; the last one is open. Compares every key file with its fingerprint.
  package func callAsFunction() async throws -> [Epoch] {
    try await office.act(as: .console, .keys) { _, rows in
      let counts = try Epochs.dataKeyCounts(in: rows)
      return try Epochs.all(in: rows).map { epoch in
        try office.ring.load(epoch: epoch.number, fingerprint: epoch.fingerprint)
        return Epoch(
          number: epoch.number, createdAt: epoch.createdAt, retiredAt: epoch.retiredAt,
          dataKeys: counts[epoch.number] ?? 0)
      }
    }
  }
}
