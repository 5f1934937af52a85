import Casework
import Domain
import Hummingbird

/// Packs somebody who was hired: the documents, then `person.json`, which lists them. Its fields
/// are described in `docs/hand-over.md`.
struct HandOverPacker: Sendable {
  let export: HandOverExport
  let printer: Printer

  init(_ export: HandOverExport, _ time: OfficeTime) {
    self.export = export
    printer = Printer(time)
  }

  /// Opens every document before the answer begins, so that what can't be opened is told.
  func response() async throws -> Response {
    try await export.check()
    return .zip(named: "hand-over.zip") { stream in
      var packed: [(ExportedDocument, PackedFile)] = []
      for document in export.documents {
        packed.append((document, try await stream.add(document, in: "documents")))
      }
      try await stream.add("person.json", person(packed), at: export.exportedAt)
      try await stream.finish()
      // Whoever has the whole file has this in the database; otherwise the connection ends.
      try await export.delivered()
    }
  }

  private func person(_ packed: [(ExportedDocument, PackedFile)]) -> [UInt8] {
    JSONText.object { json in
      json.field("format", "lethe/hand-over")
      json.field("version", 1)
      json.field("exportedAt", printer.instant(export.exportedAt))
      json.field("applicationId", export.id)
      json.field("externalId", export.externalID?.reveal())
      printer.applicant(export.applicant, named: "person", into: &json)
      if let vacancy = export.vacancy {
        json.object("job") {
          $0.field("vacancyId", vacancy.id)
          $0.field("title", vacancy.title)
          $0.field("location", vacancy.location)
        }
      } else {
        json.null("job")
      }
      json.field("receivedAt", printer.instant(export.receivedAt))
      json.field("hiredOn", export.hiredOn)
      json.array("documents", packed) { printer.packed($1.0, $1.1, into: &$0) }
    }
  }
}

extension Printer {
  /// A document of an export, and under which name it was packed.
  func packed(_ document: ExportedDocument, _ file: PackedFile, into json: inout JSONText) {
    json.object {
      $0.field("id", document.id)
      $0.field("kind", document.kind.rawValue)
      $0.field("name", document.name.reveal())
      $0.field("mediaType", document.mediaType.rawValue)
      $0.field("bytes", file.bytes)
      $0.field("receivedAt", instant(document.receivedAt))
      $0.field("file", file.name)
      $0.field("sha256", file.sha256)
    }
  }
}
