package import Journal

/// How journal and database stand to one another when an installation is opened.
package enum JournalStanding: Sendable {
  /// Each knows what the other does; so many entries are on their way.
  case agrees(waiting: Int)
  /// The database is an older state: something has to be brought back first.
  case restored(missing: Int)
  /// They contradict one another from this entry on.
  case diverged(index: Int)
  /// The files themselves are damaged, or can't be read.
  case damaged(JournalError)
  /// Nobody has looked: whoever verifies wants to find everything as it lies there.
  case notCompared

  /// Compares them, and changes nothing. Throws where the database can't be asked.
  package init(of office: Office) async throws {
    do {
      self = .agrees(waiting: try await office.sequencer.look())
    } catch JournalFinding.restored(let missing) {
      self = .restored(missing: missing)
    } catch JournalFinding.diverged(let index) {
      self = .diverged(index: index)
    } catch let error as JournalError {
      self = .damaged(error)
    }
  }

  /// Whether anything may be done.
  package var isSound: Bool {
    if case .agrees = self { return true }
    return false
  }
}
