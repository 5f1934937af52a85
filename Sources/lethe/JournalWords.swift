import Casework
import Domain
import Journal

/// What is wrong with the journal, in words for the one at the shell.
enum JournalWords {
  /// What is said of how journal and database stand; `nil` while they agree.
  static func of(_ standing: JournalStanding, in directory: DataDirectory) -> String? {
    switch standing {
    case .agrees, .notCompared: nil
    case .restored(let missing):
      "The database is an older state: the journal has \(missing) entries it doesn't know, as after"
        + " a restore. Run: lethe reconcile --data \(directory.path)"
    case .diverged(let index):
      "Journal and database contradict one another from entry \(index) on: one of them isn't the"
        + " one it was. Nothing is done until the right one is back."
    case .damaged(let error): error.description
    }
  }
}
