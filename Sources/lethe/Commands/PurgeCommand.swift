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
  @Option(help: "Refuse unless exactly so many applications are due.")
  var confirm: Int?

  private struct Answer: Encodable {
    let due: Int
    let erased: Int
    let failed: Int
    let kept: [Kept]
    let openEnded: Int
    let durationMs: Int

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
      if let confirm {
        let due = try await purge.dryRun().due
        guard due == confirm else {
          throw CommandFailure.refused("\(due) applications are due, not \(confirm).")
        }
      }
      if dryRun { return try await purge.dryRun() }
      let report = try await purge()
      try await SweepFiles(workplace.office)(quarantine: workplace.quarantine)
      return report
    }
    for fault in report.faults { Console.say("failed: \(fault)") }
    let answer = Answer(report)
    if common.json { try Console.print(json: answer) } else { Console.print(answer.words) }
    if report.failed > 0 { throw ExitCode(1) }
  }
}
