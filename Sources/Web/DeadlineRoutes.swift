import Casework
import Domain
import Hummingbird

extension Route {
  /// What needs a person, what will be due, and what is counted of a year.
  static let deadlines: [Route] = [
    Route(.get, "/alarms", ListAlarms.roles) { office, call in
      _ = try call.query()
      let lines = try await ListAlarms(office)(by: call.caller)
      return .json(
        JSONText.object { json in
          json.array("items", lines) { json, line in
            json.object {
              $0.field("alarm", line.alarm.rawValue)
              $0.field("count", line.count)
              $0.array("applications", line.applications.map(\.text))
            }
          }
        })
    },
    Route(.get, "/deadlines/next", ListNextDeadlines.roles) { office, call in
      let query = try call.query("days")
      let days = try query.number(
        "days", in: ListNextDeadlines.days, default: MassGuard.announcedDays)
      let due = try await ListNextDeadlines(office)(days: days, by: call.caller)
      return .json(
        JSONText.object { json in
          json.array("items", due) { json, due in
            json.object {
              $0.field("day", due.day)
              $0.field("count", due.count)
              $0.field("announced", due.announced)
              $0.array("applications", due.applications.map(\.text))
            }
          }
          json.field("total", due.reduce(0) { $0 + $1.count })
        })
    },
    Route(.get, "/figures", ShowFigures.roles) { office, call in
      let query = try call.query("year")
      let year = try query.number("year", in: ShowFigures.years, default: office.today().year)
      let figures = try await ShowFigures(office)(year: year, by: call.caller)
      return .json(Printer(office.time).figures(figures))
    },
  ]
}

extension Printer {
  fileprivate func figures(_ figures: YearFigures) -> [UInt8] {
    JSONText.object { json in
      json.field("year", figures.year)
      json.field("received", figures.received)
      for outcome in OutcomeKind.allCases {
        json.field(outcome.rawValue, figures.outcomes[outcome] ?? 0)
      }
      json.array("erased", figures.erased) { json, erased in
        json.object {
          $0.field("cause", erased.cause)
          $0.field("count", erased.applications)
          $0.field("onTime", erased.onTime)
          $0.field("late", erased.late)
          $0.field("longestOverdueDays", erased.longestOverdueDays)
        }
      }
      json.field("erasedInAll", figures.erasedInAll)
      json.field("onTime", figures.onTime)
      json.field("late", figures.late)
      json.field("longestOverdueDays", figures.longestOverdueDays)
      json.field("keptNow", figures.keptNow)
    }
  }
}
