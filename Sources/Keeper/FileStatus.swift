import Glibc

/// What the file system says about a path, without opening it.
struct FileStatus {
  private let raw: stat

  /// `nil` when there is nothing at `path`, or nothing this process may see.
  init?(_ path: String, followingLinks: Bool = false) {
    var found = stat()
    let answer =
      followingLinks ? unsafe stat(path, &found) : unsafe lstat(path, &found)
    guard answer == 0 else { return nil }
    raw = found
  }

  var owner: uid_t { raw.st_uid }
  var size: Int { Int(raw.st_size) }
  var isDirectory: Bool { raw.st_mode & S_IFMT == S_IFDIR }
  var othersMayWrite: Bool { raw.st_mode & 0o022 != 0 }
  var isPrivate: Bool { raw.st_mode & 0o077 == 0 }

  func isSameFile(as other: FileStatus) -> Bool {
    raw.st_dev == other.raw.st_dev && raw.st_ino == other.raw.st_ino
  }
}
