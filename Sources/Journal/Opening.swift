/// Opens the journal, in three steps: the copy and the log are brought to the same length, the
/// files that follow from the log to what was last signed, then both to the log's end. Reads the
/// end of the log alone, unless something that follows from it is wrong.
struct Opening {
  /// How much of the shorter file's end is compared with the longer one.
  private static let comparedBytes = 4096
  private static let pieceBytes = 1 << 20
  private let folder: JournalFolder

  init(_ folder: JournalFolder) { self.folder = folder }

  func open() throws -> JournalFiles {
    let log = try JournalFile(making: folder.log)
    let signed = try folder.read(folder.checkpoint)
    let copy = try openCopy(isNew: try log.size() == 0 && signed == nil)
    let copySigned = try folder.copiedCheckpoint.flatMap { try folder.read($0) }
    // A name that is new is durable before anything stands under it.
    if try log.size() == 0 { try JournalFile.synchronize(folder: folder.path) }
    try adopt(log, copy)
    let offsets = try JournalFile(making: folder.offsets)
    let files =
      try signed.flatMap { try resume($0, log, copy, offsets) }
      ?? remake(signed, log, copy, offsets)
    try files.catchUp()
    for (checkpoint, path) in [(signed, folder.checkpoint), (copySigned, folder.copiedCheckpoint)] {
      if let checkpoint, let path { try files.confirm(checkpoint, path) }
    }
    try files.sign(replacing: signed, inCopy: copySigned)
    return files
  }

  /// A folder that isn't there may be a disk that isn't mounted: only a journal without entries
  /// makes it.
  private func openCopy(isNew: Bool) throws -> JournalFile? {
    guard let path = folder.copy, let file = folder.copiedLog else { return nil }
    if isNew {
      try JournalFile.makeFolder(path)
    } else if !JournalFile.isFolder(path) {
      throw JournalError.copyGone(path: path)
    }
    let copy = try JournalFile(making: file)
    if try copy.size() == 0 { try JournalFile.synchronize(folder: path) }
    return copy
  }

  /// Completes the shorter of two logs that begin alike, as far as records are whole.
  private func adopt(_ log: JournalFile, _ copy: JournalFile?) throws {
    guard let copy else { return }
    let (size, copySize) = (try log.size(), try copy.size())
    let shared = min(size, copySize)
    let tail = max(0, shared - Self.comparedBytes)..<shared
    guard try log.read(tail) == copy.read(tail) else { throw try divergence(log, copy) }
    let (end, copyEnd) = (try wholeEnd(of: log), try wholeEnd(of: copy))
    if copyEnd > end {
      try append(from: copy, size..<copyEnd, to: log)
    } else if end > copySize {
      try append(from: log, copySize..<end, to: copy)
    }
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

  /// Names the first record in which two logs differ.
  private func divergence(_ log: JournalFile, _ copy: JournalFile) throws -> JournalError {
    let record = try LogScan.firstDifference(between: log, and: copy)
    return .diverged(path: log.path, copy: copy.path, record: record)
  }

  /// The files that follow from the log, if they are those that were signed.
  private func resume(
    _ signed: Checkpoint, _ log: JournalFile, _ copy: JournalFile?, _ offsets: JournalFile
  ) throws -> JournalFiles? {
    do {
      let tree = try TileFiles(folder.path, size: signed.size)
      guard try tree.root(0..<signed.size) == signed.root else { return nil }
      let files = JournalFiles(folder, log: log, copy: copy, offsets: offsets, tree: tree)
      try files.resumeAtEdge()
      return files
    } catch is TileFiles.Wrong {
      return nil
    } catch JournalError.corrupt {
      // The offset may be wrong, or the record: reading the whole log tells.
      return nil
    }
  }

  /// The same files made again from the log. Nothing is touched before the log is known to be what
  /// was signed.
  private func remake(
    _ signed: Checkpoint?, _ log: JournalFile, _ copy: JournalFile?, _ offsets: JournalFile
  ) throws -> JournalFiles {
    let contents = try LogContents(of: log)
    if let fault = contents.fault { throw fault }
    if let signed { try contents.confirm(signed, folder.checkpoint, log.path) }
    let files = JournalFiles(
      folder, log: log, copy: copy, offsets: offsets, tree: try TileFiles(emptying: folder.path))
    try files.fill(with: contents)
    return files
  }
}
