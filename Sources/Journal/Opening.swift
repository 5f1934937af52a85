/// Opens the journal, in three steps: the copy and the log are brought to the same length, the
/// files that follow from the log to what was last signed, then both to the log's end. Reads the
/// end of the log alone, unless something that follows from it is wrong.
struct Opening {
  private let folder: JournalFolder

  init(_ folder: JournalFolder) { self.folder = folder }

  func open() throws -> JournalFiles {
    let log = try JournalFile(making: folder.log)
    let signed = try folder.read(folder.checkpoint)
    let copy = try openCopy(isNew: try log.size() == 0 && signed == nil)
    let copySigned = try folder.copiedCheckpoint.flatMap { try folder.read($0) }
    // A name that is new is durable before anything stands under it.
    if try log.size() == 0 { try JournalFile.synchronize(folder: folder.path) }
    let vouched = max(signed?.size ?? 0, copySigned?.size ?? 0)
    let limit = try copy.flatMap { try Adoption(log: log, copy: $0, vouched: vouched).run() }
    let offsets = try JournalFile(making: folder.offsets)
    let files =
      try signed.flatMap { try resume($0, log, copy, offsets) }
      ?? remake(signed, log, copy, offsets, upTo: limit)
    try files.catchUp(upTo: limit)
    for (checkpoint, path) in [(signed, folder.checkpoint), (copySigned, folder.copiedCheckpoint)] {
      if let checkpoint, let path { try files.confirm(checkpoint, path) }
    }
    try files.sign(replacing: signed, inCopy: copySigned)
    try markCopy()
    return files
  }

  /// A folder that isn't there, or hasn't the copy's mark although a copy was filled once, may be a
  /// disk that isn't mounted: only a journal without entries makes it.
  private func openCopy(isNew: Bool) throws -> JournalFile? {
    guard let path = folder.copy, let file = folder.copiedLog, let mark = folder.isCopy else {
      return nil
    }
    if try JournalFile.exists(folder.hasCopy) {
      guard try JournalFile.exists(mark) else { throw JournalError.copyGone(path: path) }
    } else if isNew {
      try JournalFile.makeFolder(path)
    } else if !JournalFile.isFolder(path) {
      throw JournalError.copyGone(path: path)
    }
    let copy = try JournalFile(making: file)
    if try copy.size() == 0 { try JournalFile.synchronize(folder: path) }
    return copy
  }

  /// Keeps in both folders that the copy has been filled: its own mark first.
  private func markCopy() throws {
    guard let copy = folder.copy, let mark = folder.isCopy else { return }
    for (path, place, words) in [
      (mark, copy, "The copy of a journal of Lethe.\n"),
      (folder.hasCopy, folder.path, "This journal has a copy. Remove this to begin a new one.\n"),
    ] where try !JournalFile.exists(path) {
      try JournalFile.replace(path, with: Array(words.utf8))
      try JournalFile.synchronize(folder: place)
    }
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
    _ signed: Checkpoint?, _ log: JournalFile, _ copy: JournalFile?, _ offsets: JournalFile,
    upTo limit: Int?
  ) throws -> JournalFiles {
    let contents = try LogContents(of: log, upTo: limit)
    if let fault = contents.fault { throw fault }
    if let signed { try contents.confirm(signed, folder.checkpoint, log.path) }
    let files = JournalFiles(
      folder, log: log, copy: copy, offsets: offsets, tree: try TileFiles(emptying: folder.path))
    try files.fill(with: contents)
    return files
  }
}
