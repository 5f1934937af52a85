/// A log as it was read while others may have written it.
struct ReadLog {
  private let log: JournalFile
  private let contents: LogContents

  /// `nil` if there is none.
  init?(in folder: JournalFolder) throws {
    guard let log = try folder.longerLog() else { return nil }
    self.log = log
    contents = try LogContents(of: log)
  }

  /// All of the log, now that nobody writes it: what was read, and what has come since. `nil` where
  /// it has to be read anew, because it is another one, was cut, or showed something wrong.
  func contents(of now: JournalFile) throws -> LogContents? {
    guard contents.fault == nil, try now.isSame(as: log),
      try contents.ends.last ?? 0 <= now.size()
    else { return nil }
    var contents = contents
    try contents.extend(with: now)
    return contents
  }
}

extension JournalFolder {
  /// The log or its copy: where one is the beginning of the other, the longer is the journal.
  func longerLog() throws -> JournalFile? {
    let logs = try [log, copiedLog].compactMap(\.self).compactMap { path in
      try JournalFile(reading: path)
    }
    return try logs.max { try $0.size() < $1.size() }
  }
}
