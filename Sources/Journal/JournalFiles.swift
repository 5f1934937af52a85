/// The journal's files while the lock is held: the log, its copy, and what follows from the log.
final class JournalFiles {
  private static let offsetBytes = 8

  private let folder: JournalFolder
  private let log: JournalFile
  private let copy: JournalFile?
  private let offsets: JournalFile
  private(set) var tree: TileFiles
  /// The offset in the log behind the tree's last entry.
  private var end = 0
  /// Something failed between log and checkpoint: only opening again tells how far it came.
  private var broken: (any Error)?

  init(
    _ folder: JournalFolder, log: JournalFile, copy: JournalFile?, offsets: JournalFile,
    tree: TileFiles
  ) {
    self.folder = folder
    self.log = log
    self.copy = copy
    self.offsets = offsets
    self.tree = tree
  }

  var size: Int { tree.size }

  /// Begins behind the tree's last entry, once that entry is seen to stand in the log there.
  func resumeAtEdge() throws {
    if size > 0 {
      let line = try lines(in: (size - 1)..<size)[0]
      guard try tree.root((size - 1)..<size) == line.leaf else { throw TileFiles.Wrong() }
      end = try offset(behind: size - 1)
    }
    if try offsets.size() != size * Self.offsetBytes {
      try offsets.truncate(to: size * Self.offsetBytes)
    }
  }

  /// Fills empty files with what a log holds.
  func fill(with contents: LogContents) throws {
    try offsets.truncate(to: 0)
    try offsets.write(contents.ends.flatMap(Self.bytes(of:)), at: 0)
    for index in 0..<contents.size { try tree.add(contents.leaf(index)) }
    try tree.writeEdge()
    end = contents.ends.last ?? 0
  }

  /// Takes in what the log holds beyond the tree; not beyond `limit`, if there is one.
  func catchUp(upTo limit: Int? = nil) throws {
    let first = size
    var ends: [Int] = []
    _ = try LogScan.lines(of: log, from: end, upTo: limit) { bytes, end in
      guard let line = LogLine(bytes) else {
        throw JournalError.corrupt(path: log.path, record: first + ends.count)
      }
      try tree.add(line.leaf)
      ends.append(end)
    }
    try offsets.write(ends.flatMap(Self.bytes(of:)), at: first * Self.offsetBytes)
    try tree.writeEdge()
    end = ends.last ?? end
  }

  /// Throws unless the tree begins with what a checkpoint signs.
  func confirm(_ checkpoint: Checkpoint, _ path: String) throws {
    guard checkpoint.size <= size else {
      throw JournalError.truncated(
        path: log.path, entries: size, expected: checkpoint.size)
    }
    guard try withTree({ try $0.root(0..<checkpoint.size) }) == checkpoint.root else {
      throw JournalError.altered(path: log.path, size: checkpoint.size)
    }
  }

  /// Signs the tree and keeps the checkpoint in both folders, where it isn't there already.
  func sign(replacing signed: Checkpoint? = nil, inCopy copySigned: Checkpoint? = nil) throws {
    let checkpoint = Checkpoint(size: size, root: try tree.root(0..<size))
    let note = try folder.note(of: checkpoint)
    if signed != checkpoint { try JournalFile.replace(folder.checkpoint, with: note) }
    if let path = folder.copiedCheckpoint, copySigned != checkpoint {
      try JournalFile.replace(path, with: note)
    }
  }

  func append(_ records: [JournalRecord]) throws {
    guard !records.isEmpty else { return }
    if let broken { throw broken }
    for file in [log, copy].compactMap(\.self) where try file.size() != end {
      throw JournalError.torn(path: file.path, record: size)
    }
    let bytes = records.flatMap(LogLine.bytes(of:))
    try extend(log, bytes)
    do {
      if let copy { try extend(copy, bytes) }
      try catchUp()
      try sign()
    } catch {
      broken = error
      throw error
    }
  }

  /// Writes durably at the end, or leaves the file as it was.
  private func extend(_ file: JournalFile, _ bytes: [UInt8]) throws {
    do {
      try file.write(bytes, at: end)
      try file.synchronize()
    } catch {
      // What can't be taken back is a torn record, which the next opening meets.
      do { try file.truncate(to: end) } catch {}
      throw error
    }
  }

  func cutTornTail(knownThrough mark: Int) throws {
    guard mark <= size else {
      throw JournalError.truncated(path: log.path, entries: size, expected: mark)
    }
    for file in [log, copy].compactMap(\.self) where try file.size() > end {
      try file.truncate(to: end)
      try file.synchronize()
    }
  }

  func note() throws -> String {
    let checkpoint = Checkpoint(size: size, root: try tree.root(0..<size))
    return String(decoding: try folder.note(of: checkpoint), as: UTF8.self)
  }

  /// Asks the tree, and makes it again first if one of its tiles is missing or wrong.
  func withTree<R>(_ ask: (TileFiles) throws -> R) throws -> R {
    do { return try ask(tree) } catch is TileFiles.Wrong {
      try remake()
      return try ask(tree)
    }
  }

  /// Records of the log. Offsets that lead nowhere are made again first.
  func lines(at range: Range<Int>) throws -> [LogLine] {
    do { return try lines(in: range) } catch JournalError.corrupt {
      try remake()
      return try lines(in: range)
    }
  }

  private func remake() throws {
    let contents = try LogContents(of: log, upTo: end)
    if let fault = contents.fault { throw fault }
    let checkpoint = Checkpoint(size: size, root: try tree.root(0..<size))
    try contents.confirm(checkpoint, folder.checkpoint, log.path)
    tree = try TileFiles(emptying: folder.path)
    try fill(with: contents)
  }

  private func lines(in range: Range<Int>) throws -> [LogLine] {
    let start = range.lowerBound == 0 ? 0 : try offset(behind: range.lowerBound - 1)
    let end = try offset(behind: range.upperBound - 1)
    guard start < end, try end <= log.size() else {
      throw JournalError.corrupt(path: log.path, record: range.lowerBound)
    }
    let bytes = try log.read(start..<end)
    let lines = bytes.dropLast().split(
      separator: LogLine.newline, omittingEmptySubsequences: false)
    guard bytes.last == LogLine.newline, lines.count == range.count else {
      throw JournalError.corrupt(path: log.path, record: range.lowerBound)
    }
    return try lines.enumerated().map { index, bytes in
      guard let line = LogLine(bytes) else {
        throw JournalError.corrupt(path: log.path, record: range.lowerBound + index)
      }
      return line
    }
  }

  private func offset(behind record: Int) throws -> Int {
    let start = record * Self.offsetBytes
    let bytes = try offsets.read(start..<(start + Self.offsetBytes))
    guard bytes.count == Self.offsetBytes, bytes[0] < 0x80 else {
      throw JournalError.corrupt(path: log.path, record: record)
    }
    return bytes.reduce(0) { $0 << 8 | Int($1) }
  }

  static func bytes(of offset: Int) -> [UInt8] {
    stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: offset >> $0) }
  }
}
