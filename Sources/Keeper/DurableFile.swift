import Foundation
import Glibc

/// Small files that are either whole or absent.
enum DurableFile {
  /// Writes `text` under a temporary name that no one else can have put there, syncs it, and
  /// gives it its name. `owner` is for the account the server runs as.
  static func write(
    _ text: String, to path: String, owner: ServerAccount.Owner? = nil
  ) throws(KeeperError) {
    let temporary = path + ".new"
    unsafe unlink(temporary)
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
    let descriptor = unsafe open(temporary, flags, 0o600)
    guard descriptor >= 0 else {
      throw .fileUnusable(path: path, reason: KeeperError.reason(errno))
    }
    let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    do {
      try file.write(contentsOf: Data(text.utf8))
      try file.synchronize()
    } catch {
      throw .fileUnusable(path: path, reason: "it cannot be written; is the disk full?")
    }
    if let owner, fchown(descriptor, owner.user, owner.group) != 0 {
      throw .fileUnusable(path: path, reason: KeeperError.reason(errno))
    }
    try rename(temporary, to: path)
  }

  /// Gives a finished file or folder its name, for good.
  static func rename(_ source: String, to target: String) throws(KeeperError) {
    guard unsafe Glibc.rename(source, target) == 0 else {
      throw .fileUnusable(path: target, reason: KeeperError.reason(errno))
    }
    let folder = URL(fileURLWithPath: target).deletingLastPathComponent().path
    let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw .directoryUnusable(path: folder, reason: KeeperError.reason(errno))
    }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else {
      throw .directoryUnusable(path: folder, reason: KeeperError.reason(errno))
    }
  }
}
