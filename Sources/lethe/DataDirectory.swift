import Domain
import Foundation

/// The folder in which an installation keeps everything, and the names in it.
struct DataDirectory: Sendable {
  let path: String

  var keys: String { path + "/keys" }
  var documents: String { path + "/documents" }
  var quarantine: String { path + "/quarantine" }
  var journal: String { path + "/journal" }
  var postgres: String { path + "/postgres" }
  var outbox: String { path + "/outbox" }
  /// A sandbox's clock, outside the database: for every process at once.
  var clock: String { path + "/clock" }
  /// Where `serve` was last reached.
  var address: String { path + "/address" }
  var settings: String { path + "/lethe.env" }
  /// The installation's own privacy notice in a language, if it brings one.
  func privacyNotice(in language: Language) -> String {
    path + "/privacy-notice.\(language.rawValue).txt"
  }
  var superuserPassword: String { keys + "/postgres.password" }

  init(path: String) { self.path = URL(fileURLWithPath: path).standardizedFileURL.path }

  /// The folder cannot be used; says why and what to do.
  struct Unusable: Error, CustomStringConvertible {
    let description: String
  }

  /// Whether an installation has been made here.
  var exists: Bool { FileManager.default.fileExists(atPath: keys) }

  /// Makes what is missing. Everything in it is its owner's alone.
  func make(sandbox: Bool) throws {
    // Where root's private server runs as another user, that user passes through to `postgres/`.
    try make(path, mode: geteuid() == 0 ? 0o711 : 0o700)
    for folder in [keys, documents, quarantine, journal] { try make(folder, mode: 0o700) }
    if sandbox { try make(outbox, mode: 0o700) }
  }

  /// Makes the journal's folder, if a restore left it out.
  func makeJournal() throws { try make(journal, mode: 0o700) }

  private func make(_ folder: String, mode: Int) throws {
    let files = FileManager.default
    if files.fileExists(atPath: folder) {
      let kind = try files.attributesOfItem(atPath: folder)[.type] as? FileAttributeType
      guard kind == .typeDirectory else {
        throw Unusable(description: "\(folder) is in the way: it is not a folder.")
      }
      guard files.isWritableFile(atPath: folder) else {
        throw Unusable(
          description: "\(folder) cannot be written. Run Lethe as its owner.")
      }
      return
    }
    do {
      try files.createDirectory(
        atPath: folder, withIntermediateDirectories: true,
        attributes: [.posixPermissions: mode])
    } catch {
      throw Unusable(description: "\(folder) cannot be made; look at the rights of its parent.")
    }
  }
}
