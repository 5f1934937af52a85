import Casework
import Domain
import Hummingbird

extension Route {
  /// What leaves the house as a ZIP file.
  static let exports: [Route] = [
    Route(.get, "/applications/{id}/hand-over.zip", ExportHandOver.roles) { office, call in
      let application = try call.application
      let documents = try call.query("documents").ids(
        "documents", of: Subject.Document.self, atMost: 100)
      let export = try await ExportHandOver(office)(
        application, documents: documents, by: call.caller)
      return try await HandOverPacker(export, office.time).response()
    },
    Route(.post, "/matters/export", ExportMatter.roles) { office, call in
      let input = try await call.input("applications", "matter")
      let export = ExportMatter(office)
      if let matter = try input.optionalLine("matter", atMost: InputText.reference) {
        if input.has("applications") { throw Refusal.invalid(field: "matter", .notAllowed) }
        let packed = try await export(of: Private(matter), by: call.caller)
        return MatterPacker(packed, office.time).response()
      }
      let ids = try input.ids(
        "applications", of: Subject.Application.self, atMost: ExportMatter.mostApplications)
      return MatterPacker(try await export(ids, by: call.caller), office.time).response()
    },
  ]
}

extension Query {
  /// Ids between commas, without repetition; none if the parameter isn't there.
  func ids<Subject>(
    _ name: String, of: Subject.Type, atMost limit: Int
  ) throws(Refusal) -> [Identifier<Subject>] {
    guard let text = value(name), !text.isEmpty else { return [] }
    let words = text.split(separator: ",", omittingEmptySubsequences: false)
    if words.count > limit { throw .invalid(field: name, .tooLong) }
    var ids: [Identifier<Subject>] = []
    for word in words {
      guard let id = Identifier<Subject>(word) else { throw .invalid(field: name, .notAnID) }
      if ids.contains(id) { throw .invalid(field: name, .notAllowed) }
      ids.append(id)
    }
    return ids
  }
}
