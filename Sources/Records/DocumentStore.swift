package import Domain
import Dispatch
package import Foundation
import Glibc

/// Where the encrypted payloads of documents live, under random names that say nothing.
package protocol DocumentStore: Sendable {
  /// Starts a new payload under a temporary name.
  func write(_ file: FileID) async throws -> DocumentWriter
  /// Opens a payload that is there.
  func read(_ file: FileID) async throws -> DocumentReader
  /// Removes payloads for good; those that are gone already count as removed.
  func remove(_ files: [FileID]) async throws
}

/// Why the disk did not do what it was told.
package enum DiskError: Error, Sendable, Equatable {
  /// No space is left.
  case full
  /// The payload is not there.
  case missing
  /// Anything else; `code` is the operating system's number.
  case failed(code: Int)

  init(_ error: any Error) {
    let posix = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError ?? error as NSError
    switch posix.code {
    case Int(ENOSPC), Int(EDQUOT): self = .full
    case CocoaError.Code.fileWriteOutOfSpace.rawValue: self = .full
    case Int(ENOENT): self = .missing
    default: self = .failed(code: posix.code)
    }
  }
}

/// File calls block: they run on a queue of their own, off Swift's shared threads.
func onDisk<Result: Sendable>(
  _ queue: DispatchQueue = .global(), _ work: @escaping @Sendable () throws -> Result
) async throws -> Result {
  try await withCheckedThrowingContinuation { continuation in
    queue.async {
      continuation.resume(
        with: Swift.Result(catching: work).mapError { $0 as? DiskError ?? DiskError($0) })
    }
  }
}

/// A payload being written. Nobody finds it before ``finish()`` has made it durable.
package final class DocumentWriter: Sendable {
  private let queue = DispatchQueue(label: "documents.writer")
  private let handle: FileHandle
  private let temporary: String
  private let final: String

  init(temporary: String, final: String) throws(DiskError) {
    self.temporary = temporary
    self.final = final
    guard
      FileManager.default.createFile(
        atPath: temporary, contents: nil, attributes: [.posixPermissions: 0o600]),
      let handle = FileHandle(forWritingAtPath: temporary)
    else {
      throw errno == ENOSPC || errno == EDQUOT ? .full : .failed(code: Int(errno))
    }
    self.handle = handle
  }

  /// Appends bytes.
  package func append(_ bytes: [UInt8]) async throws {
    try await onDisk(queue) { [handle] in try handle.write(contentsOf: bytes) }
  }

  /// Makes the payload durable under its final name: sync, rename, sync the folder.
  package func finish() async throws {
    try await onDisk(queue) { [handle, temporary, final] in
      try handle.synchronize()
      try handle.close()
      try FileManager.default.moveItem(atPath: temporary, toPath: final)
      let folder = URL(fileURLWithPath: final).deletingLastPathComponent().path
      guard let directory = FileHandle(forReadingAtPath: folder) else { throw DiskError.missing }
      try directory.synchronize()
      try directory.close()
    }
  }

  /// Removes what has been written. What cannot be removed is swept up later.
  package func discard() async {
    do {
      try await onDisk(queue) { [handle, temporary, final] in
        // A writer that has finished is closed already.
        do { try handle.close() } catch { /* nothing to close */  }
        for path in [temporary, final] where FileManager.default.fileExists(atPath: path) {
          try FileManager.default.removeItem(atPath: path)
        }
      }
    } catch { /* The sweep finds it. */  }
  }
}

/// A payload that is read, in any order.
package final class DocumentReader: Sendable {
  private let queue = DispatchQueue(label: "documents.reader")
  private let handle: FileHandle
  /// Bytes of the whole payload.
  package let size: Int

  init(path: String) throws(DiskError) {
    guard let handle = FileHandle(forReadingAtPath: path) else { throw .missing }
    self.handle = handle
    do { size = Int(try handle.seekToEnd()) } catch { throw DiskError(error) }
  }

  /// The bytes of a range that lies within the payload; fewer if the file was cut meanwhile.
  package func read(_ range: Range<Int>) async throws -> Data {
    try await onDisk(queue) { [handle] in
      try handle.seek(toOffset: UInt64(range.lowerBound))
      return try handle.read(upToCount: range.count) ?? Data()
    }
  }
}
