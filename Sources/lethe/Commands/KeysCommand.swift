import ArgumentParser
import Casework
import Domain

/// `lethe keys`
struct KeysCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keys", abstract: "The keys everything is sealed under.",
    subcommands: [
      Status.self, Identity.self, RotateCommand.self, VerifyCommand.self, DestroyCommand.self,
    ])

  /// `lethe keys status`
  struct Status: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Lists the epochs, and compares each key file with its fingerprint.")

    @OptionGroup var common: CommonOptions

    private struct Answer: Encodable {
      let current: Int?
      let epochs: [Epoch]
      /// From when on every earlier erasure is final: unknown while no epoch has been destroyed.
      let finalSince: String? = nil

      struct Epoch: Encodable {
        let number: Int
        let createdAt: String
        let retiredAt: String?
        let state: String
        let dataKeys: Int

        enum CodingKeys: CodingKey { case number, createdAt, retiredAt, state, dataKeys }

        func encode(to encoder: any Encoder) throws {
          var container = encoder.container(keyedBy: CodingKeys.self)
          try container.encode(number, forKey: .number)
          try container.encode(createdAt, forKey: .createdAt)
          try container.encode(retiredAt, forKey: .retiredAt)
          try container.encode(state, forKey: .state)
          try container.encode(dataKeys, forKey: .dataKeys)
        }
      }

      enum CodingKeys: CodingKey { case current, epochs, finalSince }

      func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(current, forKey: .current)
        try container.encode(epochs, forKey: .epochs)
        try container.encode(finalSince, forKey: .finalSince)
      }
    }

    func run() async throws {
      try await Workplace.use(common.directory) { workplace in
        let epochs = try await KeysStatus(workplace.office)()
        let printer = InstantPrinter(zone: workplace.office.time.zone)
        let answer = Answer(
          current: epochs.last { $0.retiredAt == nil }?.number,
          epochs: epochs.map {
            Answer.Epoch(
              number: $0.number, createdAt: printer.text($0.createdAt),
              retiredAt: $0.retiredAt.map(printer.text),
              state: $0.retiredAt == nil ? "open" : "retired", dataKeys: $0.dataKeys)
          })
        if common.json { return try Console.print(json: answer) }
        for epoch in answer.epochs {
          Console.print(
            "epoch \(epoch.number): \(epoch.state), since \(epoch.createdAt),"
              + " \(epoch.dataKeys) data keys; its key file is the right one")
        }
      }
    }
  }

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
