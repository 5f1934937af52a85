/// Brings a log and its copy to the same length: the longer one completes the other, as far as its
/// records are right. One is durable before the other is written, so what a loss of power leaves
/// wrong stands at the end of one of them, and nobody was told of it.
struct Adoption {
  /// How much of the shorter file's end is compared with the longer one.
  private static let comparedBytes = 4096
  private static let pieceBytes = 1 << 20
  let log: JournalFile
  let copy: JournalFile
  /// How many entries a checkpoint signs; none of them is ever taken for torn.
  let vouched: Int

  /// Where the log is to be read to: `nil` for its end, else what follows there is torn. Nothing
  /// that isn't right is written to the other file.
  func run() throws -> Int? {
    let (size, copySize) = (try log.size(), try copy.size())
    let shared = min(size, copySize)
    let tail = max(0, shared - Self.comparedBytes)..<shared
    guard try log.read(tail) == copy.read(tail) else { return try settle() }
    let (end, copyEnd) = (try wholeEnd(of: log), try wholeEnd(of: copy))
    if copyEnd > end { return try complete(log, from: copy, behind: end) }
    if end > copyEnd { return try complete(copy, from: log, behind: copyEnd) }
    return nil
  }

  /// Both begin alike: what the longer one has beyond is read before it is written.
  private func complete(
    _ shorter: JournalFile, from longer: JournalFile, behind end: Int
  ) throws -> Int? {
    let new = try LogScan.right(of: longer, from: end)
    if !new.isAll {
      let record = try LogScan.count(of: longer, upTo: new.end)
      guard record >= vouched else {
        throw JournalError.corrupt(path: longer.path, record: record)
      }
    }
    let size = try shorter.size()
    if new.end > size { try append(from: longer, size..<new.end, to: shorter) }
    return new.isAll ? nil : new.end
  }

  /// They don't begin alike. Where one of them has nothing right beyond what they share, that was
  /// being written when the power went; two that have are two journals.
  private func settle() throws -> Int? {
    let (common, count) = try beginning()
    let (mine, other) = (
      try LogScan.right(of: log, from: common), try LogScan.right(of: copy, from: common)
    )
    guard count >= vouched, (mine.count > 0) != (other.count > 0) else {
      let record = try LogScan.firstDifference(between: log, and: copy)
      throw JournalError.diverged(path: log.path, copy: copy.path, record: record)
    }
    let (right, torn, found) = mine.count > 0 ? (log, copy, mine) : (copy, log, other)
    try torn.truncate(to: common)
    try append(from: right, common..<found.end, to: torn)
    return found.isAll ? nil : found.end
  }

  /// The offset behind the last right line that both have, and how many these are.
  private func beginning() throws -> (end: Int, count: Int) {
    struct Difference: Error {}
    var (end, count) = (0, 0)
    do {
      _ = try LogScan.lines(of: log) { line, next in
        let same = try copy.read(end..<next)
        guard LogLine(line) != nil, same.dropLast() == line, same.last == LogLine.newline else {
          throw Difference()
        }
        (end, count) = (next, count + 1)
      }
    } catch is Difference {}
    return (end, count)
  }

  private func append(from source: JournalFile, _ range: Range<Int>, to file: JournalFile) throws {
    var next = range.lowerBound
    while next < range.upperBound {
      let piece = try source.read(next..<min(next + Self.pieceBytes, range.upperBound))
      guard !piece.isEmpty else { throw JournalError.unreadable(source.path) }
      do {
        try file.write(piece, at: next)
      } catch {
        // What can't be taken back is the beginning of a record, which may stand there.
        do { try file.truncate(to: range.lowerBound) } catch {}
        throw error
      }
      next += piece.count
    }
    try file.synchronize()
  }

  /// The offset behind the last newline.
  private func wholeEnd(of file: JournalFile) throws -> Int {
    var end = try file.size()
    while end > 0 {
      let start = max(0, end - Self.comparedBytes)
      if let last = try file.read(start..<end).lastIndex(of: LogLine.newline) {
        return start + last + 1
      }
      end = start
    }
    return 0
  }
}
