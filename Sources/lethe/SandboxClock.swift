import Domain
import Foundation

/// The clock of a sandbox: a file that every process reads. A set clock stands still until it is
/// set again.
struct SandboxClock: Sendable {
  let path: String

  /// The file holds something else than an instant.
  struct Unreadable: Error {}

  /// For the law: the instant in the file, or the machine's own.
  var clock: LegalClock { LegalClock { try set() ?? Date() } }

  /// The instant that was set; `nil` while the clock is real.
  func set() throws -> Date? {
    guard let data = FileManager.default.contents(atPath: path) else { return nil }
    let text = String(decoding: data, as: UTF8.self)
    guard let instant = Instant.read(text.trimmingCharacters(in: .whitespacesAndNewlines)) else {
      throw Unreadable()
    }
    return instant
  }

  /// Sets it; whole or not at all, since other processes read it at any moment.
  func set(to instant: Date) throws {
    let text = InstantPrinter(zone: .gmt).text(instant) + "\n"
    try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
  }

  /// Lets it be the machine's own again.
  func setReal() throws {
    if FileManager.default.fileExists(atPath: path) {
      try FileManager.default.removeItem(atPath: path)
    }
  }
}
