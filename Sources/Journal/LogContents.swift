/// A whole log, read and checked record by record.
struct LogContents {
  /// The hashes of the entries, one after the other.
  private(set) var leaves: [UInt8] = []
  /// The offset behind each record.
  private(set) var ends: [Int] = []
  /// The first record that isn't what was written; nothing behind it was read.
  private(set) var fault: JournalError?

  /// Nothing.
  init() {}

  /// Not beyond `limit`, if there is one.
  init(of file: JournalFile, upTo limit: Int? = nil) throws {
    try extend(with: file, upTo: limit)
  }

  /// Reads on behind what was read, unless something was wrong there.
  mutating func extend(with file: JournalFile, upTo limit: Int? = nil) throws {
    if fault != nil { return }
    do {
      _ = try LogScan.lines(of: file, from: ends.last ?? 0, upTo: limit) { bytes, end in
        guard let line = LogLine(bytes) else {
          throw JournalError.corrupt(path: file.path, record: ends.count)
        }
        leaves += line.leaf
        ends.append(end)
      }
    } catch JournalError.corrupt(let path, let record) {
      fault = .corrupt(path: path, record: record)
    }
  }

  var size: Int { ends.count }

  /// The hash of one entry.
  func leaf(_ index: Int) -> [UInt8] {
    Array(leaves[(index * Merkle.hashBytes)..<((index + 1) * Merkle.hashBytes)])
  }

  /// Throws unless the log begins with what a checkpoint signs.
  func confirm(_ signed: Checkpoint, _ path: String, _ log: String) throws {
    guard signed.size <= size else {
      throw JournalError.truncated(path: log, entries: size, expected: signed.size)
    }
    guard try TileRows(leaves: leaves).root(0..<signed.size) == signed.root else {
      throw JournalError.altered(path: log, size: signed.size)
    }
  }
}
