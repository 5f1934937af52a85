package import Domain
import Records
import Vault
import struct Foundation.Date
import struct Foundation.TimeInterval

/// What waits for somebody today. Empty parts say that nothing does.
package struct TodayView: Sendable {
  package internal(set) var alarms: [TodayAlarm] = []
  /// Applications nobody has looked at yet, per vacancy.
  package internal(set) var new: [VacancyCount] = []
  /// Interviews of which somebody in the team hasn't written anything yet.
  package internal(set) var notesAwaited: [AwaitedNotes] = []
  /// What a reviewer hasn't recommended anything about yet, per vacancy.
  package internal(set) var recommendationsAwaited: [VacancyCount] = []
  package internal(set) var endings = EndingCounts()
  package internal(set) var answers: [RecentAnswer] = []
  /// The next day on which an application is erased if nothing happens before.
  package internal(set) var nextErasure: Day?

  /// Whether nothing waits.
  package var isEmpty: Bool {
    alarms.isEmpty && new.isEmpty && notesAwaited.isEmpty && recommendationsAwaited.isEmpty
      && endings.isEmpty && answers.isEmpty
  }
}

/// How many applications of a vacancy.
package struct VacancyCount: Sendable {
  package let vacancy: VacancyID
  package let title: String
  package let applications: Int
}

/// Who owes notes on how many interviews.
package struct AwaitedNotes: Sendable {
  package let of: VacancyCount
  package let name: String?
}

/// Tasks among the endings of the last fortnight.
package struct EndingCounts: Sendable {
  package internal(set) var notice = 0
  package internal(set) var invitation = 0
  package internal(set) var paper = 0
  /// More endings are open than were looked at.
  package internal(set) var isCut = false

  /// Whether nothing is left to do.
  package var isEmpty: Bool { notice + invitation + paper == 0 }
}

/// Something that needs a person now.
package enum TodayAlarm: Sendable {
  /// A vacancy is closed, and nobody decided these.
  case openEnded(VacancyCount)
  /// Rejected so many days ago, and nothing shows that the applicant was told.
  case noticeMissing(Subject, days: Int)
  /// Told too late: claims may outlast the evidence.
  case noticeLate(Subject)
  /// A letter couldn't be delivered.
  case undelivered(Subject)
  /// So many of an alarm whose list the board has.
  case counted(Alarm, Int)

  /// Whom it is about, by the name that the ending still shows.
  package struct Subject: Sendable {
    package let application: ApplicationID
    package let name: String
  }
}

/// What an applicant answered lately.
package struct RecentAnswer: Sendable {
  package let application: ApplicationID
  package let name: String
  /// The vacancy they were proposed for; `nil` where the question was the pool.
  package let proposedFor: String?
  package let answer: Proposal.Answer
}

