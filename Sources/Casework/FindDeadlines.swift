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

/// The first of a list, and how many there are in all.
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
    var counts: [Alarm: Int] = [:]
    for alarm in Alarm.allCases {
      counts[alarm] = try await self(.alarm(alarm), limit: 0).total
    }
    return counts
  }

  /// The first of a list.
  func callAsFunction(_ list: DeadlineList, limit: Int) async throws -> FoundDeadlines {
    switch list {
    case .alarm(let alarm): return try await found(alarm, limit: limit)
    case .next(let days):
      let today = try office.today()
      return try await self(
        .due(from: today.adding(days: 1), through: today.adding(days: days)), limit: limit)
    case .due(let first, let last):
      return try await read { rows in
        try counting(limit) { try Deadlines.due(from: first, through: last, limit: $0, in: rows) }
      }
    case .consents:
      let first = try office.today().adding(days: 1)
      let last = first.adding(days: Self.consentDays)
      return try await read { rows in
        try counting(limit) {
          try Deadlines.consents(from: first, through: last, limit: $0, in: rows)
        }
      }
    case .holds:
      return try await read { rows in
        try counting(limit) {
          try AlarmFacts.holds(reviewedThrough: nil, limit: $0, in: rows)
        }
      }
    }
  }

  private func found(_ alarm: Alarm, limit: Int) async throws -> FoundDeadlines {
    let today = try office.today()
    switch alarm {
    case .openEnded:
      return try await read { rows in
        try counting(limit) { try AlarmFacts.openEnded(limit: $0, in: rows) }
      }
    case .noticeMissing, .noticeLate:
      return try await read { rows in try notices(alarm, limit: limit, in: rows) }
    case .reviewDue:
      return try await read { rows in
        try counting(limit) {
          try AlarmFacts.holds(reviewedThrough: today, limit: $0, in: rows)
        }
      }
    case .paperOpen:
      return try await read { rows in
        try counting(limit) {
          try AlarmFacts.openPapers(limit: $0, dayOf: office.time.day(of:), in: rows)
        }
      }
    case .overdue:
      let overdue = try await office.purgeCensus().overdue
      return FoundDeadlines(
        overdue.prefix(limit).map { DeadlineRow(application: $0, day: nil) },
        total: overdue.count)
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
    _ alarm: Alarm, limit: Int, in rows: borrowing Rows
  ) throws -> DeadlineRows {
    let ringing = try AlarmFacts.noticeDays(in: rows).filter {
      Alarm.ofNotice(endedOn: $0.endedOn, toldOn: $0.toldOn) == alarm
    }.sorted { $0.endedOn < $1.endedOn }
    var items: [DeadlineRow] = []
    for days in ringing where items.count < limit {
      items += try AlarmFacts.rejections(
        endedOn: days.endedOn, toldOn: days.toldOn, limit: limit - items.count, in: rows)
    }
    return DeadlineRows(items, total: ringing.reduce(0) { $0 + $1.applications })
  }

  /// The total stands in the rows: where none is wanted, one is read.
  private func counting(
    _ limit: Int, _ read: (Int) throws -> DeadlineRows
  ) throws -> DeadlineRows {
    let found = try read(max(1, limit))
    return limit == 0 ? DeadlineRows([], total: found.total) : found
  }

  private func read(
    _ body: @Sendable (borrowing Rows) throws -> DeadlineRows
  ) async throws -> FoundDeadlines {
    FoundDeadlines(try await office.act(as: .timer, .purge) { _, rows in try body(rows) })
  }
}
