import ArgumentParser
import Casework
import Domain

/// `lethe purge`
struct PurgeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "purge", abstract: "Erases all that is due.")

  @OptionGroup var common: CommonOptions
  @Flag(name: .customLong("dry-run"), help: "Count what is due, and change nothing.")
  var dryRun = false
  @Option(help: "Erase also what wasn't announced; refused unless exactly so many are due.")
  var confirm: Int?

  private struct Answer: Encodable {
    let due: Int
    let erased: Int
    let failed: Int
    let kept: [Kept]
    let openEnded: Int
    let durationMs: Int
    /// Only where a person has to do something first.
    let unannounced: Int?
    let waiting: Int?

    struct Kept: Encodable {
      let ground: String
      let count: Int
    }

    init(_ report: PurgeReport) {
      due = report.due
      erased = report.erased
      failed = report.failed
      kept = report.kept.map { Kept(ground: $0.ground, count: $0.count) }
      openEnded = report.openEnded
      durationMs = report.durationMilliseconds
      if case .unannounced(let count)? = report.stop {
        (unannounced, waiting) = (report.unannounced, count)
      } else {
        (unannounced, waiting) = (nil, nil)
      }
    }

    var words: String {
      let grounds = kept.map { "\($0.count) for \($0.ground)" }.joined(separator: ", ")
      return "\(due) due, \(erased) erased, \(failed) failed in \(durationMs) ms."
        + " Kept: \(grounds.isEmpty ? "nothing" : grounds). Open-ended: \(openEnded)."
    }
  }

  func run() async throws {
    let report = try await Workplace.use(common.directory) { workplace in
      let purge = Purge(workplace.office)
      if dryRun { return try await purge.dryRun() }
      let report = try await purge(confirm: confirm)
      try await SweepFiles(workplace.office)(quarantine: workplace.quarantine)
      return report
    }
    for fault in report.faults { Console.say("failed: \(fault)") }
    let answer = Answer(report)
    if common.json { try Console.print(json: answer) } else { Console.print(answer.words) }
    if !dryRun, let stop = report.stop { throw Self.refusal(stop, report) }
    if report.failed > 0 { throw ExitCode(1) }
  }

  private static func refusal(_ stop: PurgeStop, _ report: PurgeReport) -> CommandFailure {
    switch stop {
    case .otherCount(let due):
      .refused("\(due) applications are due, not another count; nothing was erased.")
    case .unannounced(let waiting):
      .refused(
        "\(waiting) applications whose time ran out wait: \(report.unannounced) of them were not"
          + " announced, more than \(MassGuard.unannouncedAtMost). \(report.erased) that never wait"
          + " were erased. Look why so many are due; if that is right:"
          + " lethe purge --confirm \(waiting)")
    case .clock:
      .refused(
        "The wall clock can't be believed, so nothing was erased whose time ran out. Look at"
          + " lethe clock; if the clock is right: lethe clock --confirm")
    }
  }
}
