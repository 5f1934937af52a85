package import Vault
package import struct Foundation.UUID

/// The files of the journal and of its copy.
package struct JournalFolder: Sendable {
  package let path: String
  /// A second folder for the same log, outside of the data directory.
  package let copy: String?
  package let installation: UUID
  let key: LedgerKey

  package init(path: String, copy: String?, installation: UUID, key: LedgerKey) {
    self.path = path
    self.copy = copy
    self.installation = installation
    self.key = key
  }

  /// Waits for the lock, in this and other processes, compares the journal with its copy, adopts
  /// the longer one, and lends it. Throws ``JournalError`` that names file and fault.
  package func locked<R>(_ body: (borrowing OpenJournal) throws -> R) throws -> R {
    throw JournalError.failed(path: path, code: 38)
  }

  /// The last signed checkpoint as it stands in its file, without waiting for the lock; `nil`
  /// while there is none.
  package func lastCheckpoint() throws -> String? { nil }
}
