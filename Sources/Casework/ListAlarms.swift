package import Domain
import Records

/// One alarm: how many applications it is about, and which of them somebody may know.
package struct AlarmLine: Sendable {
  package let alarm: Alarm
  /// 1 or 0 where it is about the installation.
  package let count: Int
  package let applications: [ApplicationID]
}

/// Lists the alarms, quiet ones too.
package struct ListAlarms: Sendable {
  package static let roles: Set<Role> = [.recruiter, .privacyOfficer, .administrator]
  private static let namedAtMost = 1000
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// A recruiter is told which of those they meet in their work; an administrator only how many.
  package func callAsFunction(by caller: Caller) async throws -> [AlarmLine] {
    try caller.mustBe(Self.roles)
    var lines: [AlarmLine] = []
    for alarm in Alarm.allCases {
      let found = try await FindDeadlines(office)(
        .alarm(alarm), ListPage(limit: Self.namedAtMost))
      let ids = found.items.map(\.application)
      // What was erased means nothing to anyone but whoever fetches its paper.
      let known =
        alarm == .paperOpen
        ? Set(caller.member.role == .administrator ? [] : ids)
        : try await office.known(ids, by: caller)
      lines.append(
        AlarmLine(
          alarm: alarm, count: found.total,
          applications: ids.filter(known.contains)))
    }
    return lines
  }
}

/// Lists what will be due within the coming days.
package struct ListNextDeadlines: Sendable {
  package static let roles: Set<Role> = [.recruiter, .privacyOfficer]
  package static let days = 1...31
  private static let namedAtMost = 1000
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// One day on which something is due.
  package struct DueDay: Sendable {
    package let day: Day
    package let count: Int
    /// Of how many that was said on a day before.
    package let announced: Int
    package let applications: [ApplicationID]
  }

  /// The first day first; days without anything aren't there.
  package func callAsFunction(days: Int, by caller: Caller) async throws -> [DueDay] {
    try caller.mustBe(Self.roles)
    guard Self.days.contains(days) else { throw Refusal.invalid(field: "days", .outOfRange) }
    let found = try await FindDeadlines(office)(
      .next(days: days), ListPage(limit: Self.namedAtMost))
    let known = try await office.known(found.items.map(\.application), by: caller)
    let today = try office.today()
    let (counts, announced) = try await office.act(as: .timer, .purge) { _, rows in
      (
        try Deadlines.days(after: today, in: rows).filter { $0.day <= today.adding(days: days) },
        try Announcements.counts(
          from: today.adding(days: 1), through: today.adding(days: days), in: rows)
      )
    }
    return counts.map { day, count in
      DueDay(
        day: day, count: count, announced: min(count, announced[day] ?? 0),
        applications: found.items.filter { $0.day == day && known.contains($0.application) }
          .map(\.application))
    }
  }
}

extension Office {
  /// Those of some applications that somebody may know of at all.
  func known(
    _ ids: [ApplicationID], by caller: Caller
  ) async throws -> Set<ApplicationID> {
    guard !ids.isEmpty, [.recruiter, .privacyOfficer].contains(caller.member.role) else {
      return []
    }
    return try await act(by: caller, [.recruiter, .privacyOfficer]) { act, rows in
      let known = try Deadlines.known(among: ids, in: rows)
      try act.note(.applicationsListed, detail: "\(known.count)", in: rows)
      return known
    }
  }
}
