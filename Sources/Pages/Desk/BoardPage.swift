package import Domain

/// The deadline board: what goes when, and what needs somebody. Every figure leads to its list.
package struct BoardPage: DeskContent {
  package static let template = "board"
  let lastPurge: String
  /// What stops the purge until a person has acted.
  let boardWarnings: [Warning]
  let figures: [Figure]
  let chart: DeadlineChart
  let boardReceipts: ReceiptTable
  let allReceipts: String?

  struct Warning: Sendable {
    let warningText: String
  }

  /// One figure and where its list is.
  package struct Figure: Sendable {
    let figureLabel: String
    let figureCount: Int
    let figureAddress: String
    let isRinging: Bool

    package init(_ label: String, _ count: Int, _ address: String, isAlarm: Bool = false) {
      figureLabel = label
      figureCount = count
      figureAddress = address
      isRinging = isAlarm && count > 0
    }
  }

  /// `erasures` is how many receipts there are in all.
  package init(
    lastPurge: String, warnings: [String], figures: [Figure], chart: DeadlineChart,
    receipts: ReceiptTable, erasures: Int, _ phrases: Phrases
  ) {
    self.lastPurge = lastPurge
    boardWarnings = warnings.map(Warning.init)
    self.figures = figures
    self.chart = chart
    boardReceipts = receipts
    allReceipts =
      erasures == 0
      ? nil : phrases("Receipts: {number}", ["number": "\(erasures)"])
  }
}

/// What is due in each week of two years, drawn by the server, and the same as a table.
package struct DeadlineChart: Sendable {
  static let weekWidth = 10
  static let height = 120
  let chartWidth: Int
  let chartHeight: Int
  let chartLabel: String
  let chartMost: String
  let chartBegin: String
  let chartEnd: String
  let bars: [Bar]
  let weekRows: [WeekRow]
  let months: [Month]

  struct Bar: Sendable {
    let barX: Int
    let barY: Int
    let barHeight: Int
  }

  struct WeekRow: Sendable {
    let weekName: String
    let weekCount: Int
  }

  struct Month: Sendable {
    let monthName: String
    let monthCount: Int
    let monthAddress: String
  }

  package init(_ calendar: DeadlineCalendar, _ phrases: Phrases) {
    let most = calendar.weeks.map(\.applications).max() ?? 0
    let sum = calendar.weeks.reduce(0) { $0 + $1.applications }
    chartWidth = calendar.weeks.count * Self.weekWidth
    chartHeight = Self.height
    chartLabel = phrases(
      "{number} applications due in the coming {weeks} weeks, at most {most} in one week",
      ["number": "\(sum)", "weeks": "\(calendar.weeks.count)", "most": "\(most)"])
    chartMost = phrases("At most {number} in one week", ["number": "\(most)"])
    chartBegin = calendar.weeks.first.map { phrases.inWords($0.first) } ?? ""
    chartEnd = calendar.weeks.last.map { phrases.inWords($0.last) } ?? ""
    // Nothing due has no bar; the least has one that can be seen.
    bars = calendar.weeks.enumerated().filter { $0.element.applications > 0 }.map { place, week in
      let height = max(2, week.applications * Self.height / max(1, most))
      return Bar(
        barX: place * Self.weekWidth + 1, barY: Self.height - height, barHeight: height)
    }
    weekRows = calendar.weeks.map {
      WeekRow(weekName: phrases.inWords($0.first), weekCount: $0.applications)
    }
    months = calendar.months.map { month in
      Month(
        monthName: phrases.month(of: month.first), monthCount: month.applications,
        monthAddress: "/deadlines/month/\(String(month.first.description.prefix(7)))")
    }
  }
}

/// The receipts of erasures, the latest first.
package struct ReceiptTable: Sendable {
  let receiptRows: [Row]
  let hasReceipts: Bool

  /// What is left of one application.
  package struct Row: Sendable {
    let receiptID: String
    let receiptAddress: String?
    let receiptAt: String
    let receiptCause: String
    let receiptFinal: String

    /// `cause` is the ledger's word; `isLinked` where the signed receipt may be read.
    package init(
      id: ApplicationID, isLinked: Bool, at: String, cause: String, finalOn: Day,
      _ phrases: Phrases
    ) {
      receiptID = id.text
      receiptAddress = isLinked ? "/deadlines/receipts/\(id)" : nil
      receiptAt = at
      receiptCause = phrases.erasureCause(cause)
      receiptFinal = phrases.inWords(finalOn)
    }
  }

  package init(_ rows: [Row]) {
    receiptRows = rows
    hasReceipts = !rows.isEmpty
  }
}

/// The receipts alone.
package struct ReceiptsPage: DeskContent {
  package static let template = "receipts"
  let boardReceipts: ReceiptTable
  let nextPage: LineTable.Next?

  package init(_ receipts: ReceiptTable, next: LineTable.Next?) {
    boardReceipts = receipts
    nextPage = next
  }
}

extension Phrases {
  /// Such as `March 2026`.
  package func month(of day: Day) -> String {
    inWords(day).split(separator: " ").dropFirst().joined(separator: " ")
  }

  /// Why something was erased, by the ledger's word.
  package func erasureCause(_ cause: String) -> String {
    switch cause {
    case "timeRanOut": self("Its time ran out")
    case "consentWithdrawn": self("Consent was withdrawn")
    case "request": self("Erasure was asked for")
    case "holdReleased": self("A hold was released")
    case "handedOver": self("It was handed over")
    case "objection": self("An objection was upheld")
    default: cause
    }
  }

  /// What an alarm is called.
  package func name(of alarm: Alarm) -> String {
    switch alarm {
    case .openEnded: self("Open-ended")
    case .noticeMissing: self("Notice missing")
    case .noticeLate: self("Notice late")
    case .reviewDue: self("Hold reviews")
    case .paperOpen: self("Paper")
    case .overdue: self("Overdue")
    case .purgeStale: self("Purge stale")
    }
  }
}
