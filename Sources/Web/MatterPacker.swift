import Casework
import Domain
import Hummingbird

/// Packs a matter: a folder for each application, then `manifest.json`, which lists every file.
/// Its files are described in `docs/hand-over.md`.
struct MatterPacker: Sendable {
  let export: MatterExport
  let printer: Printer

  init(_ export: MatterExport, _ time: OfficeTime) {
    self.export = export
    printer = Printer(time)
  }

  func response() -> Response {
    .zip(named: "matter.zip") { stream in
      var folders: [(ApplicationID, String)] = []
      for id in export.applications {
        let contents = try await export.contents(of: id)
        let person = contents.applicant
        let folder = stream.folder(
          "\(person.familyName.reveal()) \(person.givenName.reveal())")
        folders.append((id, folder))
        try await pack(contents, in: folder, stream)
      }
      try await stream.add(
        "checkpoint", Array(export.head.checkpoint.utf8), at: export.exportedAt)
      try await stream.add("manifest.json", manifest(folders, stream.files), at: export.exportedAt)
      try await stream.finish()
    }
  }

  private func pack(
    _ contents: MatterContents, in folder: String, _ stream: ZIPStream
  ) async throws {
    var packed: [(ExportedDocument, PackedFile)] = []
    for document in contents.documents {
      packed.append((document, try await stream.add(document, in: "\(folder)/documents")))
    }
    let at = export.exportedAt
    try await stream.add("\(folder)/application.json", application(contents, packed), at: at)
    try await stream.add("\(folder)/notice.json", notice(contents), at: at)
    try await stream.add("\(folder)/ledger.json", try await ledger(of: contents.id), at: at)
  }

  private func application(
    _ contents: MatterContents, _ packed: [(ExportedDocument, PackedFile)]
  ) -> [UInt8] {
    JSONText.object { json in
      json.field("format", "lethe/matter-application")
      json.field("version", 1)
      json.field("id", contents.id)
      for section in contents.application { printer.section(section, into: &json) }
      json.array("documents", packed) { printer.packed($1.0, $1.1, into: &$0) }
      json.object("retention") { printer.retention(contents.retention, into: &$0) }
      json.array("staff", contents.staff.sorted { $0.key.text < $1.key.text }) { json, one in
        json.object {
          $0.field("id", one.key)
          $0.field("name", one.value)
        }
      }
    }
  }

  private func notice(_ contents: MatterContents) -> [UInt8] {
    JSONText.object { json in
      json.field("format", "lethe/matter-notice")
      json.field("version", 1)
      json.field("id", contents.id)
      for section in contents.notice { printer.section(section, into: &json) }
    }
  }

  private func ledger(of id: ApplicationID) async throws -> [UInt8] {
    var entries: [ProvenEntry] = []
    while true {
      let more = try await export.entries(about: id, after: entries.last?.index ?? -1)
      entries += more
      if more.isEmpty { break }
    }
    return JSONText.object { json in
      json.field("format", "lethe/matter-ledger")
      json.field("version", 1)
      json.field("id", id)
      json.field("treeSize", export.head.size)
      json.array("entries", entries) { json, entry in
        json.object {
          $0.field("index", entry.index)
          $0.field("entry", entry.line)
          $0.array("proof", entry.proof)
        }
      }
    }
  }

  private func manifest(
    _ folders: [(ApplicationID, String)], _ files: [PackedFile]
  ) -> [UInt8] {
    JSONText.object { json in
      json.field("format", "lethe/matter")
      json.field("version", 1)
      json.field("exportedAt", printer.instant(export.exportedAt))
      json.field("exportedBy", export.exportedBy)
      json.field("reasonStated", export.isReasonStated)
      json.field("ledgerEntryId", export.noted.first)
      json.array("ledgerEntryIds", export.noted.map(\.text))
      json.array("applications", folders) { json, one in
        json.object {
          $0.field("id", one.0)
          $0.field("folder", one.1)
        }
      }
      json.array("withheld", export.withheld.map(\.text))
      json.array("files", files) { json, file in
        json.object {
          $0.field("file", file.name)
          $0.field("bytes", file.bytes)
          $0.field("sha256", file.sha256)
        }
      }
    }
  }
}

extension Printer {
  /// Rows under the name of their section.
  func section(_ section: ExportedSection, into json: inout JSONText) {
    json.array(section.name, section.rows) { json, row in
      json.object { json in
        for (name, value) in row.fields {
          switch value {
          case .null: json.null(name)
          case .flag(let flag): json.field(name, flag)
          case .number(let number): json.field(name, number)
          case .text(let text): json.field(name, text)
          case .list(let texts): json.array(name, texts)
          }
        }
      }
    }
  }
}
