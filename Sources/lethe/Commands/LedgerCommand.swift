import ArgumentParser
import Casework
import Foundation
import Journal
import Vault

/// `lethe ledger`
struct LedgerCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ledger", abstract: "The ledger and its journal, for whoever checks them.",
    subcommands: [Verify.self, Checkpoint.self, Key.self])

  /// `lethe ledger verify`
  struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Recomputes everything that is kept of the ledger. Repairs nothing.")

    @OptionGroup var common: CommonOptions
    @Option(help: "A checkpoint that was kept elsewhere.") var checkpoint: String?

    private struct Answer: Encodable {
      let entries: Int
      let rootHash: String
      let verified: Bool
    }

    func run() async throws {
      let kept = try checkpoint.map(LedgerCommand.read)
      let verification = try await Workplace.use(common.directory, tolerating: .unseen) {
        try await VerifyLedger($0.office)(against: kept)
      }
      try Console.print(
        json: Answer(
          entries: verification.entries,
          rootHash: Base64.padded.encode(verification.rootHash),
          verified: verification.isVerified))
      verification.findings.forEach(Console.say)
      if !verification.isVerified { throw ExitCode(1) }
    }
  }

  /// `lethe ledger checkpoint`
  struct Checkpoint: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Prints the journal's signed head, to be kept elsewhere.")

    @OptionGroup var common: CommonOptions

    func run() async throws {
      try await Workplace.use(common.directory) { workplace in
        let sequencer = workplace.office.sequencer
        try await sequencer()
        // A note ends with its own newline.
        try Console.write(Array(sequencer.journal.locked { try $0.checkpoint() }.utf8))
      }
    }
  }

  /// `lethe ledger key`
  struct Key: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Prints the public key that checkpoints and receipts are verified with.")

    @OptionGroup var common: CommonOptions

    /// Says nothing of what is recorded here: whoever verifies a restored journal needs it.
    func run() async throws {
      try await Workplace.use(common.directory, tolerating: .unseen) {
        Console.print($0.office.sequencer.journal.signer.text)
      }
    }
  }

  /// A checkpoint as it was kept.
  private static func read(_ path: String) throws -> String {
    do {
      return String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
    } catch {
      throw CommandFailure.failed("The checkpoint \(path) can't be read.")
    }
  }
}
