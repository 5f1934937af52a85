import Casework
import Journal
import Records

/// What doctor tells of the journal and its copy.
enum JournalCheck {
  static func findings(_ workplace: Workplace) async -> [Checkup.Finding] {
    [await standing(workplace), copy(workplace)]
  }

  private static func standing(_ workplace: Workplace) async -> Checkup.Finding {
    if let fault = JournalWords.of(workplace.journal, in: workplace.directory) {
      return .init("journal", false, fault)
    }
    do {
      try await workplace.office.sequencer.journal.mustBeWritable()
    } catch {
      return .init("journal", false, error.description)
    }
    guard case .agrees(let waiting) = workplace.journal, waiting > 0 else {
      return .init("journal", true, "has every entry of the ledger")
    }
    return .init("journal", true, "\(waiting) entries of the ledger are on their way")
  }

  private static func copy(_ workplace: Workplace) -> Checkup.Finding {
    let name = "copy of the journal"
    guard let copy = workplace.settings.journalCopy else {
      return .init(
        name, workplace.installation.isSandbox,
        "none; set LETHE_JOURNAL_COPY to a folder elsewhere, or a restore of the whole directory"
          + " goes unnoticed")
    }
    switch workplace.journal {
    case .damaged(let error): return .init(name, false, error.description)
    // Opening the journal has compared them.
    default: return .init(name, true, "\(copy) agrees with the journal")
    }
  }
}
