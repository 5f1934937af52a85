import Domain
import Records
import struct Foundation.Date
import struct Foundation.TimeInterval

/// Looks at everything that could need a person.
package struct Checkup: Sendable {
  private static let purgeIsStaleSeconds: TimeInterval = 2 * 3600
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// One thing that was looked at.
  package struct Finding: Sendable {
    package let name: String
    package let isFine: Bool
    /// What was found; no personal data.
    package let detail: String

    package init(_ name: String, _ isFine: Bool, _ detail: String) {
      self.name = name
      self.isFine = isFine
      self.detail = detail
    }
  }

  /// The database, its settings, files, deadlines and mail. `isPrivate` tells that the server is
  /// ours, and its log with it.
  package func callAsFunction(isPrivate: Bool) async throws -> [Finding] {
    try await database(isPrivate: isPrivate) + files() + deadlines() + mail()
  }

  private func database(isPrivate: Bool) async throws -> [Finding] {
    let (settings, above) = try await office.act(as: .console, .door) { _, rows in
      (
        try ServerSettings.current(in: rows),
        try ServerSettings.loginsAbovePolicies(in: rows)
      )
    }
    let version = Int(settings["server_version_num"] ?? "") ?? 0
    let durable = ["fsync", "synchronous_commit", "full_page_writes"].filter {
      settings[$0] != "on"
    }
    let talkative = Self.talkative(settings)
    return [
      Finding("database", version >= 150_000, "PostgreSQL \(version / 10_000)"),
      Finding(
        "durability", durable.isEmpty,
        durable.isEmpty ? "commits reach the disk" : "off: \(durable.joined(separator: ", "))"),
      Finding(
        "database log", talkative.isEmpty,
        talkative.isEmpty
          ? "logs no statement values\(isPrivate ? "" : " by its settings")"
          : "may log values: \(talkative.joined(separator: ", "))"),
      Finding(
        "row policies", above.isEmpty,
        above.isEmpty
          ? "no login is above them" : "above them: \(above.joined(separator: ", "))"),
    ]
  }

  /// Settings under which a server may write a parameter's value into its log.
  private static func talkative(_ settings: [String: String]) -> [String] {
    let wanted = [
      ("log_min_error_statement", "panic"), ("log_error_verbosity", "terse"),
      ("log_parameter_max_length", "0"), ("log_parameter_max_length_on_error", "0"),
      ("log_statement", "none"),
    ]
    return wanted.filter { settings[$0.0] != $0.1 }.map { "\($0.0) should be \($0.1)" }
  }

  private func files() async throws -> [Finding] {
    let (unknown, missing) = try await SweepFiles(office).compare()
    return [
      Finding("documents", missing == 0, "\(missing) stored documents without their file"),
      Finding(
        "stray files", true, "\(unknown) old files that no document names; the purge moves them"),
    ]
  }

  private func deadlines() async throws -> [Finding] {
    let metrics = try await Health(office).metrics()
    let age = metrics.purgeLastSuccess.map { Date().timeIntervalSince($0) }
    let isFresh = age.map { $0 <= Self.purgeIsStaleSeconds } ?? false
    return [
      Finding(
        "overdue", metrics.overdueApplications == 0,
        "\(metrics.overdueApplications) applications are due and still there"),
      Finding(
        "purge", isFresh,
        age.map { "last succeeded \(Int($0 / 60)) minutes ago" }
          ?? "has never succeeded by itself; is the service running?"),
      Finding(
        "open-ended", metrics.openEndedApplications == 0,
        "\(metrics.openEndedApplications) applications without an outcome in closed vacancies"),
    ]
  }

  private func mail() async throws -> [Finding] {
    let mails = try await office.mailBacklog()
    let since = mails.oldest.map { ", the oldest since \(office.time.day(of: $0))" } ?? ""
    return [
      Finding("mail queue", mails.waiting == 0, "\(mails.waiting) mails wait\(since)"),
      Finding(
        "undelivered mail", mails.givenUp == 0, "\(mails.givenUp) mails could not be delivered"),
    ]
  }
}
