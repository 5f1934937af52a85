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
    /// Since when nothing is under it.
    package let emptiedAt: Date?
    /// From when on it may be destroyed; `nil` while something is under it.
    package let destroyableFrom: Date?
    package let dataKeys: Int
  }

  /// Oldest first; the last one is open.
  package func callAsFunction() async throws -> [Epoch] {
    try await office.act(as: .console, .keys) { _, rows in
      let counts = try Epochs.dataKeyCounts(in: rows)
      return try Epochs.all(in: rows).map { epoch in
        Epoch(
          number: epoch.number, createdAt: epoch.createdAt, retiredAt: epoch.retiredAt,
          emptiedAt: epoch.emptiedAt,
          destroyableFrom: epoch.emptiedAt.map { office.epochs.destroyable(emptiedAt: $0) },
          dataKeys: counts[epoch.number] ?? 0)
      }
    }
  }

  /// Erasures before this instant are final: no epoch is left that is older. `nil` as long as the
  /// first one lives.
  package static func finalSince(_ epochs: [Epoch]) -> Date? {
    guard let oldest = epochs.first, oldest.number > 1 else { return nil }
    return oldest.createdAt
  }
}
