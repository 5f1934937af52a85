import ArgumentParser
import Casework
import Domain

/// `lethe documents`
struct DocumentsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "documents", abstract: "Stored documents.",
    subcommands: [Sealed.self, Verify.self])

  /// `lethe documents verify`
  struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Opens every document from end to end, and names those that don't open.")

    @OptionGroup var common: CommonOptions

    private struct Answer: Encodable {
      let opened: Int
      let damaged: [String]
      let verified: Bool
    }

    func run() async throws {
      let report = try await Workplace.use(common.directory) { workplace in
        try await VerifyDocuments(workplace.office)()
      }
      let damaged = report.damaged.map(\.text)
      if common.json {
        try Console.print(
          json: Answer(opened: report.opened, damaged: damaged, verified: damaged.isEmpty))
      } else {
        for id in damaged { Console.print("document \(id) doesn't open") }
        Console.print("\(report.opened) documents open from end to end")
      }
      if !damaged.isEmpty { throw ExitCode(1) }
    }
  }

  /// `lethe documents sealed`
  struct Sealed: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Writes a document as it is stored, an age file, to standard output.")

    @OptionGroup var common: CommonOptions
    @Argument(help: "The document's id.") var document: String

    func run() async throws {
      guard let id = DocumentID(document) else {
        throw CommandFailure.usage("'\(document)' is not a document's id.")
      }
      try await Workplace.use(common.directory) { workplace in
        try await knownOrFailed {
          try await ReadSealedDocument(workplace.office)(id) { try Console.write($0) }
        }
      }
    }
  }
}
