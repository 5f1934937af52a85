import Domain

/// The figures an alarm can hang on, in Prometheus' text format.
struct MetricsText: Sendable {
  let alarms: [Alarm: Int]
  let mailsWaiting: Int
  let mailsFailed: Int
  let dueNextWeek: Int
  let isClockTrusted: Bool
  /// Seconds since 1970; `nil` before the first.
  let lastPurge: Double?

  var text: String {
    let byAlarm = Alarm.allCases.map { alarm in
      "lethe_alarms{alarm=\"\(alarm.rawValue)\"} \(alarms[alarm] ?? 0)\n"
    }
    return gauge(
      "lethe_overdue_applications", "Applications whose day of erasure has passed",
      alarms[.overdue] ?? 0)
      + gauge(
        "lethe_open_ended_applications", "Applications of closed vacancies without an outcome",
        alarms[.openEnded] ?? 0)
      + head("lethe_alarms", "Applications that need a person, by alarm") + byAlarm.joined()
      + gauge(
        "lethe_due_next_week_applications", "Applications due within seven days", dueNextWeek)
      + gauge(
        "lethe_clock_trusted", "Whether the wall clock is believed", isClockTrusted ? 1 : 0)
      + gauge("lethe_mails_waiting", "Letters not yet handed over", mailsWaiting)
      + gauge("lethe_mails_failed", "Letters that could not be delivered", mailsFailed)
      + gauge(
        "lethe_purge_last_success_timestamp_seconds", "When a purge last ended without a failure",
        Int(lastPurge ?? 0))
  }

  private func gauge(_ name: String, _ help: String, _ value: Int) -> String {
    head(name, help) + "\(name) \(value)\n"
  }

  private func head(_ name: String, _ help: String) -> String {
    "# HELP \(name) \(help)\n# TYPE \(name) gauge\n"
  }
}
