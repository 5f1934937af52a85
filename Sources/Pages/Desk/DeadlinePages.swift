package import Domain

/// A list that a figure of the board leads to.
package struct DeadlineListPage: DeskContent {
  package static let template = "deadlines"
  package let heading: String
  let listExplained: String
  let dayHeading: String
  let deadlineRows: [Row]
  let hasDeadlines: Bool
  let nextPage: LineTable.Next?

  /// One application; without a name where nobody here may know it.
  package struct Row: Sendable {
    let deadlineName: String
    let deadlineAddress: String?
    let deadlineVacancy: String
    let deadlineDay: String

    /// `address` is where it can be worked on, if anywhere.
    package init(
      application: ApplicationID, name: String?, address: String?, vacancyTitle: String?,
      day: Day?, _ phrases: Phrases
    ) {
      deadlineName = name ?? application.text
      deadlineAddress = address
      deadlineVacancy = vacancyTitle ?? phrases("Unsolicited")
      deadlineDay = day.map { phrases.inWords($0) } ?? ""
    }
  }

  package init(
    heading: String, explained: String, dayHeading: String, _ rows: [Row], next: LineTable.Next?,
    _ phrases: Phrases
  ) {
    self.heading = heading
    listExplained = explained
    self.dayHeading = dayHeading
    deadlineRows = rows
    hasDeadlines = !rows.isEmpty
    nextPage = next
  }
}

/// What is counted of a year.
package struct FiguresPage: DeskContent {
  package static let template = "figures"
  let figureYear: Int
  let yearBefore: String
  let yearAfter: String?
  let yearFigures: YearTable

  /// `thisYear` is the last that has figures.
  package init(year: Int, thisYear: Int, _ table: YearTable) {
    figureYear = year
    yearBefore = "/figures?year=\(year - 1)"
    yearAfter = year < thisYear ? "/figures?year=\(year + 1)" : nil
    yearFigures = table
  }
}

/// The figures of a year as a table.
package struct YearTable: Sendable {
  let yearRows: [Row]

  /// One line.
  package struct Row: Sendable {
    let yearLabel: String
    let yearCount: Int

    package init(_ label: String, _ count: Int) {
      yearLabel = label
      yearCount = count
    }
  }

  package init(_ rows: [Row]) { yearRows = rows }
}

/// The board to be printed: who made it and when stands at its foot.
package struct DeadlineReportPage: DeskContent {
  package static let template = "report"
  let reportAsOf: String
  let lastPurge: String
  let boardWarnings: [BoardPage.Warning]
  let figures: [BoardPage.Figure]
  let chart: DeadlineChart
  let boardReceipts: ReceiptTable
  let figureYear: Int
  let yearFigures: YearTable

  /// `asOf` says when.
  package init(
    asOf: String, lastPurge: String, warnings: [String], figures: [BoardPage.Figure],
    chart: DeadlineChart, receipts: ReceiptTable, year: Int, _ table: YearTable
  ) {
    reportAsOf = asOf
    self.lastPurge = lastPurge
    boardWarnings = warnings.map(BoardPage.Warning.init)
    self.figures = figures
    self.chart = chart
    boardReceipts = receipts
    figureYear = year
    yearFigures = table
  }
}
