import Casework
import Domain
import Journal

/// What is wrong with the journal, in words for the one at the shell.
enum JournalWords {
  /// What is said of how journal and database stand; `nil` while they agree.
  static func of(_ standing: JournalStanding, in directory: DataDirectory) -> String? {
    switch standing {
    case .agrees: nil
    case .restored(let missing):
      "The database is an older state: the journal has \(missing) entries it doesn't know, as after"
        + " a restore. Run: lethe reconcile --data \(directory.path)"
    case .diverged(let index):
      "Journal and database contradict one another from entry \(index) on: one of them isn't the"
        + " one it was. Nothing is done until the right one is back."
    case .damaged(let error): of(error)
    }
  }

  /// One or two sentences that name the file.
  static func of(_ error: JournalError) -> String {
    switch error {
    case .failed(let path, let code):
      "\(path) can't be read or written (error \(code))."
    case .full(let path): "There is no space left to write \(path)."
    case .copyGone(let path):
      "The copy of the journal isn't there: \(path). Bring it back, or take LETHE_JOURNAL_COPY away"
        + " knowingly."
    case .corrupt(let path, let record):
      "\(path) is damaged: record \(record) isn't what was written there."
    case .truncated(let path, let entries, let expected):
      "\(path) is cut short: it has \(entries) entries, \(expected) are vouched for."
    case .diverged(let path, let copy, let record):
      "\(path) and its copy \(copy) contradict one another from record \(record) on."
    case .altered(let path, let size):
      "\(path) isn't what its checkpoint signs: the first \(size) records give another tree."
    case .torn(let path, let record):
      "\(path) is damaged: the end of record \(record) is missing."
    case .checkpointUnreadable(let path): "\(path) is no checkpoint."
    case .otherInstallation(let path): "\(path) belongs to another installation."
    case .otherKey(let path): "\(path) isn't signed by this installation's ledger key."
    case .notCanonical: "An entry can't be written into the journal as it is."
    }
  }
}
