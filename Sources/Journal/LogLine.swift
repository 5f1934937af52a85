/// The log's lines: the base64 of an entry's hash, a space, the entry, a newline.
import Vault

/// One complete line.
struct LogLine {
  private static let hashDigits = 44
  private static let space: UInt8 = 0x20
  static let newline: UInt8 = 0x0A

  let record: JournalRecord
  let leaf: [UInt8]

  /// Reads a line without its newline; `nil` if it isn't one that ``bytes(of:)`` writes.
  init?(_ line: some Collection<UInt8>) {
    let digits = line.prefix(Self.hashDigits)
    let rest = line.dropFirst(Self.hashDigits)
    guard rest.first == Self.space, let leaf = Base64.padded.decode(digits) else { return nil }
    let entry = Array(rest.dropFirst())
    guard Merkle.leaf(entry) == leaf else { return nil }
    do { record = try JournalRecord(reading: entry) } catch { return nil }
    self.leaf = leaf
  }

  /// The line of a record, with its newline.
  static func bytes(of record: JournalRecord) -> [UInt8] {
    let line = record.line
    return Array(Base64.padded.encode(Merkle.leaf(line)).utf8) + [space] + line + [newline]
  }
}

/// Reads a log from front to back, in pieces.
struct LogScan {
  private static let pieceBytes = 1 << 20

  /// Hands over each complete line, without its newline, and the offset behind it; returns that of
  /// the last. What follows it is a line whose end is missing.
  static func lines(
    of file: JournalFile, from start: Int = 0, upTo limit: Int? = nil,
    _ body: (ArraySlice<UInt8>, Int) throws -> Void
  ) throws -> Int {
    var (end, next) = (start, start)
    var open: [UInt8] = []
    // What somebody put in a log's place may have no end of its own.
    let size = min(try file.size(), limit ?? .max)
    while true {
      let piece = try file.read(next..<max(next, min(next + pieceBytes, size)))
      if piece.isEmpty { return end }
      next += piece.count
      let searched = open.count
      open += piece
      var begin = 0
      while let stop = open[max(begin, searched)...].firstIndex(of: LogLine.newline) {
        end += stop - begin + 1
        try body(open[begin..<stop], end)
        begin = stop + 1
      }
      open.removeFirst(begin)
    }
  }

  /// How far the lines of a log are whole and right, from the beginning of one on, and how many
  /// they are; `isAll` if no other line follows.
  static func right(
    of file: JournalFile, from start: Int
  ) throws -> (end: Int, count: Int, isAll: Bool) {
    struct Wrong: Error {}
    var (end, count) = (start, 0)
    do {
      _ = try lines(of: file, from: start) { line, next in
        guard LogLine(line) != nil else { throw Wrong() }
        (end, count) = (next, count + 1)
      }
    } catch is Wrong { return (end, count, false) }
    return (end, count, true)
  }

  /// How many lines there are before an offset.
  static func count(of file: JournalFile, upTo limit: Int) throws -> Int {
    var count = 0
    _ = try lines(of: file, upTo: limit) { _, _ in count += 1 }
    return count
  }

  /// The number of the first record of a log that isn't the same in another.
  static func firstDifference(between file: JournalFile, and other: JournalFile) throws -> Int {
    struct Difference: Error {}
    var record = 0
    do {
      _ = try lines(of: file) { line, end in
        let same = try other.read((end - line.count - 1)..<end)
        guard same.dropLast() == line, same.last == LogLine.newline else { throw Difference() }
        record += 1
      }
    } catch is Difference {}
    return record
  }
}
