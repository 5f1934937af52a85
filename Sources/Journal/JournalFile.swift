/// Files as the journal needs them: written at a place, made durable, named when that fails. The
/// room's only pointers.
import Glibc

/// An open file; closed when nobody holds it any more.
final class JournalFile {
  let path: String
  private static let pieceBytes = 64 * 1024
  private static let pauseMicroseconds: UInt32 = 2000
  private let descriptor: Int32

  /// Opens a file to read and write it, and makes it if it is missing.
  init(making path: String) throws(JournalError) {
    self.path = path
    descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw Self.fault(path) }
  }

  /// Opens a file to read it; `nil` if there is none.
  init?(reading path: String) throws(JournalError) {
    self.path = path
    descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    if descriptor < 0 {
      guard errno == ENOENT || errno == ENOTDIR else { throw .failed(path: path, code: Int(errno)) }
      return nil
    }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Waits until nobody else holds the file's lock. The kernel gives it back when the holder ends,
  /// however it ends.
  func lock() throws(JournalError) {
    while flock(descriptor, LOCK_EX) != 0 {
      guard errno == EINTR else { throw fault() }
    }
  }

  /// The same, for so long at most; throws ``JournalError/busy(path:)`` then.
  func lock(within patience: Duration) throws(JournalError) {
    let end = ContinuousClock.now + patience
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      if errno == EINTR { continue }
      guard errno == EWOULDBLOCK else { throw fault() }
      guard ContinuousClock.now < end else { throw .busy(path: path) }
      usleep(Self.pauseMicroseconds)
    }
  }

  func size() throws(JournalError) -> Int {
    let end = lseek(descriptor, 0, SEEK_END)
    guard end >= 0 else { throw fault() }
    return end
  }

  /// Whether both are the same file, whatever its name is by now.
  func isSame(as other: JournalFile) throws(JournalError) -> Bool {
    let (mine, others) = (try identity(), try other.identity())
    return mine == others
  }

  private func identity() throws(JournalError) -> [UInt64] {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw fault() }
    return [UInt64(status.st_dev), UInt64(status.st_ino)]
  }

  /// The bytes of a range; fewer where the file ends.
  func read(_ range: Range<Int>) throws(JournalError) -> [UInt8] {
    var failure: JournalError?
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: range.count) { buffer, filled in
      while filled < range.count {
        guard let start = buffer.baseAddress else { return }
        let count = unsafe pread(
          descriptor, start + filled, range.count - filled, range.lowerBound + filled)
        if count < 0, errno == EINTR { continue }
        if count < 0 { failure = fault() }
        if count <= 0 { return }
        filled += count
      }
    }
    if let failure { throw failure }
    return bytes
  }

  /// Writes at a place; whole, or an error after which any part of it may be there.
  func write(_ bytes: [UInt8], at offset: Int) throws(JournalError) {
    var written = 0
    while written < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe buffer.baseAddress.map {
          unsafe pwrite(descriptor, $0 + written, bytes.count - written, offset + written)
        } ?? 0
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw fault() }
      written += count
    }
  }

  func truncate(to size: Int) throws(JournalError) {
    guard ftruncate(descriptor, size) == 0 else { throw fault() }
  }

  /// Returns once what was written survives a loss of power.
  func synchronize() throws(JournalError) {
    guard fsync(descriptor) == 0 else { throw fault() }
  }

  private func fault() -> JournalError { Self.fault(path) }

  private static func fault(_ path: String) -> JournalError {
    switch errno {
    case ENOSPC, EDQUOT, EFBIG: .full(path: path)
    default: .failed(path: path, code: Int(errno))
    }
  }
}

extension JournalFile {
  /// A whole file; `nil` if there is none.
  static func contents(of path: String) throws(JournalError) -> [UInt8]? {
    guard let file = try JournalFile(reading: path) else { return nil }
    // Not by its size: that of a folder in its place is no number of bytes.
    var bytes: [UInt8] = []
    while true {
      let piece = try file.read(bytes.count..<(bytes.count + pieceBytes))
      bytes += piece
      if piece.count < pieceBytes { return bytes }
    }
  }

  /// Puts a file in place of another: whole and durable, or not at all.
  static func replace(_ path: String, with bytes: [UInt8]) throws(JournalError) {
    let temporary = path + ".new"
    let file = try JournalFile(making: temporary)
    try file.truncate(to: 0)
    try file.write(bytes, at: 0)
    try file.synchronize()
    guard unsafe rename(temporary, path) == 0 else { throw fault(path) }
  }

  /// Writes a file that can be made again from the log, and so needn't be durable.
  static func write(_ bytes: [UInt8], to path: String) throws(JournalError) {
    let file = try JournalFile(making: path)
    try file.truncate(to: 0)
    try file.write(bytes, at: 0)
  }

  /// Whether there is a file.
  static func exists(_ path: String) throws(JournalError) -> Bool {
    try JournalFile(reading: path) != nil
  }

  /// Removes a file; whether it was there.
  @discardableResult
  static func remove(_ path: String) throws(JournalError) -> Bool {
    if unsafe unlink(path) == 0 { return true }
    guard errno == ENOENT else { throw fault(path) }
    return false
  }

  /// Makes a folder for its owner alone, unless it is there; whether it was made.
  @discardableResult
  static func makeFolder(_ path: String) throws(JournalError) -> Bool {
    if unsafe mkdir(path, 0o700) == 0 { return true }
    guard errno == EEXIST else { throw fault(path) }
    return false
  }

  /// Whether there is a folder.
  static func isFolder(_ path: String) -> Bool {
    let descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if descriptor >= 0 { close(descriptor) }
    return descriptor >= 0
  }

  /// Returns once the names in a folder survive a loss of power.
  static func synchronize(folder path: String) throws(JournalError) {
    let descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw fault(path) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw fault(path) }
  }

  /// The operating system's words for a number.
  static func reason(_ code: Int) -> String {
    unsafe String(cString: strerror(Int32(truncatingIfNeeded: code)))
  }
}
