import Domain
import Records
import struct Foundation.Date

/// Looks at everything that could need a person.
package struct Checkup: Sendable {
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
    let age = metrics.purgeLastSuccess.map { office.real.now().timeIntervalSince($0) }
    func finding(_ name: String, _ alarm: Alarm, _ words: String) -> Finding {
      let count = metrics.alarms[alarm] ?? 0
      return Finding(name, count == 0, "\(count) \(words)")
    }
    let clock = try await CheckClock(office)()
    return [
      finding("overdue", .overdue, "applications are due and still there"),
      Finding(
        "purge", metrics.alarms[.purgeStale] == 0,
        age.map { "last succeeded \(Int($0 / 60)) minutes ago" }
          ?? "has never succeeded by itself; is the service running?"),
      finding("open-ended", .openEnded, "applications without an outcome in closed vacancies"),
      finding("notice missing", .noticeMissing, "rejected, and nothing shows that they were told"),
      finding("notice late", .noticeLate, "told more than four weeks after the end"),
      finding("hold reviews", .reviewDue, "held although the day of review has come"),
      finding("paper", .paperOpen, "erased, and the paper isn't confirmed to be gone"),
      Finding(
        "announced", true,
        "\(metrics.dueNextWeek) applications are due within the coming week"),
      Finding("clock", clock.isTrusted, Self.words(for: clock)),
    ]
  }

  private static func words(for clock: ClockState) -> String {
    guard clock.isCompared else { return "a sandbox's may be set" }
    guard let doubt = clock.doubt else { return "agrees with the machine's own" }
    return "\(doubt.rawValue) by \(clock.seconds) seconds; if it is right now, say so with"
      + " lethe clock --confirm, until then nothing is erased whose time ran out"
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
