import ArgumentParser
import Casework
import Domain
import Foundation

/// `lethe clock`
struct ClockCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clock",
    abstract: "Tells whether the wall clock is believed, or confirms that it is right.")

  @OptionGroup var common: CommonOptions
  @Flag(help: "The wall clock is right: erase again what has run out.")
  var confirm = false

  private struct Answer: Encodable {
    let now: String
    let trusted: Bool
    let compared: Bool
    let lastSeen: String?
    let doubt: String?
    let seconds: Int?
    let since: String?

    init(_ state: ClockState, _ printer: InstantPrinter) {
      now = printer.text(state.now)
      trusted = state.isTrusted
      compared = state.isCompared
      lastSeen = state.lastSeen.map(printer.text)
      doubt = state.doubt?.rawValue
      seconds = state.doubt == nil ? nil : state.seconds
      since = state.since.map(printer.text)
    }

    var words: String {
      guard compared else { return "\(now): a sandbox's clock isn't compared with anything." }
      guard let doubt, let seconds, let since else {
        return "\(now): agrees with the machine's own clock."
      }
      return "\(now): \(doubt) by \(seconds) seconds, noticed \(since). Last seen right:"
        + " \(lastSeen ?? "never"). Nothing is erased whose time ran out. If the clock is right"
        + " now: lethe clock --confirm"
    }
  }

  func run() async throws {
    let answer = try await Workplace.use(common.directory) { workplace in
      let clock = CheckClock(workplace.office)
      let state = confirm ? try await clock.confirm() : try await clock()
      return Answer(state, InstantPrinter(zone: workplace.office.time.zone))
    }
    if common.json { try Console.print(json: answer) } else { Console.print(answer.words) }
  }
}
