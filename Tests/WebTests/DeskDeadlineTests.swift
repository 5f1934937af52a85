import Casework
import Domain
import Foundation
import Records
import Support
import Testing

@testable import Web

/// The deadline board: every figure is the length of its list, every bar a line of its table.
@Suite(.office) struct DeskDeadlineTests {
  let desk = DeskOffice()
  private var here: TestOffice { desk.here }

  /// Something of everything that a figure counts.
  private func fill() async throws {
    _ = try await here.onlyInPool(.number(9))
    _ = try await here.rejected(.ada)
    let closing = try await here.openVacancy("Smith")
    _ = try await here.receive(.karl, for: closing)
    try await CloseVacancy(here.office)(closing, by: here.recruiter)
    let held = try await here.rejected(.number(1))
    _ = try await PlaceHold(here.office)(
      held, matter: "m", reason: "r", reviewOn: here.clock.today.adding(days: 1), by: here.legal)
    here.clock.pass(days: 180)
    _ = try await here.rejected(.number(2))
  }

  /// The figures by their address.
  private func figures(_ page: DeskOffice.Answer) -> [String: Int] {
    let found = page.html.matches(
      of: /<a href="(\/deadlines\/[a-z-]+)"><span>[^<]*<\/span> <strong>(\d+)<\/strong>/)
    return Dictionary(
      found.compactMap { match in Int(match.2).map { (String(match.1), $0) } },
      uniquingKeysWith: +)
  }

  private func lines(_ page: DeskOffice.Answer) -> Int {
    let body = page.html.split(separator: "<tbody>").dropFirst().first ?? ""
    return body.matches(of: /<th scope="row">/).count
  }

  @Test(arguments: [Role.recruiter, .privacyOfficer])
  func everyFigureIsTheLengthOfItsList(_ role: Role) async throws {
    try await fill()
    let board = try await desk.get("/deadlines", as: role)
    let figures = figures(board)
    #expect(figures.count == 9)
    #expect(figures.values.filter { $0 > 0 }.count >= 5)
    for (address, count) in figures {
      let list = try await desk.get(address, as: role)
      #expect(list.status == 200 && lines(list) == count, "\(address)")
    }
  }

  @Test func everyLineOfALongListIsOnOneOfItsPages() async throws {
    let count = ListDeadlines.pageSize + 3
    let day = here.clock.today.adding(days: 3)
    try await here.asSuperuser { rows in
      try Shortcut.applications(count, evidenceUntil: day, in: rows)
    }
    var found: [String] = []
    var next: String? = "/deadlines/next"
    while let path = next {
      let page = try await desk.get(path, as: .privacyOfficer)
      found += page.ways.compactMap { $0.firstMatch(of: /^\/applications\/([0-9a-f-]{36})$/) }
        .map { String($0.1) }
      next = page.ways.first { $0.contains("page=") }
    }
    #expect(found.count == count && Set(found).count == count)
    let none = try await desk.get("/deadlines/next?page=99999", as: .privacyOfficer)
    #expect(none.status == 200 && none.text.contains("There are none."))
  }

  @Test func everyMonthIsTheLengthOfItsList() async throws {
    try await fill()
    let board = try await desk.get("/deadlines", as: .privacyOfficer)
    let months = board.html.matches(of: /<a href="(\/deadlines\/month\/[0-9-]+)">[^<]*<\/a> (\d+)/)
    #expect(months.count >= 24)
    #expect(months.contains { $0.2 != "0" })
    for month in months where month.2 != "0" {
      let list = try await desk.get(String(month.1), as: .privacyOfficer)
      #expect("\(lines(list))" == month.2)
    }
  }

  @Test func theBarsAreTheTable() async throws {
    try await fill()
    let html = try await desk.get("/deadlines", as: .privacyOfficer).html
    let bars = html.matches(of: /<rect x="(\d+)" y="(\d+)" width="8" height="(\d+)"\/>/)
    let rows = html.matches(of: /<tr><th scope="row">[^<]*<\/th><td class="number">(\d+)<\/td>/)
      .compactMap { Int($0.1) }
    #expect(rows.count == 104)
    let full = rows.enumerated().filter { $0.element > 0 }
    #expect(!full.isEmpty)
    #expect(bars.map { Int($0.1) } == full.map { $0.offset * 10 + 1 })
    let most = rows.max() ?? 0
    #expect(bars.map { Int($0.3) } == full.map { max(2, $0.element * 120 / most) })
    #expect(!html.contains("style="))
  }

  @Test func aRecruiterReadsNamesOfThoseTheyMeetAndThePrivacyOfficerNone() async throws {
    let id = try await here.rejected(.ada)
    #expect(try await desk.get("/deadlines/notice-missing").text.contains("Ada Lovelace"))
    let other = try await desk.get("/deadlines/notice-missing", as: .privacyOfficer)
    #expect(!other.text.contains("Ada") && other.text.contains(id.text))
    #expect(other.ways.contains("/applications/\(id)"))
    here.clock.pass(days: 15)
    try await here.purge()
    let later = try await desk.get("/deadlines/notice-missing")
    #expect(!later.text.contains("Ada") && !later.ways.contains("/applications/\(id)"))
  }

  @Test func theReportSaysWhoAndWhenAndTheYearItsFigures() async throws {
    try await fill()
    let report = try await desk.get("/deadlines/report")
    #expect(report.text.contains("by Lee Example") && report.text.contains("Due in each month"))
    let year = try await desk.get("/figures")
    #expect(year.text.contains("Applications received"))
    #expect(try await desk.get("/figures?year=1850").status == 200)
    #expect(try await desk.get("/deadlines/receipts").status == 200)
  }

  @Test func whatStopsThePurgeIsSaid() async throws {
    let today = here.clock.today
    try await here.asSuperuser { rows in
      try Shortcut.applications(101, evidenceUntil: today, in: rows)
    }
    _ = try await Purge(here.office).ifDue(every: 0)
    let board = try await desk.get("/deadlines", as: .privacyOfficer)
    #expect(board.text.contains("101 unexpected erasures wait"))
    #expect(board.text.contains("Last purge 2 March 2026, 10:00: 0 erased, 0 failed."))
    // What a list can't hold is told.
    #expect(try await desk.get("/deadlines/overdue", as: .privacyOfficer).status == 200)
  }

  @Test func whatIsNoListIsNotThere() async throws {
    for path in ["/deadlines/nothing", "/deadlines/month/2026-13", "/deadlines/month/x"] {
      #expect(try await desk.get(path).status == 404)
    }
    #expect(try await desk.get("/deadlines", as: .reviewer).status == 403)
  }
}
