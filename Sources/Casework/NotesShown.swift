import Domain
import Records

/// Which notes somebody is shown. At the desk reviewers judge for themselves before they read what
/// others think: until their own recommendation is written they see only what they wrote. Whatever
/// a program fetches in their name is whole.
struct NotesShown: Sendable {
  let rows: [NoteRow]
  /// Whether there is more to see after a recommendation.
  let othersWait: Bool

  init(_ all: [NoteRow], to caller: Caller) {
    let own = all.filter { $0.writtenBy == caller.member.id }
    let mayReadAll =
      caller.member.role != .reviewer || caller.presence == .program
      || own.contains { $0.kind == .recommendation }
    rows = mayReadAll ? all : own
    othersWait = rows.count < all.count
  }
}
