/// Why the journal could not be read or written. Record numbers count from zero, as the tree does.
package enum JournalError: Error, Sendable, Equatable {
  /// A file can't be read or written; `code` is the operating system's number.
  case failed(path: String, code: Int)
  /// The disk under a file is full, or the file may not grow.
  case full(path: String)
  /// The folder of the copy isn't there, although the journal has entries.
  case copyGone(path: String)
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
  /// A checkpoint that can't be read.
  case checkpointUnreadable(path: String)
  /// The files are those of another installation.
  case otherInstallation(path: String)
  /// The checkpoint isn't signed by this installation's key.
  case otherKey(path: String)
  /// An entry that can't stand in the journal, because it isn't in canonical form.
  case notCanonical
}
