import Glibc

/// An open lock file. The kernel lets go of its `flock` when the last process that holds it ends,
/// however it ends; that is why nothing here can be left behind by kill -9.
struct FileLock: ~Copyable, Sendable {
  enum Mode { case shared, exclusive }

  let path: String
  /// Close-on-exec: a child must not stay a user after its parent has gone.
  let descriptor: Int32

  init(path: String) throws(KeeperError) {
    let opened = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard opened >= 0 else {
      throw .fileUnusable(path: path, reason: KeeperError.reason(errno))
    }
    self.path = path
    descriptor = opened
  }

  deinit { close(descriptor) }

  /// Takes the lock at once, or answers false because another holds it.
  func take(_ mode: Mode) throws(KeeperError) -> Bool {
    let operation = mode == .shared ? LOCK_SH : LOCK_EX
    while flock(descriptor, operation | LOCK_NB) != 0 {
      switch errno {
      case EINTR: continue
      case EWOULDBLOCK: return false
      default: throw .fileUnusable(path: path, reason: KeeperError.reason(errno))
      }
    }
    return true
  }

  /// Leaves a word in the file for people who look into it.
  func write(_ text: String) throws(KeeperError) {
    let bytes = Array(text.utf8)
    guard ftruncate(descriptor, 0) == 0,
      unsafe pwrite(descriptor, bytes, bytes.count, 0) == bytes.count
    else { throw .fileUnusable(path: path, reason: KeeperError.reason(errno)) }
  }

  func giveBack() { flock(descriptor, LOCK_UN) }
}
