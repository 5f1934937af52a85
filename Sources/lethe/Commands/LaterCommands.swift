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

struct RotateCommand: LaterCommand {
  static let configuration = later("rotate")
  @OptionGroup var common: CommonOptions
}

struct VerifyCommand: LaterCommand {
  static let configuration = later("verify")
  @OptionGroup var common: CommonOptions
}

struct DestroyCommand: LaterCommand {
  static let configuration = later("destroy")
  @OptionGroup var common: CommonOptions
  @Argument var epoch: Int
}

struct ProveErasureCommand: LaterCommand {
  static let configuration = later("prove-erasure")
  @OptionGroup var common: CommonOptions
}
