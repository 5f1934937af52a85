/// Starts the cryptographic library and makes sure that the memory for keys is what it claims to
/// be: locked, so that it never reaches a swap file, and absent from core dumps.
import CLibsodium
import Glibc

/// The library as a whole.
package enum Sodium {
  /// Memory for keys that must be lockable, in bytes: 64 pages, enough for as many documents at
  /// once. libsodium hides that locking failed under a small `RLIMIT_MEMLOCK`.
  static let lockableBytes = 64 * 4096

  /// Call once, first. Throws ``VaultError/unavailable(reason:)`` if keys could leak to disk.
  package static func start() throws(VaultError) {
    try load()
    guard lethe_forbid_core_dumps() == 0 else {
      throw .unavailable(reason: "core dumps cannot be switched off (\(systemReason(errno)))")
    }
    let plain = unsafe mmap(
      nil, lockableBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let plain = unsafe plain, unsafe plain != MAP_FAILED else {
      throw .unavailable(reason: "no memory for keys (\(systemReason(errno)))")
    }
    defer { unsafe munmap(plain, lockableBytes) }
    guard unsafe mlock(plain, lockableBytes) == 0 else { throw notLockable(errno) }
  }

  /// Initialises libsodium; costs next to nothing once it is done.
  static func load() throws(VaultError) {
    guard sodium_init() >= 0 else { throw .unavailable(reason: "libsodium does not start") }
  }

  /// Guarded memory that is known to be locked. `sodium_malloc` ignores a failing `mlock`, so it
  /// is asked for again: locks do not nest, and the second one tells the truth.
  static func guarded(bytes: Int) throws(VaultError) -> UnsafeMutableRawPointer {
    try load()
    guard let memory = unsafe sodium_malloc(bytes) else {
      throw .unavailable(reason: "no memory for keys (\(systemReason(errno)))")
    }
    guard unsafe mlock(memory, bytes) == 0 else {
      let code = errno
      unsafe sodium_free(memory)
      throw notLockable(code)
    }
    return unsafe memory
  }

  private static func notLockable(_ code: Int32) -> VaultError {
    .unavailable(
      reason: "memory for keys cannot be locked (\(systemReason(code)));"
        + " raise the limit on locked memory to at least \(lockableBytes / 1024) KiB"
        + " (ulimit -l, LimitMEMLOCK=)")
  }
}

/// The operating system's words for what just failed.
func systemReason(_ code: Int32) -> String {
  unsafe String(cString: strerror(code))
}
