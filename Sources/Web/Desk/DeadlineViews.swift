import Casework
import Domain
import struct Foundation.Date
import Pages

/// What the board's figures and lists are called, and where each list is.
struct DeadlineViews {
  private let phrases: Phrases
  private let office: Office
  private let mayReadReceipts: Bool

  init(_ visit: Visit, _ office: Office) {
    phrases = visit.phrases
    self.office = office
    mayReadReceipts = ShowErasures.roles.contains(visit.session.role)
  }

  /// What is said on a list.
  struct Words {
    let heading: String
    let explained: String
    let day: String
  }

  private static let lists: [(slug: String, list: DeadlineList)] = [
    ("overdue", .alarm(.overdue)), ("notice-missing", .alarm(.noticeMissing)),
    ("notice-late", .alarm(.noticeLate)), ("open-ended", .alarm(.openEnded)),
    ("paper-open", .alarm(.paperOpen)), ("hold-reviews", .alarm(.reviewDue)),
    ("next", .next(days: MassGuard.announcedDays)), ("consents", .consents), ("holds", .holds),
  ]

  /// The list behind an address.
  static func list(_ slug: String) -> DeadlineList? { lists.first { $0.slug == slug }?.list }

  /// Where an alarm's list is.
  static func address(of alarm: Alarm) -> String {
    address(of: .alarm(alarm)) ?? "/deadlines"
  }

  private static func address(of list: DeadlineList) -> String? {
    lists.first { $0.list == list }.map { "/deadlines/\($0.slug)" }
  }

  func figures(_ board: BoardView) -> [BoardPage.Figure] {
    Self.lists.map { slug, list in
      let count =
        switch list {
        case .alarm(let alarm): board.alarms[alarm] ?? 0
        case .next: board.nextWeek
        case .consents: board.consents
        case .holds: board.holds
        case .due: 0
        }
      var isAlarm = false
      if case .alarm = list { isAlarm = true }
      return BoardPage.Figure(
        words(of: list)?.heading ?? "", count, "/deadlines/\(slug)", isAlarm: isAlarm)
    }
  }

  func words(of list: DeadlineList) -> Words? {
    switch list {
    case .alarm(let alarm): words(of: alarm)
    case .next:
      Words(
        heading: phrases("Next 7 days"),
        explained: phrases("Erased on these days, if nothing happens before."),
        day: phrases("Erased on"))
    case .consents:
      Words(
        heading: phrases("Consents ending"),
        explained: phrases(
          "Consents that end within 90 days. Without a new one only another ground keeps these."),
        day: phrases("Ends on"))
    case .holds:
      Words(
        heading: phrases("Holds"),
        explained: phrases("Held for a legal matter, the next review first."),
        day: phrases("Review on"))
    case .due: nil
    }
  }

  private func words(of alarm: Alarm) -> Words? {
    let (explained, day): (String, String)
    switch alarm {
    case .overdue: (explained, day) = (phrases("Due and still there."), phrases("Day"))
    case .noticeMissing:
      (explained, day) = (
        phrases("Rejected, and nothing shows that the applicant was told."), phrases("Ended on")
      )
    case .noticeLate:
      (explained, day) = (
        phrases("Told more than four weeks after the procedure ended."), phrases("Ended on")
      )
    case .openEnded:
      (explained, day) = (
        phrases("The vacancy is closed and nothing was decided: no deadline runs."),
        phrases("Day")
      )
    case .paperOpen:
      (explained, day) = (
        phrases("Erased, and nobody has confirmed that the paper is gone."), phrases("Erased on")
      )
    case .reviewDue:
      (explained, day) = (phrases("Held, and the day of review has come."), phrases("Review on"))
    case .purgeStale: return nil
    }
    return Words(heading: phrases.name(of: alarm), explained: explained, day: day)
  }

  /// `first` is the first day of the month.
  func words(ofMonth first: Day) -> Words {
    Words(
      heading: phrases("Due in {month}", ["month": phrases.month(of: first)]),
      explained: phrases("Erased on these days, if nothing happens before."),
      day: phrases("Erased on"))
  }

  func lastPurge(_ board: BoardView) -> String {
    guard let last = board.lastPurge else { return phrases("No purge has run yet.") }
    return phrases(
      "Last purge {at}: {erased} erased, {failed} failed.",
      ["at": at(last.at), "erased": "\(last.erased)", "failed": "\(last.failed)"])
  }

  /// What stops the purge.
  func warnings(_ board: BoardView) -> [String] {
    var warnings: [String] = []
    if board.alarms[.purgeStale] != 0 { warnings.append(phrases.words(for: .purgeStale)) }
    if !board.clock.isTrusted {
      warnings.append(
        phrases("The clock can't be believed: until somebody confirms it, no time runs out."))
    } else if let held = board.lastPurge?.heldBack, held > 0 {
      warnings.append(
        phrases(
          "{number} unexpected erasures wait until an administrator confirms the count.",
          ["number": "\(held)"]))
    }
    return warnings
  }

  func receipts(_ receipts: [ErasureReceipt]) -> ReceiptTable {
    ReceiptTable(
      receipts.map {
        ReceiptTable.Row(
          id: $0.application, isLinked: mayReadReceipts, at: at($0.erasedAt), cause: $0.cause,
          finalOn: $0.finalOn, phrases)
      })
  }

  func table(_ figures: YearFigures) -> YearTable {
    var rows = [YearTable.Row(phrases("Applications received"), figures.received)]
    rows += OutcomeKind.allCases.map { outcome in
      YearTable.Row(
        phrases("Outcome: {outcome}", ["outcome": phrases.name(of: outcome)]),
        figures.outcomes[outcome] ?? 0)
    }
    rows.append(YearTable.Row(phrases("Erased in all"), figures.erasedInAll))
    rows += figures.erased.map { erased in
      YearTable.Row(
        phrases("Erased: {cause}", ["cause": phrases.erasureCause(erased.cause)]),
        erased.applications)
    }
    return YearTable(
      rows + [
        YearTable.Row(phrases("Erased on the day they were due"), figures.onTime),
        YearTable.Row(phrases("Erased later"), figures.late),
        YearTable.Row(phrases("Longest overdue, in days"), figures.longestOverdueDays),
        YearTable.Row(phrases("Applications kept now"), figures.keptNow),
      ])
  }

  /// Who made a report, and when.
  func asOf(_ name: String) throws -> String {
    phrases("As of {at}, by {name}", ["at": at(try office.now()), "name": name])
  }

  /// Such as `15 March 2026, 03:00`.
  private func at(_ instant: Date) -> String {
    let text = InstantPrinter(zone: office.time.zone).text(instant)
    return "\(phrases.inWords(office.time.day(of: instant))), \(text.dropFirst(11).prefix(5))"
  }
}
