import ArgumentParser
import Foundation
import Glibc
import Vault

/// Seals documents to files that are durable before the next one begins: what an upload is
/// without HTTP and database.
struct Seal: ParsableCommand {
  @OptionGroup var effort: Effort
  @Option var folder: String
  @Option var bytes: Int

  func run() throws {
    try Sodium.start()
    let (plain, folder) = (document(bytes: bytes), folder)
    try Bench.print(
      Crowd.run(effort) { _ in
        var buffer: [UInt8] = []
        return {
          let path = folder + "/" + UUID().uuidString.lowercased()
          try SealedFile.write(plain, to: path, with: FileKey.random(), &buffer)
          return plain.count
        }
      })
  }
}

/// Reads sealed files and opens them: what a download is without HTTP and database.
struct Open: ParsableCommand {
  @OptionGroup var effort: Effort
  @Option var folder: String
  @Option var bytes: Int

  func run() throws {
    try Sodium.start()
    let (plain, folder) = (document(bytes: bytes), folder)
    try Bench.print(
      Crowd.run(effort) { _ in
        let path = folder + "/" + UUID().uuidString.lowercased()
        let key = try SharedFileKey()
        var buffer: [UInt8] = []
        try SealedFile.write(plain, to: path, with: key.key, &buffer)
        return { try SealedFile.read(path, with: key.key) }
      })
  }

  private final class SharedFileKey {
    let key: FileKey
    init() throws { key = try FileKey.random() }
  }
}

/// One payload as a file, by nothing but system calls.
enum SealedFile {
  /// Bytes pushed, and written, at once.
  private static let pieceBytes = 512 * 1024

  static func write(
    _ plain: [UInt8], to path: String, with key: borrowing FileKey, _ buffer: inout [UInt8]
  ) throws {
    let file = unsafe Glibc.open(path + ".part", O_CREAT | O_WRONLY | O_EXCL, 0o600)
    guard file >= 0 else { throw SystemFault("open") }
    defer { close(file) }
    var sealer = try PayloadSealer(key)
    for start in stride(from: 0, to: plain.count, by: pieceBytes) {
      let piece = start..<min(start + pieceBytes, plain.count)
      sealer.push(plain.span.extracting(piece), into: &buffer)
      try drain(&buffer, to: file)
    }
    sealer.finish(into: &buffer)
    try drain(&buffer, to: file)
    guard fsync(file) == 0 else { throw SystemFault("fsync") }
    guard unsafe rename(path + ".part", path) == 0 else { throw SystemFault("rename") }
    let folder = unsafe Glibc.open(
      URL(fileURLWithPath: path).deletingLastPathComponent().path, O_RDONLY | O_DIRECTORY)
    guard folder >= 0 else { throw SystemFault("open") }
    defer { close(folder) }
    guard fsync(folder) == 0 else { throw SystemFault("fsync") }
  }

  private static func drain(_ buffer: inout [UInt8], to file: Int32) throws {
    var done = 0
    while done < buffer.count {
      let count = unsafe buffer.withUnsafeBytes {
        unsafe Glibc.write(file, $0.baseAddress.unsafelyUnwrapped + done, $0.count - done)
      }
      guard count > 0 else { throw SystemFault("write") }
      done += count
    }
    buffer.removeAll(keepingCapacity: true)
  }

  /// Reads and opens everything, the end first; answers the plain bytes.
  static func read(_ path: String, with key: borrowing FileKey) throws -> Int {
    let file = unsafe Glibc.open(path, O_RDONLY)
    guard file >= 0 else { throw SystemFault("open") }
    defer { close(file) }
    let size = Int(lseek(file, 0, SEEK_END))
    let nonce = try bytes(0..<PayloadShape.nonceBytes, of: file)
    let opener = try PayloadOpener(key, payloadNonce: nonce, sealedSize: size)
    var plain: [UInt8] = []
    var total = 0
    let last = opener.lastChunkIndex
    _ = try open(last..<last + 1, of: file, opener, &plain)
    for first in stride(from: 0, through: last, by: 4) {
      total += try open(first..<min(first + 4, last + 1), of: file, opener, &plain)
    }
    return total
  }

  private static func open(
    _ chunks: Range<Int>, of file: Int32, _ opener: PayloadOpener, _ plain: inout [UInt8]
  ) throws -> Int {
    let start = opener.chunkRange(chunks.lowerBound).lowerBound
    let sealed = try bytes(start..<opener.chunkRange(chunks.upperBound - 1).upperBound, of: file)
    plain.removeAll(keepingCapacity: true)
    for index in chunks {
      let range = opener.chunkRange(index)
      let piece = range.lowerBound - start..<range.upperBound - start
      try opener.open(sealed.span.extracting(piece), index: index, into: &plain)
    }
    return plain.count
  }

  private static func bytes(_ range: Range<Int>, of file: Int32) throws -> [UInt8] {
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: range.count) { buffer, count in
      count = max(0, unsafe pread(file, buffer.baseAddress, range.count, off_t(range.lowerBound)))
    }
    guard bytes.count == range.count else { throw SystemFault("pread") }
    return bytes
  }
}
