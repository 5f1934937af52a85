import ArgumentParser
import Casework
import Domain

/// `lethe keys`
struct KeysCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keys", abstract: "The keys everything is sealed under.",
    subcommands: [
      Status.self, Rotate.self, Verify.self, Destroy.self, Identity.self,
    ])

  /// `lethe keys identity`
  struct Identity: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Break glass: prints the age identity that opens an application's documents.")

    @OptionGroup var common: CommonOptions
    @Argument(help: "The application's id.") var application: String
    @Option(help: "Why; the ledger keeps that it was asked, the reason is kept sealed.")
    var reason: String

    private struct Answer: Encodable { let identity: String }

    func validate() throws {
      guard !reason.allSatisfy(\.isWhitespace) else {
        throw ValidationError("--reason must not be blank.")
      }
    }

    func run() async throws {
      guard let id = ApplicationID(application) else {
        throw CommandFailure.usage("'\(application)' is not an application's id.")
      }
      let identity = try await Workplace.use(common.directory) { workplace in
        try await knownOrFailed {
          try await ShowIdentity(workplace.office)(of: id, reason: Private(reason))
        }
      }
      if common.json {
        try Console.print(json: Answer(identity: identity.reveal()))
      } else {
        Console.print(identity.reveal())
      }
    }
  }
}

/// What isn't there is a failure of the command, not a guard's no.
func knownOrFailed<Result>(_ body: () async throws -> Result) async throws -> Result {
  do {
    return try await body()
  } catch Refusal.unknown {
    throw CommandFailure.failed(Explanation.of(Refusal.unknown))
  }
}
