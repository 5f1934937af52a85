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

struct VerifyCommand: LaterCommand {
  static let configuration = later("verify")
  @OptionGroup var common: CommonOptions
  @Option var checkpoint: String?
}

struct CheckpointCommand: LaterCommand {
  static let configuration = later("checkpoint")
  @OptionGroup var common: CommonOptions
}

struct LedgerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ledger", abstract: "Comes with a later version.", shouldDisplay: false,
    subcommands: [VerifyCommand.self, CheckpointCommand.self])
}

struct ProveErasureCommand: LaterCommand {
  static let configuration = later("prove-erasure")
  @OptionGroup var common: CommonOptions
}
