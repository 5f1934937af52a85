package import Domain
import Records
import struct Foundation.Date

/// What is counted of one year. Nobody is in it, so it outlives every application.
package struct YearFigures: Sendable {
  package let year: Int
  package let received: Int
  /// How procedures ended, by the outcome that stands.
  package let outcomes: [OutcomeKind: Int]
  package let erased: [Erased]
  /// How many applications there are now.
  package let keptNow: Int

  /// What was erased for one cause.
  package struct Erased: Sendable, Equatable {
    /// Such as `timeRanOut`.
    package let cause: String
    package let applications: Int
    /// Of those of which it is known: erased on the day they were due.
    package let onTime: Int
    package let late: Int
    package let longestOverdueDays: Int
  }

  /// Erased on the day they were due.
  package var onTime: Int { erased.reduce(0) { $0 + $1.onTime } }
  /// Erased on a later day.
  package var late: Int { erased.reduce(0) { $0 + $1.late } }
  /// By how many days the latest of them was late.
  package var longestOverdueDays: Int { erased.map(\.longestOverdueDays).max() ?? 0 }
  /// All that was erased, for whatever cause.
  package var erasedInAll: Int { erased.reduce(0) { $0 + $1.applications } }
}

/// Counts a year: from the ledger and the receipts, which stay.
package struct ShowFigures: Sendable {
  package static let roles: Set<Role> = [.recruiter, .privacyOfficer]
  /// Years that can be asked for.
  package static let years = 2000...9998
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// The office's year; this one, unless another is named.
  package func callAsFunction(year: Int?, by caller: Caller) async throws -> YearFigures {
    try caller.mustBe(Self.roles)
    let year = try year ?? office.today().year
    guard Self.years.contains(year), let first = Day(year: year, month: 1, day: 1),
      let next = Day(year: year + 1, month: 1, day: 1)
    else { throw Refusal.invalid(field: "year", .outOfRange) }
    let (begin, end) = (office.time.start(of: first), office.time.start(of: next))
    return try await office.act(as: .timer, .purge) { _, rows in
      YearFigures(
        year: year, received: try Figures.received(from: begin, before: end, in: rows),
        outcomes: try Figures.outcomes(from: begin, before: end, in: rows),
        erased: try Figures.erased(from: begin, before: end, in: rows).map {
          YearFigures.Erased(
            cause: $0.cause.rawValue, applications: $0.applications, onTime: $0.onTime,
            late: $0.late, longestOverdueDays: $0.longestOverdueDays)
        },
        keptNow: try Figures.kept(in: rows))
    }
  }
}
