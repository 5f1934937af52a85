import Domain
import Records

/// Which notes somebody is shown. Reviewers judge for themselves before they read what others
/// think: until their own recommendation is written they see only what they wrote.
struct NotesShown: Sendable {
  let rows: [NoteRow]
  /// Whether there is more to see after a recommendation.
  let othersWait: Bool

  init(_ all: [NoteRow], to member: StaffMember) {
    let own = all.filter { $0.writtenBy == member.id }
    let mayReadAll =
      member.role != .reviewer || own.contains { $0.kind == .recommendation }
    rows = mayReadAll ? all : own
    othersWait = rows.count < all.count
  }
}
