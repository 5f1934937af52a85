import Domain
import Records

/// Paper that is gone stays gone: nobody is sent to fetch it again.
extension Replay {
  static let paperDestroyed = Replay(.other) { office, lost in
    guard let paper: PaperID = lost.id("paper"), let how: PaperEnd = lost.word("how"),
      let paperClass: PaperClass = lost.word("class"), let on = lost.day("on")
    else { return .nothingToDo }
    let by = try await office.member(for: lost)
    return try await office.act(as: .console, .privacy) { _, rows in
      guard let found = try Papers.find(paper, in: rows) else { return .nothingToDo }
      try Locks.exclusive(found.application, in: rows)
      let gone = PaperGone(how: how, paperClass: paperClass, on: on, by: by, at: lost.at)
      return try Papers.finish(paper, gone, in: rows) ? .repeated(1) : .nothingToDo
    }
  }
}
