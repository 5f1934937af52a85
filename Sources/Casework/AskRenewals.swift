import Domain
import Records
package import struct Foundation.Date
package import struct Foundation.TimeInterval

/// The timer that asks people in the pool, before their time there ends, whether they want to stay.
package struct AskRenewals: Sendable {
  private static let timer = "renewal"
  private static let batch = 200
  private static let claimSeconds: TimeInterval = 120
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// What a run did.
  package struct Report: Sendable {
    /// Requests and reminders that were queued.
    package internal(set) var queued = 0
    /// Somebody's act held them, or something went wrong. The next run tries again.
    package internal(set) var failed = 0
    /// Words for the log about each failure: codes, no values.
    package internal(set) var faults: [String] = []
  }

  /// Queues what is due.
  @discardableResult
  package func callAsFunction() async throws -> Report {
    var report = Report()
    var last: ApplicationID?
    while true {
      let place = last
      let ids = try await office.act(as: .timer, .purge) { act, rows in
        try Renewals.candidates(
          office.renewal, after: place, on: act.today, limit: Self.batch, in: rows)
      }
      for id in ids { await ask(id, into: &report) }
      guard ids.count == Self.batch else { break }
      last = ids.last
    }
    if report.queued > 0 { await office.deliverAtOnce() }
    return report
  }

  /// Runs if no other process did since `interval` ago, by real time; `nil` if one did.
  package func ifDue(every interval: TimeInterval) async throws -> Report? {
    let claimed = try await office.act(as: .timer, .purge) { _, rows in
      let now = Date()
      return try Timers.claim(
        Self.timer, at: now, until: now.addingTimeInterval(Self.claimSeconds),
        notSince: now.addingTimeInterval(-interval), in: rows)
    }
    guard claimed else { return nil }
    do {
      let report = try await self()
      try await finish(succeeded: report.failed == 0)
      return report
    } catch {
      try await finish(succeeded: false)
      throw error
    }
  }

  private func finish(succeeded: Bool) async throws {
    try await office.act(as: .timer, .purge) { _, rows in
      try Timers.finish(Self.timer, at: Date(), succeeded: succeeded, in: rows)
    }
  }

  private func ask(_ id: ApplicationID, into report: inout Report) async {
    do {
      try await office.inheritObjection(id)
      let done = try await office.act(as: .timer, .purge) { act, rows in
        guard try Locks.tryExclusive([id], in: rows) == [id] else { return Bool?.none }
        return try ask(id, at: act, in: rows)
      }
      if done == true { report.queued += 1 }
      if done == nil { report.failed += 1 }
    } catch {
      report.failed += 1
      report.faults.append(Fault.code(of: error))
    }
  }

  /// Decides under the lock; whether a letter was queued.
  private func ask(
    _ id: ApplicationID, at act: Act, in rows: borrowing Rows
  ) throws -> Bool {
    let consents = try Consents.all(of: id, in: rows)
    guard let found = try Applications.find(id, in: rows), found.isMailable, !found.isRestricted,
      try !Objections.forbidContact(of: id, in: rows),
      let current = Consent.inForce(consents),
      let pool = try Grounds.all(of: id, in: rows).first(where: {
        $0.kind == .pool && $0.endedAt == nil
      })
    else { return false }
    let asked = Consent.renewal(consents)
    let sent = try asked.map { try Renewals.sent(of: $0.id, in: rows) } ?? []
    guard
      let due = Renewal.due(
        office.renewal, pool: pool, question: asked, sent: sent, today: act.today)
    else { return false }
    let language = try office.languageOfAddressee(id, in: rows)
    let question = asked?.id ?? .random()
    if asked == nil {
      try Consents.ask(
        question, renewing: current.id, of: id, textVersion: ConsentText.currentVersion,
        language: language, by: nil, at: act.now, in: rows)
    }
    let link =
      try Links.live(for: question, in: rows)
      ?? office.makeLink(for: question, of: id, language: language, at: act, in: rows)
    try Outbox.queue(
      OutboxRow(
        application: id, kind: due.isRequest ? .renewal : .reminder, consent: question,
        link: link, queuedAt: act.now), in: rows)
    try Renewals.note(
      sent: due.days, of: question, application: id, at: act.now, in: rows)
    try act.note(.renewalAsked, of: id, detail: "\(due.days)", in: rows)
    return true
  }
}

extension Office {
  /// The applicant's language, in a login that may read what a letter needs.
  func languageOfAddressee(
    _ id: ApplicationID, in rows: borrowing Rows
  ) throws -> Language {
    guard let person = try Applicants.addressee(of: id, in: rows) else { return .german }
    return try withKey(of: id, in: rows) { key in
      try person.opened(of: id, with: key).applicant.language
    }
  }
}
