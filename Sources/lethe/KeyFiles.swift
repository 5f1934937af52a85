import Vault

/// The key files of an installation as a whole.
struct KeyFiles: Sendable {
  /// Those that every installation has besides its epochs'.
  static let lasting: [KeyName] = [.database, .link, .ledger]
  let directory: KeyDirectory

  /// Those and the password of the private server, where there is one.
  static func ofEveryInstallation(_ workplace: Workplace) -> [KeyName] {
    workplace.settings.databaseURL == nil ? lasting + [.privateServer] : lasting
  }

  init(_ directory: KeyDirectory) { self.directory = directory }

  /// Makes what is missing in a new installation. In one that has data a missing file is an
  /// error that names it: a new key would open nothing.
  func require(creating: Bool) throws {
    for name in Self.lasting where !directory.exists(name) {
      guard creating else { throw VaultError.keyFileMissing(path: directory.path(of: name)) }
      do {
        try directory.create(name)
      } catch VaultError.keyFileExists {
        // Another process made it meanwhile, for the same installation.
      }
    }
  }

  /// Copies every key to a second directory, which from then on is the copy.
  func copy(to other: KeyDirectory) throws {
    let server = directory.exists(.privateServer) ? [KeyName.privateServer] : []
    for name in try Self.lasting + server + directory.epochs().map(KeyName.epoch) {
      try directory.copy(name, to: other)
    }
    try directory.markCopy(other)
  }
}
