import Glibc

/// A folder that stands for a mail server: every mail becomes a file, whole or not at all.
package struct OutboxFolder: Sendable {
  private let path: String

  /// A folder that exists; only its owner should be able to enter it.
  package init(path: String) { self.path = path }

  /// Writes `<id>.eml`, readable by its owner alone, and returns when the disk has it. A mail
  /// that is there already stays as it is. Two writers of one mail wait for each other.
  package func write(_ bytes: [UInt8], id: String) throws(MailError) {
    guard let id = HeaderText.id(id) else { throw .badID }
    let target = "\(path)/\(id).eml"
    let temporary = "\(path)/.\(id).new"
    let file = try claim(temporary)
    guard unsafe access(target, F_OK) != 0 else {
      unsafe unlink(temporary)
      return try synchronize()
    }
    try file.replaceContents(with: bytes)
    guard unsafe rename(temporary, target) == 0 else {
      throw .outboxUnusable(path: target, code: errno)
    }
    try synchronize()
  }

  /// Opens and locks the temporary file; whoever held the lock before may have given the file
  /// its name meanwhile, and then it is no longer the one to write to.
  private func claim(_ temporary: String) throws(MailError) -> OutboxFile {
    while true {
      let file = try OutboxFile(path: temporary)
      if try file.isStillNamed() { return file }
    }
  }

  /// Makes the names in the folder last.
  private func synchronize() throws(MailError) {
    let descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .outboxUnusable(path: path, code: errno) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw .outboxUnusable(path: path, code: errno) }
  }
}

/// An open file that nobody else writes: its lock goes with its holder, however that ends.
private struct OutboxFile: ~Copyable {
  private let path: String
  private let descriptor: Int32

  init(path: String) throws(MailError) {
    let flags = O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC
    let opened = unsafe open(path, flags, 0o600)
    guard opened >= 0 else { throw .outboxUnusable(path: path, code: errno) }
    while flock(opened, LOCK_EX) != 0 {
      let code = errno
      if code == EINTR { continue }
      close(opened)
      throw .outboxUnusable(path: path, code: code)
    }
    self.path = path
    descriptor = opened
  }

  deinit { close(descriptor) }

  borrowing func isStillNamed() throws(MailError) -> Bool {
    var opened = stat()
    var named = stat()
    guard unsafe fstat(descriptor, &opened) == 0 else {
      throw .outboxUnusable(path: path, code: errno)
    }
    guard unsafe lstat(path, &named) == 0 else {
      guard errno == ENOENT else { throw .outboxUnusable(path: path, code: errno) }
      return false
    }
    return opened.st_ino == named.st_ino && opened.st_dev == named.st_dev
  }

  /// Whatever a writer left here when it died goes first.
  borrowing func replaceContents(with bytes: [UInt8]) throws(MailError) {
    guard ftruncate(descriptor, 0) == 0 else { throw .outboxUnusable(path: path, code: errno) }
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes { bytes in
        unsafe Glibc.write(descriptor, bytes.baseAddress, bytes.count)
      }
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errno != EINTR {
        throw .outboxUnusable(path: path, code: errno)
      }
    }
    guard fsync(descriptor) == 0 else { throw .outboxUnusable(path: path, code: errno) }
  }
}
