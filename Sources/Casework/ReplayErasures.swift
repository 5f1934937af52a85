import Domain
import Records

/// What was erased is erased again: the rows, the key, the files. No receipt is sent; the row that
/// certifies the erasure is written again, also for what the database doesn't know at all.
extension Replay {
  static let applicationErased = Replay(.erasure) { office, lost in
    let cause: ErasureCause = lost.word("cause") ?? .timeRanOut
    return try await office.act(as: .timer, .purge) { act, rows in
      for id in lost.applications.sorted(by: { $0.text < $1.text }) {
        try Locks.exclusive(id, in: rows)
      }
      var found = try Erasures.find(lost.applications, in: rows)
      let open = try Grounds.open(of: found.map(\.id), in: rows)
      let day = office.time.day(of: lost.at)
      for place in found.indices {
        // In the older state something may keep it still; then nobody knows that it went late.
        let decision = Retention.decision(open[found[place].id] ?? [], on: day)
        guard case .erase(let expired) = decision else { continue }
        found[place].lateDays = office.lateDays(found[place], expired: expired, on: day)
      }
      // What keeps it in the older state had ended when it was erased.
      try Grounds.end(
        open.values.flatMap { $0.map(\.id) }, at: lost.at, cause: cause.rawValue, in: rows)
      let record = Erasures.Record(
        at: lost.at, cause: cause,
        finalOn: lost.day("final") ?? day.adding(days: Window.finalAfterDays),
        receiptsThrough: day.adding(days: Window.receiptDays), entry: lost.id)
      if !found.isEmpty {
        guard try Erasures.erase(found, record, in: rows) == found.count else {
          throw ErasureRefused()
        }
      }
      try Erasures.certify(lost.applications, record, in: rows)
      return found.isEmpty ? .nothingToDo : .repeated(found.count)
    }
  }

  /// Ends every ground but those the law puts above the request; the erasure follows.
  static let erasureRequested = Replay(.other) { office, lost in
    guard let id = lost.applications.first else { return .nothingToDo }
    return try await office.act(as: .timer, .purge) { act, rows in
      try Locks.exclusive(id, in: rows)
      let open = try Grounds.open(of: [id], in: rows)[id] ?? []
      let ending = open.filter { !$0.kind.forbidsErasure || !$0.stands(on: act.today) }
      try Grounds.end(
        ending.map(\.id), at: lost.at, cause: ErasureCause.request.rawValue, in: rows)
      return ending.isEmpty ? .nothingToDo : .repeated(1)
    }
  }

  static let documentDeleted = Replay(.other) { office, lost in
    guard let id = lost.applications.first, let document: DocumentID = lost.id("document") else {
      return .nothingToDo
    }
    return try await office.act(as: .console, .privacy) { act, rows in
      try Locks.exclusive(id, in: rows)
      guard let row = try Documents.find(document, of: id, in: rows) else { return .nothingToDo }
      try Documents.delete(document, in: rows)
      try DoomedFiles.add(row.file, at: lost.at, in: rows)
      try Rekeyings.ask(for: id, at: lost.at, in: rows)
      return .repeated(1)
    }
  }
}
