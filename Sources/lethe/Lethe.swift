import ArgumentParser
import Foundation

/// `lethe`: keeps applications for as long as a ground stands, and forgets them on time.
@main struct Lethe: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lethe",
    abstract: "Keeps job applications as long as a ground stands, and forgets them on time.",
    subcommands: [
      InitCommand.self, ServeCommand.self, StaffCommand.self, PurgeCommand.self,
      ExplainCommand.self, KeysCommand.self, DocumentsCommand.self, DatabaseCommand.self,
      SandboxCommand.self, DoctorCommand.self, ClockCommand.self, KeeperCommand.self,
      LedgerCommand.self, ReconcileCommand.self, ProveErasureCommand.self,
    ])

  /// Exit status: 0 done, 1 failed, 2 usage, 3 refused by a guard.
  static func main() async {
    do {
      var command = try parseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch {
      leave(after: error)
    }
  }

  private static func leave(after error: any Error) -> Never {
    if let failure = error as? CommandFailure {
      Console.say(failure.message)
      Foundation.exit(failure.status)
    }
    let code = exitCode(for: error)
    switch code {
    case .success, .validationFailure:
      let text = fullMessage(for: error)
      if code == .success {
        Console.print(text)
        Foundation.exit(0)
      }
      Console.say(text)
      Foundation.exit(2)
    default:
      if !(error is ExitCode) { Console.say(Explanation.of(error)) }
      Foundation.exit(error is ExitCode ? code.rawValue : Explanation.status(of: error))
    }
  }
}
