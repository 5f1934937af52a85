package import Domain
import Records
package import struct Foundation.Date

/// How the service is doing.
package struct Health: Sendable {
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// Numbers for monitoring.
  package struct Metrics: Sendable {
    /// How many there are of each alarm.
    package let alarms: [Alarm: Int]
    package let purgeLastSuccess: Date?
    /// Due within the coming week.
    package let dueNextWeek: Int
    /// Whether the wall clock is believed.
    package let isClockTrusted: Bool
    package let mailsWaiting: Int
    /// Letters that could not be delivered.
    package let mailsFailed: Int

    /// Due by the law's clock, and still there.
    package var overdueApplications: Int { alarms[.overdue] ?? 0 }
    /// Of closed vacancies, without an outcome.
    package var openEndedApplications: Int { alarms[.openEnded] ?? 0 }
  }

  /// Whether requests can be answered: the database is there, and the journal can be written.
  package func isReady() async -> Bool {
    if let fault = office.sequencer.fault, !Fault.isOutage(fault) { return false }
    do {
      return try await office.act(as: .console, .door) { _, rows in
        try Installations.current(in: rows) != nil
      }
    } catch {
      return false
    }
  }

  /// Whether the process answers at all.
  package func isAlive() async -> Bool { true }

  /// The numbers as they are now.
  package func metrics() async throws -> Metrics {
    let find = FindDeadlines(office)
    let lastSuccess = try await office.act(as: .timer, .purge) { _, rows in
      try Timers.lastSuccess("purge", in: rows)
    }
    let mails = try await office.mailBacklog()
    return Metrics(
      alarms: try await find.counts(), purgeLastSuccess: lastSuccess,
      dueNextWeek: try await find.total(.next(days: MassGuard.announcedDays)),
      isClockTrusted: try await CheckClock(office)().isTrusted,
      mailsWaiting: mails.waiting, mailsFailed: mails.givenUp)
  }
}

extension Office {
  /// What the queues of mail hold, taken together.
  func mailBacklog() async throws -> MailBacklog {
    try await act(as: .timer, .mail) { _, rows in
      let queues = [
        try Outbox.backlog(in: rows), try LastMails.backlog(in: rows),
        try StaffMails.backlog(in: rows),
      ]
      return MailBacklog(
        waiting: queues.reduce(0) { $0 + $1.waiting }, oldest: queues.compactMap(\.oldest).min(),
        givenUp: queues.reduce(0) { $0 + $1.givenUp })
    }
  }
}
