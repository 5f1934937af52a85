import Casework
import Domain
import Hummingbird
import Pages

extension DeskRoute {
  /// What waits today, for each role what it can do.
  static let today: [DeskRoute] = [
    DeskRoute(.get, "/", everybody) { desk, visit in
      switch visit.session.role {
      case .recruiter, .reviewer: try await desk.today(for: visit)
      case .legal: desk.search(for: visit)
      case .auditor: Desk.see("/ledger")
      case .privacyOfficer: Desk.see("/deadlines")
      case .administrator: Desk.see("/staff")
      case .intake:
        desk.page(
          visit.frame(visit.phrases("Today")), TodayPage(parts: [], nextErasure: nil, visit.phrases)
        )
      }
    }
  ]
}

extension Desk {
  fileprivate func today(for visit: Visit) async throws -> Response {
    let today = try await Today(office)(by: visit.caller)
    let phrases = visit.phrases
    let postal =
      RenewalsByPost.roles.contains(visit.session.role)
      ? try await RenewalsByPost(office)(by: visit.caller).filter { $0.askedAt == nil } : []
    let parts =
      [alarms(today, phrases)] + applications(today, phrases)
      + [endings(today, phrases), answers(today, phrases), byPost(postal, phrases)]
    return page(
      visit.frame(phrases("Today"), message: said(visit)),
      TodayPage(parts: parts, nextErasure: today.nextErasure, phrases))
  }

  private func alarms(_ today: TodayView, _ phrases: Phrases) -> TodayPage.Part {
    let items = today.alarms.map { alarm in
      switch alarm {
      case .openEnded(let count):
        TodayPage.Item(
          count.title, "/vacancies/\(count.vacancy)",
          text: phrases("{number} without outcome", ["number": "\(count.applications)"]),
          badge: phrases("Closed"))
      case .noticeMissing(let who, let days):
        TodayPage.Item(
          who.name, "/endings",
          text: days == 0
            ? phrases("today")
            : days == 1 ? phrases("1 day") : phrases("{number} days", ["number": "\(days)"]),
          badge: phrases("Notice missing"))
      case .undelivered(let who):
        TodayPage.Item(who.name, "/undelivered", badge: phrases("Undelivered"))
      case .noticeLate(let who):
        TodayPage.Item(who.name, "/endings", badge: phrases("Notice late"))
      case .counted(let alarm, let count):
        TodayPage.Item(
          phrases.name(of: alarm), DeadlineViews.address(of: alarm),
          text: alarm == .purgeStale ? "" : "\(count)", badge: phrases("Alarm"))
      }
    }
    return TodayPage.Part(
      phrases("Alarms"), count: "\(items.count)", address: nil, items: items, isAlarm: true)
  }

  private func applications(_ today: TodayView, _ phrases: Phrases) -> [TodayPage.Part] {
    func item(_ count: VacancyCount, _ query: String) -> TodayPage.Item {
      TodayPage.Item(
        count.title, "/vacancies/\(count.vacancy)\(query)", text: "\(count.applications)")
    }
    func total(_ counts: [VacancyCount]) -> String {
      "\(counts.map(\.applications).reduce(0, +))"
    }
    let notes = today.notesAwaited
    return [
      TodayPage.Part(
        phrases("New"), count: total(today.new), address: "/vacancies",
        items: today.new.map { item($0, "?stage=received") }),
      TodayPage.Part(
        phrases("Notes awaited"), count: total(notes.map(\.of)), address: "/vacancies",
        items: notes.map { awaited in
          TodayPage.Item(
            awaited.of.title, "/vacancies/\(awaited.of.vacancy)?stage=interview",
            text: "\(awaited.name ?? phrases("somebody")): \(awaited.of.applications)")
        }),
      TodayPage.Part(
        phrases("Your recommendation awaited"), count: total(today.recommendationsAwaited),
        address: "/vacancies", items: today.recommendationsAwaited.map { item($0, "") }),
    ]
  }

  private func endings(_ today: TodayView, _ phrases: Phrases) -> TodayPage.Part {
    let counts = today.endings
    let said = [
      (phrases("Send notice"), counts.notice), (phrases("Invite to the pool"), counts.invitation),
      (phrases("Return paper"), counts.paper),
    ]
    let sum = "\(counts.notice + counts.invitation + counts.paper)"
    return TodayPage.Part(
      phrases("Endings"),
      count: counts.isCut ? phrases("{number} and more", ["number": sum]) : sum,
      address: "/endings",
      items: said.filter { $0.1 > 0 }.map { TodayPage.Item($0.0, "/endings", text: "\($0.1)") })
  }

  /// Whose time in the pool ends soon and whom no mail reaches.
  private func byPost(_ waiting: [PostalRenewal], _ phrases: Phrases) -> TodayPage.Part {
    TodayPage.Part(
      phrases("To be asked by post"), count: "\(waiting.count)", address: "/renewals",
      items: waiting.prefix(5).map {
        TodayPage.Item(
          "\($0.givenName) \($0.familyName)",
          "/applications/\($0.application)/letters/renewal", text: phrases.inWords($0.eraseOn))
      })
  }

  private func answers(_ today: TodayView, _ phrases: Phrases) -> TodayPage.Part {
    TodayPage.Part(
      phrases("Answers"), count: "\(today.answers.count)", address: "/pool",
      items: today.answers.map { answer in
        let vacancy = ["vacancy": answer.proposedFor ?? ""]
        let text =
          switch (answer.proposedFor, answer.answer) {
          case (nil, _): phrases("yes to the pool")
          case (_, .yes): phrases("yes to {vacancy}", vacancy)
          case (_, .no): phrases("no to {vacancy}", vacancy)
          }
        return TodayPage.Item(
          answer.name, "/applications/\(answer.application)", text: text)
      })
  }
}
