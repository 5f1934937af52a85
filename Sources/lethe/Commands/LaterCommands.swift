import ArgumentParser

/// A command that scripts may already know and a later version delivers: refused by name, so
/// that nobody takes a typing error for the reason.
protocol LaterCommand: ParsableCommand {}

extension LaterCommand {
  /// The command's configuration.
  static func later(_ name: String) -> CommandConfiguration {
    CommandConfiguration(
      commandName: name, abstract: "Comes with a later version.", shouldDisplay: false)
  }

  func run() throws {
    throw CommandFailure.refused(
      "\(Self.configuration.commandName ?? "This") comes with a later version of Lethe.")
  }
}

struct ProveErasureCommand: LaterCommand {
  static let configuration = later("prove-erasure")
  @OptionGroup var common: CommonOptions
}
