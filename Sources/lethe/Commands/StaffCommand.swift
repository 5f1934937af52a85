import ArgumentParser
import Casework
import Domain

/// `lethe staff`
struct StaffCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "staff", abstract: "People who work with applications.",
    subcommands: [Add.self, RevokeTokensCommand.self])

  /// `lethe staff revoke-tokens`
  struct RevokeTokensCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "revoke-tokens",
      abstract: "Makes the tokens somebody carries for the API worth nothing.")

    @OptionGroup var common: CommonOptions
    @Argument(help: "Their id.") var staff: String

    private struct Answer: Encodable { let revoked: Int }

    func run() async throws {
      guard let id = StaffID(staff) else {
        throw CommandFailure.usage("'\(staff)' is not the id of somebody on the staff.")
      }
      let revoked = try await Workplace.use(common.directory) { workplace in
        try await knownOrFailed { try await RevokeTokens(workplace.office)(of: id) }
      }
      if common.json { return try Console.print(json: Answer(revoked: revoked)) }
      Console.print("\(revoked) tokens revoked.")
    }
  }

  /// `lethe staff add`
  struct Add: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Adds somebody to the staff with their roles.")

    @OptionGroup var common: CommonOptions
    @Argument(help: "Their e-mail address.") var email: String
    @Option(help: "Their name.") var name: String
    @Option(
      name: .customLong("role"), parsing: .singleValue,
      help: "administrator, recruiter, reviewer, legal, privacyOfficer or auditor; repeatable.")
    var roles: [Role]
    @Flag(help: "Also print a token for the API, valid one year.") var token = false

    private struct Answer: Encodable {
      let id: String
      let setupLink: String
      let token: String?
    }

    func validate() throws {
      guard email.split(separator: "@", omittingEmptySubsequences: false).count == 2,
        !email.hasPrefix("@"), !email.hasSuffix("@"), !email.contains(where: \.isWhitespace)
      else { throw ValidationError("EMAIL is not an e-mail address.") }
      guard !name.allSatisfy(\.isWhitespace) else {
        throw ValidationError("--name must not be blank.")
      }
      guard !roles.isEmpty else { throw ValidationError("At least one --role is needed.") }
      guard !roles.contains(.intake) else {
        throw ValidationError("The role intake comes with a later version.")
      }
    }

    func run() async throws {
      try await Workplace.use(common.directory) { workplace in
        let new = try await AddStaff(workplace.office)(
          email: Private(email), name: Private(name), roles: Set(roles), withToken: token)
        let link = ServedAddress(directory: workplace.directory)
          .setUpLink(new.setUpToken.reveal(), workplace.settings)
        let answer = Answer(id: new.id.text, setupLink: link, token: new.token?.reveal())
        // Scripts read this answer either way; link and token are shown this once.
        try Console.print(json: answer)
      }
    }
  }
}

extension Role: ExpressibleByArgument {}
