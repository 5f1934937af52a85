import Domain
import Records

/// What is due on a day and why, counted before anything goes.
struct PurgeCensus: Sendable {
  let today: Day
  var due = 0
  /// Due because their time ran out: these may wait for somebody who looks at how many there are.
  var ranOut: Set<ApplicationID> = []
  /// Of those, how many nobody could know of the day before.
  var unannounced = 0
  /// Due and should be gone already, in the order of their ids.
  var overdue: [ApplicationID] = []
}

extension Office {
  static let purgeBatch = 500

  /// Counts what is due, as far as can be told without the locks. The purge, its dry run and the
  /// alarm `overdue` ask this one function.
  func purgeCensus() async throws -> PurgeCensus {
    var census = PurgeCensus(today: try today())
    var last: ApplicationID?
    while true {
      let (after, before) = (last, census)
      let (ids, next) = try await act(as: .timer, .purge) { _, rows in
        let ids = try Erasures.candidates(
          after: after, on: before.today, limit: Self.purgeBatch, in: rows)
        return (ids, try count(ids, onto: before, in: rows))
      }
      census = next
      if ids.isEmpty { return census }
      last = ids.last
    }
  }

  private func count(
    _ ids: [ApplicationID], onto census: PurgeCensus, in rows: borrowing Rows
  ) throws -> PurgeCensus {
    var census = census
    let grounds = try Grounds.all(of: ids, in: rows)
    var ranOut: [Announcements.Announced] = []
    for id in ids {
      let all = grounds[id] ?? []
      guard let reason = Retention.dueReason(all, on: census.today, dayOf: time.day(of:)) else {
        continue
      }
      census.due += 1
      if Retention.isOverdue(all, on: census.today) { census.overdue.append(id) }
      if case .timeRanOut(let day) = reason {
        ranOut.append(Announcements.Announced(application: id, dueOn: day))
      }
    }
    let announced = try Announcements.all(of: ranOut.map(\.application), in: rows)
    for due in ranOut {
      census.ranOut.insert(due.application)
      if !MassGuard.wasAnnounced(dueOn: due.dueOn, announcedOn: announced[due]) {
        census.unannounced += 1
      }
    }
    return census
  }
}
