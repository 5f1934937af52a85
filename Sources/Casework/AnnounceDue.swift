import Domain
import Records

/// Says what will be due within the coming week, a row for each application and day: so that a
/// mass of erasures that nobody expected can be told from one that was to come.
struct AnnounceDue: Sendable {
  let office: Office

  init(_ office: Office) { self.office = office }

  /// Announces what hasn't been yet. Who is busy with an application is waited for next time.
  func callAsFunction() async throws {
    var last: ApplicationID?
    while true {
      let after = last
      let ids = try await office.act(as: .timer, .purge) { act, rows in
        let ids = try Announcements.missing(
          from: act.today.adding(days: 1),
          through: act.today.adding(days: MassGuard.announcedDays), after: after,
          limit: Office.purgeBatch, in: rows)
        try announce(try Locks.tryExclusive(ids, in: rows), at: act, in: rows)
        return ids
      }
      if ids.isEmpty { return }
      last = ids.last
    }
  }

  private func announce(
    _ ids: [ApplicationID], at act: Act, in rows: borrowing Rows
  ) throws {
    let open = try Grounds.open(of: ids, in: rows)
    let week = act.today.adding(days: 1)...act.today.adding(days: MassGuard.announcedDays)
    let due = ids.compactMap { id -> (application: ApplicationID, on: Day)? in
      guard let grounds = open[id],
        let day = Retention.eraseOn(grounds, today: act.today), week.contains(day)
      else { return nil }
      return (id, day)
    }
    try Announcements.add(due, at: act.today, in: rows)
  }
}
