import Casework
import Domain
import Hummingbird
import Pages

extension DeskRoute {
  /// Somebody who was hired moves on to the personnel file.
  static let handOver: [DeskRoute] = [
    DeskRoute(.get, "/applications/{id}/hand-over", PreviewHandOver.roles) { desk, visit in
      try await desk.handOver(visit, FormReading(DeskForm.empty, visit.phrases))
    },
    DeskRoute(.post, "/applications/{id}/hand-over.zip", ExportHandOver.roles) { desk, visit in
      let application = try visit.application
      var reading = FormReading(try await visit.form(), visit.phrases)
      guard let documents = reading.documents() else {
        return try await desk.handOver(visit, reading)
      }
      let export = try await ExportHandOver(desk.office)(
        application, documents: documents, by: visit.caller)
      return try await HandOverPacker(export, desk.office.time).response()
    },
    DeskRoute(.post, "/applications/{id}/hand-over", HandOver.roles) { desk, visit in
      let application = try visit.application
      var reading = FormReading(try await visit.form(), visit.phrases)
      let reference = reading.optionalText("reference", atMost: InputText.reference)
      guard let documents = reading.documents(), reading.problems.isEmpty else {
        return try await desk.handOver(visit, reading)
      }
      guard reading.form["step"] == "record" else {
        return try await desk.handOverCheck(visit, documents, reference)
      }
      try await HandOver(desk.office)(
        application, reference: reference.map { Private($0) }, documents: documents,
        by: visit.caller)
      return Desk.see("/", said: "handedOver")
    },
  ]
}

extension DeskForm {
  /// A form that nobody has sent yet.
  static let empty = DeskForm(fields: [])
}

extension FormReading {
  /// The documents that are ticked; `nil` and a problem if one of them is none.
  fileprivate mutating func documents() -> [DocumentID]? {
    let ticked = form.values("documents")
    let documents = ticked.compactMap { DocumentID($0) }
    if documents.count == ticked.count && Set(documents).count == ticked.count {
      return documents
    }
    refuse("documents", .notOfThisApplication)
    return nil
  }
}

extension Desk {
  /// What can be ticked; as it was ticked, if it was refused.
  fileprivate func handOver(_ visit: Visit, _ reading: FormReading) async throws -> Response {
    let phrases = visit.phrases
    let preview = try await PreviewHandOver(office)(visit.application, by: visit.caller)
    let ticked = Set(reading.form.values("documents"))
    let papers = preview.documents.map { document in
      HandOverPage.Paper(
        DocumentFacts(document, in: office.time),
        exportedOn: preview.exported[document.id].map { office.time.day(of: $0) },
        isTicked: ticked.contains(document.id.text), phrases)
    }
    let content = HandOverPage(
      preview.application, name: preview.name.reveal(), papers: papers,
      reference: reading.form["reference"], problems: reading.problems, phrases)
    return page(
      visit.frame(phrases("Hand over"), problems: reading.problems), content,
      reading.problems.isEmpty ? .ok : .unprocessableContent)
  }

  /// What recording it would bring about.
  fileprivate func handOverCheck(
    _ visit: Visit, _ documents: [DocumentID], _ reference: String?
  ) async throws -> Response {
    let phrases = visit.phrases
    let preview = try await PreviewHandOver(office)(visit.application, by: visit.caller)
    guard Set(preview.documents.map(\.id)).isSuperset(of: documents) else {
      throw Refusal.invalid(field: "documents", .notOfThisApplication)
    }
    let ticked = preview.documents.filter { documents.contains($0.id) }
    guard !preview.isOverdue || ticked.allSatisfy({ preview.exported[$0.id] != nil }) else {
      throw Refusal.notExported
    }
    let content = FormPage.handOverCheck(
      preview.application, name: preview.name.reveal(),
      moved: ticked.filter { preview.exported[$0.id] != nil }.map(\.name),
      left: ticked.filter { preview.exported[$0.id] == nil }.map(\.name),
      kept: preview.documents.filter { !documents.contains($0.id) }.map(\.name),
      hidden: documents.map { .init("documents", $0.text) }
        + [.init("reference", reference ?? "")],
      through: preview.through, isOverdue: preview.isOverdue, isHeld: preview.isHeld, phrases)
    return page(visit.frame(phrases("Hand over")), content)
  }
}
