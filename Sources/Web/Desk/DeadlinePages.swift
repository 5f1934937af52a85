import Casework
import Domain
import Hummingbird
import Pages

extension DeskRoute {
  /// What goes when: the board, the lists behind its figures, what is counted of a year.
  static let deadlines: [DeskRoute] = [
    DeskRoute(.get, "/deadlines", ShowBoard.roles) { desk, visit in
      let (board, phrases) = (try await ShowBoard(desk.office)(by: visit.caller), visit.phrases)
      let views = DeadlineViews(visit, desk.office)
      return desk.page(
        visit.frame(phrases("Deadlines")),
        BoardPage(
          lastPurge: views.lastPurge(board), warnings: views.warnings(board),
          figures: views.figures(board), chart: DeadlineChart(board.calendar, phrases),
          receipts: views.receipts(board.receipts), erasures: board.erasures, phrases))
    },
    DeskRoute(.get, "/deadlines/report", ShowBoard.roles) { desk, visit in
      let (board, phrases) = (try await ShowBoard(desk.office)(by: visit.caller), visit.phrases)
      let figures = try await ShowFigures(desk.office)(year: nil, by: visit.caller)
      let views = DeadlineViews(visit, desk.office)
      return desk.page(
        visit.frame(phrases("Deadline report")),
        DeadlineReportPage(
          asOf: try views.asOf(visit.session.name.reveal()), lastPurge: views.lastPurge(board),
          warnings: views.warnings(board), figures: views.figures(board),
          chart: DeadlineChart(board.calendar, phrases), receipts: views.receipts(board.receipts),
          year: figures.year, views.table(figures)))
    },
    DeskRoute(.get, "/deadlines/receipts", ShowBoard.roles) { desk, visit in
      let (receipts, total) = try await ShowBoard(desk.office).receipts(
        page: visit.page, by: visit.caller)
      let views = DeadlineViews(visit, desk.office)
      return desk.page(
        visit.frame(visit.phrases("Receipts")),
        ReceiptsPage(views.receipts(receipts), next: visit.pageAfter(of: total)))
    },
    DeskRoute(.get, "/deadlines/receipts/{id}", ShowErasures.roles) { desk, visit in
      .text(
        try await ShowErasures(desk.office).receipt(of: visit.application, by: visit.caller))
    },
    DeskRoute(.get, "/deadlines/month/{month}", ListDeadlines.roles) { desk, visit in
      guard let month = visit.scope.parameters.get("month"), let first = Day("\(month)-01") else {
        throw Refusal.unknown
      }
      let tomorrow = try desk.office.today().adding(days: 1)
      return try await desk.deadlines(
        .due(from: max(first, tomorrow), through: first.adding(months: 1).adding(days: -1)),
        DeadlineViews(visit, desk.office).words(ofMonth: first), visit)
    },
    DeskRoute(.get, "/deadlines/{list}", ListDeadlines.roles) { desk, visit in
      let views = DeadlineViews(visit, desk.office)
      guard let list = visit.scope.parameters.get("list").flatMap(DeadlineViews.list),
        let words = views.words(of: list)
      else { throw Refusal.unknown }
      return try await desk.deadlines(list, words, visit)
    },
    DeskRoute(.get, "/figures", ShowFigures.roles) { desk, visit in
      let thisYear = try desk.office.today().year
      let year = visit.parameter("year").flatMap { Int($0) } ?? thisYear
      let figures = try await ShowFigures(desk.office)(
        year: min(max(year, ShowFigures.years.lowerBound), thisYear), by: visit.caller)
      let views = DeadlineViews(visit, desk.office)
      return desk.page(
        visit.frame(visit.phrases("Figures of the year")),
        FiguresPage(year: figures.year, thisYear: thisYear, views.table(figures)))
    },
  ]
}

extension Visit {
  /// Which page of a list is asked for, from 1 on.
  fileprivate var page: Int {
    min(max(parameter("page").flatMap { Int($0) } ?? 1, 1), 1_000_000)
  }

  /// The page after it; `nil` once `total` have been shown.
  fileprivate func pageAfter(of total: Int) -> LineTable.Next? {
    page * ListDeadlines.pageSize < total
      ? .link("\(request.uri.path)?page=\(page + 1)") : nil
  }
}

extension Desk {
  fileprivate func deadlines(
    _ list: DeadlineList, _ words: DeadlineViews.Words, _ visit: Visit
  ) async throws -> Response {
    let lines = try await ListDeadlines(office)(list, page: visit.page, by: visit.caller)
    return page(
      visit.frame(words.heading),
      DeadlineListPage(
        heading: words.heading, explained: words.explained, dayHeading: words.day,
        lines.items.map { line in
          DeadlineListPage.Row(
            application: line.application, name: line.name,
            address: list == .alarm(.paperOpen)
              ? "/paper"
              : line.mayOpen
                ? "/applications/\(line.application)" : line.name.map { _ in "/endings" },
            vacancyTitle: line.vacancyTitle, day: line.day, visit.phrases)
        }, next: visit.pageAfter(of: lines.total), visit.phrases))
  }
}
