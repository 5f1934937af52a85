import ArgumentParser
import Casework

/// `lethe reconcile`
struct ReconcileCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reconcile",
    abstract: "After a restore: repeats from the journal what the database has forgotten.")

  @OptionGroup var common: CommonOptions

  private struct Answer: Encodable {
    let erasures: Int
    let withdrawals: Int
    let restrictions: Int
    let holds: Int
    let other: Int
    let lost: Int
    let impossible: Int
    let imported: Int

    init(_ report: ReconcileReport) {
      erasures = report.erasures
      withdrawals = report.withdrawals
      restrictions = report.restrictions
      holds = report.holds
      other = report.other
      lost = report.lost
      impossible = report.impossible
      imported = report.imported
    }

    var words: String {
      if imported == 0 { return "Journal and database agree; nothing was to be repeated." }
      let cannot =
        impossible == 0
        ? "" : " \(impossible) can't be repeated: what they need is lost as well."
      return "\(imported) entries brought back. Repeated: \(erasures) erasures, \(withdrawals)"
        + " withdrawals, \(restrictions) restrictions, \(holds) holds, \(other) others.\(cannot)"
        + " \(lost) acts that protect nobody are lost since the backup. Everybody signs in again."
    }
  }

  func run() async throws {
    let report = try await Workplace.use(common.directory, tolerating: .restore) { workplace in
      try await Reconcile(workplace.office)()
    }
    let answer = Answer(report)
    if common.json { try Console.print(json: answer) } else { Console.print(answer.words) }
  }
}
