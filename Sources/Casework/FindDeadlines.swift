package import Domain
import Records

/// A list that the board leads to.
package enum DeadlineList: Sendable, Hashable {
  case alarm(Alarm)
  /// Due within so many days after today.
  case next(days: Int)
  /// Due within some days.
  case due(from: Day, through: Day)
  /// Consents that carry no further than so many days from now.
  case consents
  /// Holds that stand, the next review first.
  case holds
}

/// A page of a list, and how many there are in all.
package struct FoundDeadlines: Sendable {
  package struct Item: Sendable, Equatable {
    package let application: ApplicationID
    /// What the list is ordered by: due on, ended on, to be reviewed on.
    package let day: Day?
  }

  package let items: [Item]
  package let total: Int

  init(_ rows: DeadlineRows) {
    items = rows.items.map { Item(application: $0.application, day: $0.day) }
    total = rows.total
  }

  init(_ items: [DeadlineRow], total: Int) { self.init(DeadlineRows(items, total: total)) }
}

/// Finds what the alarms and the board's figures are about. The one place where they are computed:
/// Domain says when an alarm rings, the archive which applications that are.
struct FindDeadlines: Sendable {
  static let consentDays = 90
  let office: Office

  init(_ office: Office) { self.office = office }

  /// How many there are of each alarm; the ones that don't ring count 0.
  func counts() async throws -> [Alarm: Int] {
    let notices = try await office.act(as: .timer, .purge) { _, rows in
      Dictionary(grouping: try AlarmFacts.noticeDays(in: rows)) {
        Alarm.ofNotice(endedOn: $0.endedOn, toldOn: $0.toldOn)
      }
    }
    var counts: [Alarm: Int] = [:]
    for alarm in Alarm.allCases {
      switch alarm {
      case .noticeMissing, .noticeLate:
        counts[alarm] = notices[alarm, default: []].reduce(0) { $0 + $1.applications }
      default: counts[alarm] = try await total(.alarm(alarm))
      }
    }
    return counts
  }

  /// How many there are.
  func total(_ list: DeadlineList) async throws -> Int {
    try await self(list, ListPage(limit: 1)).total
  }

  /// A page of a list.
  func callAsFunction(
    _ list: DeadlineList, _ page: ListPage
  ) async throws -> FoundDeadlines {
    switch list {
    case .alarm(let alarm): return try await found(alarm, page)
    case .next(let days):
      let today = try office.today()
      return try await self(
        .due(from: today.adding(days: 1), through: today.adding(days: days)), page)
    case .due(let first, let last):
      return try await read { try Deadlines.due(from: first, through: last, page, in: $0) }
    case .consents:
      let first = try office.today().adding(days: 1)
      let last = first.adding(days: Self.consentDays)
      return try await read { try Deadlines.consents(from: first, through: last, page, in: $0) }
    case .holds:
      return try await read { try AlarmFacts.holds(reviewedThrough: nil, page, in: $0) }
    }
  }

  private func found(_ alarm: Alarm, _ page: ListPage) async throws -> FoundDeadlines {
    let today = try office.today()
    switch alarm {
    case .openEnded: return try await read { try AlarmFacts.openEnded(page, in: $0) }
    case .noticeMissing, .noticeLate:
      return try await read { rows in try notices(alarm, page, in: rows) }
    case .reviewDue:
      return try await read { try AlarmFacts.holds(reviewedThrough: today, page, in: $0) }
    case .paperOpen:
      return try await read {
        try AlarmFacts.openPapers(page, dayOf: office.time.day(of:), in: $0)
      }
    case .overdue:
      let overdue = try await office.purgeCensus().overdue
      return FoundDeadlines(
        overdue.dropFirst(page.skipping).prefix(page.limit).map {
          DeadlineRow(application: $0, day: nil)
        }, total: overdue.count)
    case .purgeStale:
      let isStale = try await office.act(as: .timer, .purge) { _, rows in
        Alarm.isPurgeStale(
          lastSuccess: try Timers.lastSuccess("purge", in: rows), at: office.real.now())
      }
      return FoundDeadlines([], total: isStale ? 1 : 0)
    }
  }

  /// Domain decides about each pair of days; only then is asked who that is.
  private func notices(
    _ alarm: Alarm, _ page: ListPage, in rows: borrowing Rows
  ) throws -> DeadlineRows {
    let ringing = try AlarmFacts.noticeDays(in: rows).filter {
      Alarm.ofNotice(endedOn: $0.endedOn, toldOn: $0.toldOn) == alarm
    }
    return DeadlineRows(
      try AlarmFacts.rejections(on: ringing, page, in: rows),
      total: ringing.reduce(0) { $0 + $1.applications })
  }

  private func read(
    _ body: @Sendable (borrowing Rows) throws -> DeadlineRows
  ) async throws -> FoundDeadlines {
    FoundDeadlines(try await office.act(as: .timer, .purge) { _, rows in try body(rows) })
  }
}
