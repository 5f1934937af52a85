import ArgumentParser
import Casework
import Domain

/// `lethe documents`
struct DocumentsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "documents", abstract: "Stored documents.", subcommands: [Sealed.self])

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
