package import Domain

/// Where documents are added: several at once, each with its kind.
package struct UploadPage: DeskContent {
  package static let template = "upload"
  let ownerName: String
  let uploadAction: String
  /// Where the script sends each file.
  let uploadTarget: String
  let backAddress: String
  let limitBytes: Int
  let limitText: String
  let accepted: String
  let kindOptions: [KindOption]
  let storedLines: [StoredLine]
  let refusedLines: [RefusedLine]
  let hasStored: Bool
  let hasRefused: Bool

  struct KindOption: Sendable {
    let kindCode: String
    let kindLabel: String
    let isKind: Bool
  }

  struct StoredLine: Sendable {
    let storedName: String
  }

  struct RefusedLine: Sendable {
    let refusedName: String
    let refusedWhy: String
  }

  /// What became of one file of a form.
  package struct Result: Sendable {
    package let name: String
    /// `nil` when it was stored.
    package let refusal: String?

    package init(name: String, refusal: String?) {
      self.name = name
      self.refusal = refusal
    }
  }

  package init(
    name: String, path: String, limitBytes: Int, kind: DocumentKind = .cv,
    results: [Result] = [], _ phrases: Phrases
  ) {
    ownerName = Readable.line(name)
    uploadAction = "\(path)/upload"
    uploadTarget = "/api/v1\(path)/documents"
    backAddress = path
    self.limitBytes = limitBytes
    limitText = phrases(
      "PDF, DOCX, JPEG or PNG, at most {limit} MiB each.", ["limit": "\(limitBytes >> 20)"])
    accepted = MediaType.allCases.flatMap { [$0.rawValue, ".\($0.fileExtension)"] }
      .joined(separator: ",")
    kindOptions = DocumentKind.allCases.map {
      KindOption(kindCode: $0.rawValue, kindLabel: phrases.name(of: $0), isKind: $0 == kind)
    }
    storedLines = results.filter { $0.refusal == nil }
      .map { StoredLine(storedName: Readable.line($0.name)) }
    refusedLines = results.compactMap { result in
      result.refusal.map {
        RefusedLine(refusedName: Readable.line(result.name), refusedWhy: $0)
      }
    }
    hasStored = !storedLines.isEmpty
    hasRefused = !refusedLines.isEmpty
  }
}
