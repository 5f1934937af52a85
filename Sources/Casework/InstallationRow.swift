package import Records
package import Vault
import struct Foundation.Date
import struct Foundation.UUID

/// The row that makes a migrated database an installation: with its first epoch, and with the
/// fingerprints by which a wrong key file is noticed.
package struct InstallationRow: Sendable {
  private static let checked: [KeyName] = [.link, .ledger, .database]
  private let keys: KeyDirectory
  private let ring: KeyRing

  /// `ring` is of the same directory.
  package init(keys: KeyDirectory, ring: KeyRing) {
    self.keys = keys
    self.ring = ring
  }

  /// Creates the row if there is none, in a transaction of the owner; compares every key file
  /// otherwise, and throws the error that names the wrong one.
  package func ensure(
    sandbox: Bool, timeZone: String, in rows: borrowing Rows
  ) throws -> Installation {
    // Whoever comes second finds what the first one made.
    try Locks.wholeDatabase(in: rows)
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

  private func compare(in rows: borrowing Rows) throws {
    for epoch in try Epochs.all(in: rows) {
      // After a restore its key may have been destroyed meanwhile; nothing needs it.
      if epoch.emptiedAt != nil && !keys.exists(.epoch(epoch.number)) { continue }
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
