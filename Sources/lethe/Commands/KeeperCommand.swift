import ArgumentParser
import Keeper

/// `lethe keeper`: starts the private PostgreSQL for its first user and stops it after the last.
/// Other commands start it; as a service unit it runs in the foreground.
struct KeeperCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keeper", abstract: "Keeps the private database running.", shouldDisplay: false)

  @Option var directory: String
  @Option(name: .customLong("password-file")) var passwordFile: String
  @Flag var foreground = false
  @Flag(name: .customLong("quick-start")) var quickStart = false
  @Flag(name: .customLong("system-user")) var systemUser = false

  func run() throws {
    var options = KeeperProcess.Options()
    options.foreground = foreground
    options.quickStart = quickStart
    options.systemUser = systemUser
    try KeeperProcess.run(directory: directory, passwordFile: passwordFile, options: options)
  }
}
