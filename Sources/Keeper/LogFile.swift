import Foundation
import Glibc

/// A log that several processes append to and that does not grow without end.
struct LogFile: Sendable {
  static let largestBytes = 8 << 20
  let path: String

  /// Opened for appending, which is what lets ``bound(to:)`` shorten it while a server writes.
  func open() throws(KeeperError) -> Int32 {
    let flags = O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC
    let descriptor = unsafe Glibc.open(path, flags, 0o600)
    guard descriptor >= 0 else {
      throw .fileUnusable(path: path, reason: KeeperError.reason(errno))
    }
    return descriptor
  }

  /// Moves what is there to `.1` once the log is large. A line written meanwhile may be lost.
  func bound(to bytes: Int = largestBytes) throws(KeeperError) {
    guard let status = FileStatus(path), status.size > bytes else { return }
    let old = path + ".1"
    do {
      if FileStatus(old) != nil { try FileManager.default.removeItem(atPath: old) }
      try FileManager.default.copyItem(atPath: path, toPath: old)
    } catch {
      throw .fileUnusable(path: old, reason: "the log cannot be moved there")
    }
    guard unsafe truncate(path, 0) == 0 else {
      throw .fileUnusable(path: path, reason: KeeperError.reason(errno))
    }
  }

  /// The last lines, for an error message.
  func tail(from offset: Int = 0, lines: Int = 6) -> String {
    guard let data = FileManager.default.contents(atPath: path) else { return "" }
    let text = String(decoding: data.dropFirst(min(offset, data.count)), as: UTF8.self)
    let all = text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
    return all.suffix(lines).joined(separator: " / ")
  }
}