/// Today's work of a recruiter or reviewer.
package struct Today: Sendable {
  package static let roles: Set<Role> = [.recruiter, .reviewer]
  private static let answersSeconds: TimeInterval = 7 * 86_400
  private static let answersAtMost = 20
  private static let endingsAtMost = 200
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// What waits; names of applicants only where something is to be done about them.
  package func callAsFunction(by caller: Caller) async throws -> TodayView {
    try caller.mustBe(Self.roles)
    return caller.member.role == .reviewer
      ? try await ofReviewer(caller) : try await ofRecruiter(caller)
  }

  private func ofReviewer(_ caller: Caller) async throws -> TodayView {
    try await office.act(by: caller, [.reviewer]) { _, rows in
      let titles = try titles(in: rows)
      var view = TodayView()
      view.recommendationsAwaited = try RunningProcedures.awaitingRecommendation(
        of: caller.member.id, in: rows
      ).map { count($0.vacancy, $0.applications, titles) }
      return view
    }
  }

  private func ofRecruiter(_ caller: Caller) async throws -> TodayView {
    let vacancies = try await CountVacancies(office)(by: caller)
    let endings = try await ListEndings(office)(
      limit: Self.endingsAtMost, cursor: nil, by: caller)
    let undelivered = try await ListUndelivered(office)(by: caller)
    let (waiting, names, answers, next, today) = try await office.act(
      by: caller, [.recruiter]
    ) { act, rows in
      let waiting = try RunningProcedures.awaitingNotes(on: act.today, in: rows)
      let answers = try RecentAnswers.all(
        since: act.now.addingTimeInterval(-Self.answersSeconds), limit: Self.answersAtMost,
        in: rows)
      if !answers.isEmpty {
        try act.note(.applicationsListed, detail: "\(answers.count)", in: rows)
      }
      return (
        waiting, try office.staffNames(Set(waiting.compactMap(\.staff)), in: rows), answers,
        try Grounds.nextErasure(after: act.today, in: rows), act.today
      )
    }
    let titles = Dictionary(
      vacancies.map { ($0.vacancy.id, $0.vacancy.title) }, uniquingKeysWith: { $1 })
    var view = TodayView()
    view.nextErasure = next
    view.new = vacancies.filter { $0.new > 0 }.map { count($0.vacancy.id, $0.new, titles) }
    view.notesAwaited = waiting.map {
      AwaitedNotes(
        of: count($0.vacancy, $0.applications, titles), name: $0.staff.flatMap { names[$0] })
    }
    view.answers = try answers.map { try opened($0, titles) }
    view.endings = Self.tasks(endings)
    for line in vacancies where line.openEnded > 0 {
      view.alarms.append(.openEnded(count(line.vacancy.id, line.openEnded, titles)))
    }
    view.alarms += endings.items.compactMap { Self.alarm($0, on: today) }
    for line in undelivered {
      view.alarms.append(
        .undelivered(TodayAlarm.Subject(application: line.letter.application, name: line.name)))
    }
    view.alarms += try await counted(besides: view.alarms)
    return view
  }

  /// What the list of endings doesn't show: other alarms, and notices of those closed long ago.
  private func counted(besides named: [TodayAlarm]) async throws -> [TodayAlarm] {
    let counts = try await FindDeadlines(office).counts()
    var shown: [Alarm: Int] = [:]
    for case .noticeMissing in named { shown[.noticeMissing, default: 0] += 1 }
    for case .noticeLate in named { shown[.noticeLate, default: 0] += 1 }
    return Alarm.allCases.compactMap { alarm in
      let rest = (counts[alarm] ?? 0) - (shown[alarm] ?? 0)
      return alarm != .openEnded && rest > 0 ? .counted(alarm, rest) : nil
    }
  }

  private func titles(in rows: borrowing Rows) throws -> [VacancyID: String] {
    Dictionary(
      try Vacancies.all(in: rows).map { ($0.id, $0.title) }, uniquingKeysWith: { $1 })
  }

  private func count(
    _ vacancy: VacancyID, _ applications: Int, _ titles: [VacancyID: String]
  ) -> VacancyCount {
    VacancyCount(vacancy: vacancy, title: titles[vacancy] ?? "", applications: applications)
  }

  private func opened(
    _ row: RecentAnswerRow, _ titles: [VacancyID: String]
  ) throws -> RecentAnswer {
    let name = try office.withKey(row.key, of: row.application) { key in
      let given = try key.openText(
        row.givenName, as: .applicant("given_name", of: row.application))
      let family = try key.openText(
        row.familyName, as: .applicant("family_name", of: row.application))
      return "\(given) \(family)"
    }
    return RecentAnswer(
      application: row.application, name: name,
      proposedFor: row.proposedFor.map { titles[$0] ?? "" }, answer: row.answer)
  }

  private static func tasks(_ endings: Lines) -> EndingCounts {
    var counts = EndingCounts()
    for line in endings.items {
      for task in line.tasks ?? [] {
        switch task {
        case .notice: counts.notice += 1
        case .invitation: counts.invitation += 1
        case .paper: counts.paper += 1
        }
      }
    }
    counts.isCut = endings.next != nil
    return counts
  }

  private static func alarm(_ line: ApplicationLine, on today: Day) -> TodayAlarm? {
    guard let outcome = line.outcome, outcome.kind.needsNotice else { return nil }
    let subject = TodayAlarm.Subject(
      application: line.id, name: "\(line.givenName) \(line.familyName)")
    // A notice that was sent is no task, and only a day of receipt is known here.
    let awaits = line.tasks?.contains(.notice) == true
    let toldOn = awaits ? nil : outcome.noticeReceivedOn ?? outcome.endedOn
    switch Alarm.ofNotice(endedOn: outcome.endedOn, toldOn: toldOn) {
    case .noticeMissing:
      return .noticeMissing(
        subject, days: today.daysSince1970 - outcome.endedOn.daysSince1970)
    case .noticeLate: return .noticeLate(subject)
    default: return nil
    }
  }
}
