package import Domain

/// The head of one document on the application's page; its page images follow.
package struct DocumentBlock: DeskContent {
  package static let template = "document"
  let documentAnchor: String
  let documentKind: String
  let documentName: String
  let documentInfo: String
  let aloneAddress: String
  let deleteAddress: String?

  package init(
    _ document: DocumentFacts, of application: ApplicationID, mayDelete: Bool, _ phrases: Phrases
  ) {
    let path = "/applications/\(application)/documents/\(document.id)"
    documentAnchor = Self.anchor(of: document.id)
    documentKind = phrases.name(of: document.kind)
    documentName = Readable.line(document.name)
    documentInfo = [
      document.mediaType.fileExtension.uppercased(), FileSize.inWords(document.bytes),
      phrases.inWords(document.receivedOn),
    ].joined(separator: ", ")
    aloneAddress = path
    deleteAddress = mayDelete ? "\(path)/delete" : nil
  }

  static func anchor(of document: DocumentID) -> String { "document-\(document)" }
}

/// How large a file is, as people say it.
enum FileSize {
  static func inWords(_ bytes: Int) -> String {
    bytes < 1_000_000 ? "\((bytes + 999) / 1000) kB" : "\((bytes + 500_000) / 1_000_000) MB"
  }
}

/// Asks whether a document may go, and says what follows.
package struct DeleteDocumentPage: DeskContent {
  package static let template = "documentDelete"
  let documentLabel: String
  let ownerName: String
  let deleteAction: String
  let backAddress: String

  package init(_ document: DocumentFacts, of facts: ApplicationFacts, _ phrases: Phrases) {
    documentLabel =
      "\(phrases.name(of: document.kind)), \(Readable.line(document.name))"
    ownerName = facts.name
    deleteAction = "\(facts.path)/documents/\(document.id)/delete"
    backAddress = facts.path
  }
}
