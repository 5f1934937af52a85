package import Vault
package import struct Foundation.UUID

/// The files of the journal and of its copy.
package struct JournalFolder: Sendable {
  package let path: String
  /// A second folder for the same log, outside of the data directory.
  package let copy: String?
  /// Who signs the checkpoints; its name is the log's origin.
  package let signer: NoteSigner
  let key: LedgerKey
  /// How long somebody who writes waits for the lock; the database's is held meanwhile.
  var patience = Duration.seconds(5)

  package init(path: String, copy: String?, installation: UUID, key: LedgerKey) {
    self.path = path
    self.copy = copy
    self.key = key
    signer = NoteSigner(
      name: "lethe/" + installation.uuidString.lowercased(), key: key.publicKey)
  }

  var log: String { path + "/log" }
  var offsets: String { path + "/offsets" }
  var checkpoint: String { path + "/checkpoint" }
  var copiedLog: String? { copy.map { $0 + "/log" } }
  var copiedCheckpoint: String? { copy.map { $0 + "/checkpoint" } }
  /// Says that a copy was filled once: from then on a folder without its mark isn't the copy.
  var hasCopy: String { path + "/" + Self.hasCopyName }
  /// The copy's mark.
  var isCopy: String? { copy.map { $0 + "/is-copy" } }
  static let hasCopyName = "has-copy"

  /// Waits for the lock, in this and other processes, compares the journal with its copy, adopts
  /// the longer one, and lends it. Throws ``JournalError`` that names file and fault, also when the
  /// lock can't be had soon.
  package func locked<R>(_ body: (borrowing OpenJournal) throws -> R) throws -> R {
    try holdingLock(within: patience) { try body(OpenJournal(files: try Opening(self).open())) }
  }

  /// The last signed checkpoint as it stands in its file, without waiting for the lock; `nil`
  /// while there is none.
  package func lastCheckpoint() throws -> String? {
    try JournalFile.contents(of: checkpoint).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Facts that the installation vouches for, a line each, as a signed note. Its first line says
  /// that it is a receipt, so it can't be taken for a checkpoint.
  package func receipt(_ facts: KeyValuePairs<String, String?>) throws -> String {
    let lines = facts.compactMap { name, value in value.map { "\(name): \($0)\n" } }
    precondition(!lines.contains { $0.dropLast().contains("\n") }, "a fact is one line")
    let text = "\(signer.name)/receipt\n" + lines.joined()
    return try SignedNote.sign(text, as: signer.name, with: key)
  }

  func holdingLock<R>(within patience: Duration? = nil, _ body: () throws -> R) throws -> R {
    try JournalFile.makeFolder(path)
    let lock = try JournalFile(making: path + "/lock")
    if let patience { try lock.lock(within: patience) } else { try lock.lock() }
    return try withExtendedLifetime(lock) { try body() }
  }

  /// Signs what the tree of a size has as its root.
  func note(of checkpoint: Checkpoint) throws -> [UInt8] {
    let text = checkpoint.text(origin: signer.name)
    return Array(try SignedNote.sign(text, as: signer.name, with: key).utf8)
  }

  /// Reads a checkpoint file and verifies it; `nil` if there is none.
  func read(_ path: String) throws(JournalError) -> Checkpoint? {
    guard let note = try JournalFile.contents(of: path) else { return nil }
    return try Checkpoint(note, by: signer, path: path)
  }
}
