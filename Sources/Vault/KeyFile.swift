/// One key file's bytes on disk. Key material passes through locked memory only.
import CLibsodium
import Glibc

enum KeyFile {
  /// 64 hexadecimal digits and a newline.
  private static let textBytes = SecretKey.byteCount * 2 + 1
  private static let newline: CChar = 0x0A

  /// The name a file has until it is whole.
  static func temporary(_ path: String) -> String { path + ".new" }

  /// Fills 32 bytes; the last newline may be missing.
  static func read(_ path: String, into key: UnsafeMutablePointer<UInt8>) throws(VaultError) {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      if errno == ENOENT { throw .keyFileMissing(path: path) }
      throw .keyFileUnreadable(path: path, reason: systemReason(errno))
    }
    defer { close(descriptor) }
    // One byte more than a key has, to see that nothing follows.
    let text = unsafe try Sodium.guarded(bytes: textBytes + 1)
    defer { unsafe sodium_free(text) }
    var length = 0
    while length <= textBytes {
      let count = unsafe Glibc.read(descriptor, text + length, textBytes + 1 - length)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else {
        throw .keyFileUnreadable(path: path, reason: systemReason(errno))
      }
      if count == 0 { break }
      length += count
    }
    let digits = unsafe text.assumingMemoryBound(to: CChar.self)
    if length == textBytes, unsafe digits[length - 1] == newline { length -= 1 }
    guard length == SecretKey.byteCount * 2,
      unsafe sodium_hex2bin(key, SecretKey.byteCount, digits, length, nil, nil, nil) == 0
    else {
      throw .keyFileUnreadable(
        path: path, reason: "it is not a key, which is \(textBytes - 1) hexadecimal digits")
    }
  }

  /// Writes and syncs a new file; replaces only what an interrupted writer left at `path`.
  static func write(_ key: borrowing SecretKey, to path: String) throws(VaultError) {
    let text = unsafe try Sodium.guarded(bytes: textBytes)
    defer { unsafe sodium_free(text) }
    let digits = unsafe text.assumingMemoryBound(to: CChar.self)
    unsafe sodium_bin2hex(digits, textBytes, key.bytes, SecretKey.byteCount)
    unsafe digits[textBytes - 1] = newline

    unsafe unlink(path)
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
    let descriptor = unsafe open(path, flags, 0o600)
    guard descriptor >= 0 else {
      throw .keyFileUnwritable(path: path, reason: systemReason(errno))
    }
    defer { close(descriptor) }
    // The mode survives a umask that takes away from it.
    guard fchmod(descriptor, 0o600) == 0,
      unsafe Glibc.write(descriptor, text, textBytes) == textBytes, fsync(descriptor) == 0
    else { throw .keyFileUnwritable(path: path, reason: systemReason(errno)) }
  }

  /// Overwrites and unlinks a file, if there is one.
  static func destroy(_ path: String) throws(VaultError) {
    let descriptor = unsafe open(path, O_WRONLY | O_NOFOLLOW | O_CLOEXEC)
    if descriptor >= 0 {
      defer { close(descriptor) }
      let zeros = [UInt8](repeating: 0, count: textBytes)
      guard unsafe Glibc.write(descriptor, zeros, zeros.count) == zeros.count,
        fsync(descriptor) == 0
      else { throw .keyFileUnwritable(path: path, reason: systemReason(errno)) }
    }
    guard unsafe unlink(path) == 0 || errno == ENOENT else {
      throw .keyFileUnwritable(path: path, reason: systemReason(errno))
    }
  }
}
