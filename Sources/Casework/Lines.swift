package import Domain
import Records
import Vault
package import struct Foundation.Date

/// The page of a list that is asked for; one line more than shown tells whether another follows.
struct LinePage: Sendable {
  let filter: LineFilter
  let size: Int

  init(_ filter: ApplicationFilter) throws(Refusal) {
    guard (1...200).contains(filter.limit) else {
      throw .invalid(field: "limit", .outOfRange)
    }
    size = filter.limit
    self.filter = LineFilter(
      stage: filter.stage, outcome: filter.outcome,
      after: try filter.cursor.map(Self.place) ?? .start, limit: filter.limit + 1)
  }

  /// The end of the year 9999; the database knows no instant much later.
  private static let lastMicrosecond = 253_402_300_799_999_999

  /// `microseconds.id`.
  private static func place(_ cursor: String) throws(Refusal) -> LineCursor {
    let parts = cursor.split(separator: ".")
    guard parts.count == 2, let microseconds = Int(parts[0]),
      (0...lastMicrosecond).contains(microseconds), let id = ApplicationID(parts[1])
    else { throw .invalid(field: "cursor", .notAllowed) }
    return LineCursor(
      at: Date(timeIntervalSince1970: Double(microseconds) / 1_000_000), id: id)
  }

  /// The cursor that goes on after a line.
  static func cursor(after line: ApplicationLineRow) -> String {
    let microseconds = Int((line.placedAt.timeIntervalSince1970 * 1_000_000).rounded())
    return "\(microseconds).\(line.id)"
  }
}

extension Office {
  /// What time it is for the law.
  package func now() throws -> Date { try clock.now() }

  /// The law's day at this instant.
  package func today() throws -> Day { time.day(of: try clock.now()) }

  /// Reads a page of a list with its ledger entry, then opens the names.
  func list(
    _ page: LinePage, by caller: Caller, _ roles: Set<Role>, endings: Bool = false,
    _ read: @Sendable (borrowing Rows) throws -> [ApplicationLineRow]
  ) async throws -> Lines {
    let (lines, grounds, today) = try await act(by: caller, roles) { act, rows in
      let lines = try read(rows)
      let shown = lines.prefix(page.size)
      // Whose rights to see rests on a reason is accountable for each name they were shown.
      let named = caller.reason == nil ? [] : shown.map(\.id)
      let entry = try act.note(
        .applicationsListed, of: named, detail: "\(shown.count)", in: rows)
      if caller.member.role.needsReason {
        for line in shown {
          try keepReason(caller.reason, for: entry, of: line.id, key: line.key, in: rows)
        }
      }
      let grounds = try Grounds.open(of: shown.map(\.id), concluding: true, in: rows)
      return (lines, grounds, act.today)
    }
    let items = try lines.prefix(page.size).map {
      try opened($0, grounds: grounds[$0.id] ?? [], on: today, ending: endings)
    }
    let next = lines.count > page.size ? lines[page.size - 1] : nil
    return Lines(items: items, next: next.map(LinePage.cursor(after:)))
  }

  private func opened(
    _ line: ApplicationLineRow, grounds: [Ground], on today: Day, ending: Bool
  ) throws -> ApplicationLine {
    let (given, family) = try withKey(line.key, of: line.id) { key in
      (
        try key.openText(
          line.givenName,
          as: ending ? .ending("given_name", of: line.id) : .applicant("given_name", of: line.id)),
        try key.openText(
          line.familyName,
          as: ending
            ? .ending("family_name", of: line.id) : .applicant("family_name", of: line.id))
      )
    }
    return ApplicationLine(
      id: line.id, vacancy: line.vacancy, givenName: given, familyName: family,
      stage: line.stage, outcome: line.outcome.map(OutcomeView.init),
      receivedAt: line.receivedAt, eraseOn: Retention.eraseOn(grounds, today: today),
      tasks: ending ? line.tasks : nil,
      ending: line.ending.map {
        EndingView(
          through: $0.through, isMailable: $0.isMailable, vacancyTitle: $0.vacancyTitle)
      }, proposals: nil, poolThrough: grounds.first { $0.kind == .pool }?.through)
  }
}

extension OutcomeView {
  init(_ outcome: RecordedOutcome) {
    self.init(
      kind: outcome.kind, endedOn: outcome.endedOn, noticeReceivedOn: outcome.noticeReceivedOn)
  }
}
