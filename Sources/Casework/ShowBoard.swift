package import Domain
import Records
package import struct Foundation.Date

/// What goes when, and what needs somebody: figures, each of which leads to its list.
package struct BoardView: Sendable {
  package let today: Day
  /// `nil` before the first.
  package let lastPurge: LastPurge?
  package let alarms: [Alarm: Int]
  package let clock: ClockState
  package let calendar: DeadlineCalendar
  /// Due within the coming week.
  package let nextWeek: Int
  package let consents: Int
  package let holds: Int
  /// The latest erasures.
  package let receipts: [ErasureReceipt]
  package let erasures: Int
}

/// How the last purge went.
package struct LastPurge: Sendable {
  package let at: Date
  package let erased: Int
  package let failed: Int
  /// Due, and kept back until a person names the count.
  package let heldBack: Int
}

/// What is left of an application that was erased.
package struct ErasureReceipt: Sendable {
  package let application: ApplicationID
  package let erasedAt: Date
  /// Such as `timeRanOut`.
  package let cause: String
  /// From this day no backup can open what was erased.
  package let finalOn: Day
}

/// The deadline board.
package struct ShowBoard: Sendable {
  package static let roles: Set<Role> = [.recruiter, .privacyOfficer]
  private static let receiptsShown = 10
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// Counts and receipts; nobody's name and no id of an application that is still here.
  package func callAsFunction(by caller: Caller) async throws -> BoardView {
    try caller.mustBe(Self.roles)
    let find = FindDeadlines(office)
    let today = try office.today()
    let (last, days, receipts, erasures) = try await office.act(as: .timer, .purge) { _, rows in
      (
        try PurgeRuns.last(in: rows).map {
          LastPurge(at: $0.at, erased: $0.erased, failed: $0.failed, heldBack: $0.heldBack)
        }, try Deadlines.days(after: today, in: rows),
        try latest(ListPage(limit: Self.receiptsShown), in: rows), try Erasures.count(in: rows)
      )
    }
    return BoardView(
      today: today, lastPurge: last, alarms: try await find.counts(),
      clock: try await CheckClock(office)(), calendar: DeadlineCalendar(days, today: today),
      nextWeek: try await find.total(.next(days: MassGuard.announcedDays)),
      consents: try await find.total(.consents),
      holds: try await find.total(.holds), receipts: receipts, erasures: erasures)
  }

  /// A page of the erasures, the latest first, and how many there are in all.
  package func receipts(
    page number: Int, by caller: Caller
  ) async throws -> (items: [ErasureReceipt], total: Int) {
    try caller.mustBe(Self.roles)
    return try await office.act(as: .timer, .purge) { _, rows in
      (try latest(.numbered(number), in: rows), try Erasures.count(in: rows))
    }
  }

  private func latest(_ page: ListPage, in rows: borrowing Rows) throws -> [ErasureReceipt] {
    try Erasures.latest(page, in: rows).map {
      ErasureReceipt(
        application: $0.application, erasedAt: $0.erasedAt, cause: $0.cause.rawValue,
        finalOn: $0.finalOn)
    }
  }
}

extension ListPage {
  /// One of the board's pages.
  fileprivate static func numbered(_ number: Int) -> ListPage {
    let size = ListDeadlines.pageSize
    return ListPage(skipping: (max(1, number) - 1) * size, limit: size)
  }
}

/// One application in a list of the board.
package struct DeadlineLine: Sendable {
  package let application: ApplicationID
  /// `nil` for whoever may not know it.
  package let name: String?
  /// Whether the one who looks may open it; else it is locked, or only its ending is open.
  package let mayOpen: Bool
  package let vacancyTitle: String?
  package let day: Day?
}

/// A list that a figure of the board leads to.
package struct DeadlineLines: Sendable {
  package let items: [DeadlineLine]
  package let total: Int
}

/// Lists what a figure of the board is about: a recruiter is told the names of those they meet in
/// their work, the privacy officer none.
package struct ListDeadlines: Sendable {
  package static let roles: Set<Role> = [.recruiter, .privacyOfficer]
  /// How many a page shows.
  package static let pageSize = 200
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// A page of them, from 1 on, and how many there are.
  package func callAsFunction(
    _ list: DeadlineList, page number: Int = 1, by caller: Caller
  ) async throws -> DeadlineLines {
    try caller.mustBe(Self.roles)
    let found = try await FindDeadlines(office)(list, .numbered(number))
    let ids = found.items.map(\.application)
    let titles = try await office.act(as: .timer, .purge) { _, rows in
      try Deadlines.vacancies(of: ids, in: rows)
    }
    let names = caller.member.role == .recruiter ? try await named(ids, by: caller) : [:]
    let items = found.items.map { item in
      let name = names[item.application]
      return DeadlineLine(
        application: item.application, name: name?.text,
        mayOpen: caller.member.role == .privacyOfficer || name?.isEnding == false,
        vacancyTitle: titles[item.application], day: item.day)
    }
    return DeadlineLines(items: items, total: found.total)
  }

  private func named(
    _ ids: [ApplicationID], by caller: Caller
  ) async throws -> [ApplicationID: (text: String, isEnding: Bool)] {
    if ids.isEmpty { return [:] }
    let rows = try await office.act(by: caller, [.recruiter]) { act, rows in
      let names = try SealedNames.all(of: ids, in: rows)
      try act.note(.applicationsListed, detail: "\(names.count)", in: rows)
      return names
    }
    var names: [ApplicationID: (text: String, isEnding: Bool)] = [:]
    for row in rows { names[row.application] = (try office.opened(row), row.isEnding) }
    return names
  }
}
