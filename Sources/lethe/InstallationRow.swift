import Foundation
import Postgres
import Records
import Vault

/// The row that makes a database an installation: migrated, with its first epoch, and with the
/// fingerprints by which a wrong key file is noticed.
struct InstallationRow: Sendable {
  private static let checked: [KeyName] = [.link, .ledger, .database]
  let keys: KeyDirectory
  let ring: KeyRing

  /// Migrates, and creates the row if there is none; compares every key file otherwise.
  func ensure(
    sandbox: Bool, timeZone: String, as owner: Connection
  ) async throws -> Installation {
    _ = try await Migrations.apply(as: owner, at: Date())
    return try await owner.transaction { rows in
      // Whoever comes second finds what the first one made.
      try rows.later("SELECT pg_advisory_xact_lock(0, 0)")
      if let found = try Installations.current(in: rows) {
        try compare(in: rows)
        return found
      }
      let new = Installation(
        id: UUID(), isSandbox: sandbox, timeZone: timeZone, createdAt: Date())
      try Installations.create(new, in: rows)
      if !keys.exists(.epoch(1)) { _ = try ring.create(epoch: 1) }
      try Epochs.create(
        number: 1, fingerprint: try ring.fingerprint(epoch: 1), at: new.createdAt, in: rows)
      for name in Self.checked {
        try Installations.keep(
          fingerprint: try fingerprint(of: name), of: name.fileName, in: rows)
      }
      return new
    }
  }

  private func compare(in rows: borrowing Rows) throws {
    for epoch in try Epochs.all(in: rows) {
      try ring.load(epoch: epoch.number, fingerprint: epoch.fingerprint)
    }
    for name in Self.checked {
      let known = try Installations.fingerprint(of: name.fileName, in: rows)
      guard try known == fingerprint(of: name) else {
        throw VaultError.keyFileWrong(path: keys.path(of: name))
      }
    }
  }

  private func fingerprint(of name: KeyName) throws -> [UInt8] {
    try keys.load(name).fingerprint("key file")
  }
}
