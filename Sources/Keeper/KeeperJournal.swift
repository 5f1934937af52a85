import Foundation
import Glibc

/// What the keeper says, and to whom.
struct KeeperJournal: Sendable {
  let directory: ServerDirectory

  /// Standard error: the keeper's log, or the service manager's in the foreground.
  func note(_ text: String) {
    let line = "\(Date().formatted(.iso8601)) keeper: \(text)\n"
    do { try FileHandle.standardError.write(contentsOf: Data(line.utf8)) } catch { return }
  }

  /// Leaves the reason for those who wait for the server.
  func fail(_ error: KeeperError) {
    note(error.description)
    do { try DurableFile.write(error.description, to: directory.failure) } catch {
      note(error.description)
    }
  }

  func succeed() { unsafe unlink(directory.failure) }

  /// Why the last start failed, if it did.
  var failure: String? {
    FileManager.default.contents(atPath: directory.failure)
      .map { String(decoding: $0, as: UTF8.self) }
  }
}
