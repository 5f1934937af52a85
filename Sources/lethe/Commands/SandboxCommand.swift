import ArgumentParser
import Casework
import Domain
import Foundation
import Records

/// `lethe sandbox`
struct SandboxCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sandbox", abstract: "What only a sandbox may do.", subcommands: [Clock.self])

  /// `lethe sandbox clock`
  struct Clock: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Reads or sets the clock; a set clock stands still until it is set again.")

    @OptionGroup var common: CommonOptions
    @Argument(help: "An instant such as 2026-09-16T00:00:00+02:00, a day, or 'real'.")
    var instant: String?

    private struct Answer: Encodable {
      let now: String
      let set: Bool
    }

    func run() async throws {
      try await Workplace.use(common.directory) { workplace in
        guard workplace.installation.isSandbox else {
          throw CommandFailure.refused(
            "\(workplace.directory.path) is no sandbox: its clock is the machine's.")
        }
        let clock = SandboxClock(path: workplace.directory.clock)
        if let instant {
          if instant == "real" {
            try clock.setReal()
          } else if let wanted = Self.instant(instant, in: workplace.office.time) {
            try clock.set(to: wanted)
          } else {
            throw CommandFailure.usage(
              "'\(instant)' is neither an instant with an offset (RFC 3339), a day nor 'real'.")
          }
        }
        let set = try clock.set()
        let printer = InstantPrinter(zone: workplace.office.time.zone)
        let answer = Answer(now: printer.text(set ?? Date()), set: set != nil)
        if common.json { return try Console.print(json: answer) }
        Console.print("\(answer.now)\(answer.set ? "" : " (real)")")
      }
    }

    /// A day means its first instant, local time.
    private static func instant(_ text: String, in time: OfficeTime) -> Date? {
      Instant.read(text) ?? Day(text).map(time.start)
    }
  }
}
