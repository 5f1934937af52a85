/// The key files: one key each, readable by their owner alone, whole or absent, never overwritten,
/// and gone when removed.
import CLibsodium
import Foundation
import Glibc

/// Which key a file holds.
package enum KeyName: Hashable, Sendable {
  case epoch(Int)
  case link
  case database
  case ledger
  /// The password of the private database's superuser: made by the keeper, copied with the keys,
  /// because without it restored data does not open.
  case privateServer

  /// The file's name in the directory.
  package var fileName: String {
    switch self {
    case .epoch(let number): "epoch-\(number).key"
    case .link: "link.key"
    case .database: "database.key"
    case .ledger: "ledger.key"
    case .privateServer: "postgres.password"
    }
  }
}

/// A directory of key files (mode 0700), each one line of 64 hexadecimal digits (mode 0600).
package struct KeyDirectory: Sendable {
  package let path: String

  package init(path: String) { self.path = path }

  /// Where a key's file is, or would be.
  package func path(of name: KeyName) -> String { path + "/" + name.fileName }

  /// Whether the key's file is there.
  package func exists(_ name: KeyName) -> Bool { unsafe access(path(of: name), F_OK) == 0 }

  /// The numbers of the epochs whose files are there, ascending.
  package func epochs() throws(VaultError) -> [Int] {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: path)
    } catch {
      throw .keyFileUnreadable(path: path, reason: "the directory cannot be listed")
    }
    return names.compactMap { name in
      guard name.hasPrefix("epoch-"), name.hasSuffix(".key"),
        let number = Int(name.dropFirst(6).dropLast(4)), KeyName.epoch(number).fileName == name
      else { return nil }
      return number
    }.sorted()
  }

  /// Makes a random key and its file, and the directory if it is missing; durable on return.
  /// Throws ``VaultError/keyFileExists(path:)`` rather than overwrite.
  package func create(_ name: KeyName) throws(VaultError) {
    let key = unsafe try SecretKey { (bytes) throws(VaultError) in
      unsafe randombytes_buf(bytes, SecretKey.byteCount)
    }
    try write(key, as: name)
  }

  /// Reads a key into guarded memory.
  package func load(_ name: KeyName) throws(VaultError) -> SecretKey {
    let path = path(of: name)
    return unsafe try SecretKey { (bytes) throws(VaultError) in
      unsafe try KeyFile.read(path, into: bytes)
    }
  }

  /// Writes the same key into another directory. Does nothing if it is there already; throws
  /// ``VaultError/keyFileExists(path:)`` if another key is, and like ``mustBeCopy(_:)``.
  package func copy(_ name: KeyName, to other: KeyDirectory) throws(VaultError) {
    try mustBeCopy(other)
    let key = try load(name)
    guard other.exists(name) else { return try other.write(key, as: name) }
    let there = try other.load(name)
    guard unsafe sodium_memcmp(key.bytes, there.bytes, SecretKey.byteCount) == 0 else {
      throw .keyFileExists(path: other.path(of: name))
    }
  }

  /// Whether another directory has the same key under this name. Throws where one of the files is
  /// missing or can't be read.
  package func holdsSame(_ name: KeyName, as other: KeyDirectory) throws(VaultError) -> Bool {
    let here = try load(name)
    let there = try other.load(name)
    return unsafe sodium_memcmp(here.bytes, there.bytes, SecretKey.byteCount) == 0
  }

  /// Destroys a key: overwrites the file as far as the file system lets it, unlinks it and what
  /// an interrupted `create` left; durable on return. Does nothing if there is none.
  package func remove(_ name: KeyName) throws(VaultError) {
    guard unsafe access(path, F_OK) == 0 else { return }
    let lock = try DirectoryLock(path)
    for file in [path(of: name), KeyFile.temporary(path(of: name))] {
      try KeyFile.destroy(file)
    }
    try lock.synchronize()
  }

  private var hasCopy: String { path + "/has-copy" }
  private var isCopy: String { path + "/is-copy" }

  /// Throws ``VaultError/copyGone(path:mark:)`` if these keys have a copy and `other` hasn't its
  /// mark: a disk that isn't mounted looks like a folder for a new one.
  package func mustBeCopy(_ other: KeyDirectory) throws(VaultError) {
    if unsafe access(hasCopy, F_OK) == 0, unsafe access(other.isCopy, F_OK) != 0 {
      throw .copyGone(path: other.path, mark: hasCopy)
    }
  }

  /// Keeps in both directories that `other` has every key; its own mark first.
  package func markCopy(_ other: KeyDirectory) throws(VaultError) {
    for (directory, mark) in [(other, other.isCopy), (self, hasCopy)]
    where unsafe access(mark, F_OK) != 0 {
      let lock = try DirectoryLock(directory.path)
      let descriptor = unsafe open(mark, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
      guard descriptor >= 0 else {
        throw .keyFileUnwritable(path: mark, reason: systemReason(errno))
      }
      close(descriptor)
      try lock.synchronize()
    }
  }

  private func write(_ key: borrowing SecretKey, as name: KeyName) throws(VaultError) {
    if unsafe mkdir(path, 0o700) == 0 {
      try Self.synchronize(path + "/..")
    } else if errno != EEXIST {
      throw .keyFileUnwritable(path: path, reason: systemReason(errno))
    }
    let lock = try DirectoryLock(path)
    let file = path(of: name)
    guard !exists(name) else { throw .keyFileExists(path: file) }
    try KeyFile.write(key, to: KeyFile.temporary(file))
    guard unsafe rename(KeyFile.temporary(file), file) == 0 else {
      throw .keyFileUnwritable(path: file, reason: systemReason(errno))
    }
    try lock.synchronize()
  }

  private static func synchronize(_ directory: String) throws(VaultError) {
    let descriptor = unsafe open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw .keyFileUnwritable(path: directory, reason: systemReason(errno))
    }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else {
      throw .keyFileUnwritable(path: directory, reason: systemReason(errno))
    }
  }
}

/// Holds a directory against other writers of key files, in this and other processes.
struct DirectoryLock: ~Copyable {
  private let descriptor: Int32
  private let path: String

  /// Waits for the lock.
  init(_ path: String) throws(VaultError) {
    let opened = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard opened >= 0 else {
      throw .keyFileUnwritable(path: path, reason: systemReason(errno))
    }
    while flock(opened, LOCK_EX) != 0 {
      let code = errno
      if code == EINTR { continue }
      close(opened)
      throw .keyFileUnwritable(path: path, reason: systemReason(code))
    }
    descriptor = opened
    self.path = path
  }

  deinit { close(descriptor) }

  /// Makes names added and removed so far survive a loss of power.
  borrowing func synchronize() throws(VaultError) {
    guard fsync(descriptor) == 0 else {
      throw .keyFileUnwritable(path: path, reason: systemReason(errno))
    }
  }
}
