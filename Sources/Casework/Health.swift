import Domain
import Records
package import struct Foundation.Date

/// How the service is doing.
package struct Health: Sendable {
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// Numbers for monitoring.
  package struct Metrics: Sendable {
    /// Due by the law's clock, and still there.
    package let overdueApplications: Int
    package let openEndedApplications: Int
    package let purgeLastSuccess: Date?
    package let mailsWaiting: Int
  }

  /// Whether requests can be answered: the database is there.
  package func isReady() async -> Bool {
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
    let due = try await Purge(office).dryRun()
    let lastSuccess = try await office.act(as: .timer, .purge) { _, rows in
      try Timers.lastSuccess("purge", in: rows)
    }
    let (waiting, _) = try await office.act(as: .timer, .mail) { _, rows in
      try Outbox.backlog(in: rows)
    }
    return Metrics(
      overdueApplications: due.due, openEndedApplications: due.openEnded,
      purgeLastSuccess: lastSuccess, mailsWaiting: waiting)
  }
}
