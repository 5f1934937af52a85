import Glibc

/// Why the journal could not be read or written. Record numbers count from zero, as the tree does.
package enum JournalError: Error, Sendable, Equatable {
  /// A file can't be read or written; `code` is the operating system's number.
  case failed(path: String, code: Int)
  /// The disk under a file is full, or the file may not grow.
  case full(path: String)
  /// The folder of the copy isn't there, or isn't the one that was filled: its disk may not be
  /// mounted.
  case copyGone(path: String)
  /// Another process has held the journal's lock for too long.
  case busy(path: String)
  /// A record isn't what was written there.
  case corrupt(path: String, record: Int)
  /// Fewer records than a checkpoint, or the database, vouches for.
  case truncated(path: String, entries: Int, expected: Int)
  /// The journal and its copy differ, from this record on.
  case diverged(path: String, copy: String, record: Int)
  /// The records are whole, but not those that the checkpoint signs.
  case altered(path: String, size: Int)
  /// The end of a record is missing; beyond what was signed it may be cut.
  case torn(path: String, record: Int)
  /// A checkpoint that can't be read, or was changed after it was signed.
  case checkpointUnreadable(path: String)
  /// The files are those of another installation.
  case otherInstallation(path: String)
  /// The checkpoint isn't signed by this installation's key.
  case otherKey(path: String)
  /// An entry that can't stand in the journal, because it isn't in canonical form.
  case notCanonical

  /// A file that didn't give what it had, or was given up after an error.
  static func unreadable(_ path: String) -> JournalError { .failed(path: path, code: Int(EIO)) }
}

extension JournalError: CustomStringConvertible {
  /// What is wrong with which file, in words for an operator.
  package var description: String {
    switch self {
    case .failed(let path, let code):
      "The journal's file \(path) cannot be used: \(JournalFile.reason(code))."
    case .full(let path): "The disk under \(path) is full; what is journalled already is kept."
    case .copyGone(let path):
      "The journal's copy \(path) is gone. Mount its disk. Only to begin a new copy: make the"
        + " folder, remove the file \(JournalFolder.hasCopyName) from the journal's own."
    case .busy(let path): "\(path) is held by another process; nothing was written. Try again."
    case .corrupt(let path, let record):
      "\(path) is corrupt: record \(record) isn't what was written. Put it back from its copy."
    case .truncated(let path, let entries, let expected):
      "\(path) is truncated: it has \(entries) records, and \(expected) are vouched for."
    case .diverged(let path, let copy, let record):
      "\(path) and \(copy) differ from record \(record) on. One of them was changed."
    case .altered(let path, let size):
      "\(path) was altered: its first \(size) records aren't those that were signed."
    case .torn(let path, let record):
      "\(path) ends within record \(record), as a crash leaves it."
    case .checkpointUnreadable(let path):
      "\(path) is no checkpoint, or was changed after it was signed."
    case .otherInstallation(let path): "\(path) belongs to another installation."
    case .otherKey(let path): "\(path) isn't signed with this installation's ledger key."
    case .notCanonical: "An entry isn't in the form in which it can be journalled."
    }
  }
}
