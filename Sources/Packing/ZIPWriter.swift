/// Writes a ZIP file piece by piece. Each call hands back what has to be sent next, so nothing
/// but the list of names is ever kept: some hundred bytes a file.
import CArchive

/// A ZIP file under way: begin a file, give it its bytes, begin the next, finish. One that isn't
/// finished has no directory of its files, so no reader takes it for a whole one.
package final class ZIPWriter {
  private let archive: ArchiveHandle
  private let pieces = Pieces()
  /// Bytes that the file under way is still to get.
  private var awaited = 0
  private var isFinished = false

  /// Files are stored as they are: documents are compressed already.
  package init() throws(PackingError) {
    archive = try ArchiveHandle()
    try archive.open(into: pieces)
  }

  /// Begins a file of exactly so many bytes. `name` comes from ``EntryNames``; `seconds` since
  /// 1970 is its time.
  package func begin(_ name: String, bytes: Int, at seconds: Int) throws(PackingError) -> [UInt8] {
    try mustGoOn()
    guard awaited == 0 else { throw .wrongSize }
    guard !name.isEmpty, !name.utf8.contains(0), bytes >= 0 else { throw .badName }
    try archive.begin(name, bytes: bytes, at: seconds)
    awaited = bytes
    return pieces.take()
  }

  /// The next bytes of the file that was begun.
  package func write(_ bytes: [UInt8]) throws(PackingError) -> [UInt8] {
    try mustGoOn()
    guard bytes.count <= awaited else { throw .wrongSize }
    if bytes.isEmpty { return [] }
    try archive.write(bytes)
    awaited -= bytes.count
    return pieces.take()
  }

  /// Ends the ZIP file: the list of what is in it. Nothing can follow.
  package func finish() throws(PackingError) -> [UInt8] {
    try mustGoOn()
    guard awaited == 0 else { throw .wrongSize }
    isFinished = true
    try archive.finish()
    return pieces.take()
  }

  private func mustGoOn() throws(PackingError) {
    if isFinished { throw .finished }
  }
}

/// What the library wrote since it was last asked.
final class Pieces {
  private var bytes: [UInt8] = []

  func append(_ more: UnsafeRawBufferPointer) { unsafe bytes.append(contentsOf: more) }

  func take() -> [UInt8] {
    defer { bytes = [] }
    return bytes
  }
}

/// Owns one archive of the library. Given back exactly once; one that isn't finished by then is
/// broken off without another byte.
@safe struct ArchiveHandle: ~Copyable {
  private let pointer: OpaquePointer

  init() throws(PackingError) {
    guard let made = unsafe archive_write_new() else { throw .unavailable }
    unsafe pointer = made
  }

  deinit {
    unsafe archive_write_fail(pointer)
    unsafe archive_write_free(pointer)
  }

  /// `pieces` must live as long as this.
  borrowing func open(into pieces: Pieces) throws(PackingError) {
    try check(unsafe archive_write_set_format_zip(pointer))
    try check(unsafe archive_write_zip_set_compression_store(pointer))
    // No buffer and no padding of the library's own.
    try check(unsafe archive_write_set_bytes_per_block(pointer, 0))
    try check(unsafe archive_write_set_bytes_in_last_block(pointer, 1))
    let told = unsafe Unmanaged.passUnretained(pieces).toOpaque()
    try check(
      unsafe archive_write_open(
        pointer, told, nil,
        { _, pieces, bytes, count in
          guard let pieces = unsafe pieces else { return -1 }
          unsafe Unmanaged<Pieces>.fromOpaque(pieces).takeUnretainedValue()
            .append(UnsafeRawBufferPointer(start: bytes, count: count))
          return count
        }, nil))
  }

  borrowing func begin(_ name: String, bytes: Int, at seconds: Int) throws(PackingError) {
    try check(unsafe lethe_zip_header(pointer, name, Int64(bytes), Int64(seconds)))
  }

  borrowing func write(_ bytes: [UInt8]) throws(PackingError) {
    let written = unsafe archive_write_data(pointer, bytes, bytes.count)
    guard written == bytes.count else { throw .failed(code: Int(written)) }
  }

  borrowing func finish() throws(PackingError) { try check(unsafe archive_write_close(pointer)) }

  private borrowing func check(_ result: CInt) throws(PackingError) {
    switch result {
    case ARCHIVE_OK: return
    case ARCHIVE_RETRY: throw .noUTF8Names
    default: throw .failed(code: Int(result))
    }
  }
}
