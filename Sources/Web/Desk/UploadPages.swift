import Casework
import Domain
import HTTPTypes
import Hummingbird
import Pages

extension DeskRoute {
  /// Documents are added. With the script each goes to the API by itself; without it they come in
  /// one form.
  static let upload: [DeskRoute] = [
    DeskRoute(.get, "/applications/{id}/upload", StoreDocument.roles) { desk, visit in
      let phrases = visit.phrases
      let results = await desk.memory.results(visit.parameter("result"), of: visit.session.id)
      let message: String? =
        switch visit.said {
        case "received": phrases("The application is added.")
        case "nothingChosen": phrases("No file was chosen.")
        default: nil
        }
      return try await desk.uploadPage(visit, message, results ?? [])
    },
    DeskRoute(.post, "/applications/{id}/upload", StoreDocument.roles) { desk, visit in
      try await desk.takeFiles(visit)
    },
  ]
}

extension Desk {
  /// What became of the files is told on a page that can be loaded again.
  fileprivate func takeFiles(_ visit: Visit) async throws -> Response {
    let application = try visit.application
    guard case .multipart(let boundary)? = FormType(visit.request.headers[.contentType]) else {
      throw Refusal.incomplete
    }
    let form = DocumentForm(
      office: office, application: application, caller: visit.caller, phrases: visit.phrases)
    let results = try await form.read(
      IncomingBody(visit.request, visit.scope), boundary: boundary)
    let path = "/applications/\(application)/upload"
    if results.isEmpty { return Desk.see(path, said: "nothingChosen") }
    return Desk.see("\(path)?result=\(await memory.keep(results, of: visit.session.id))")
  }

  fileprivate func uploadPage(
    _ visit: Visit, _ message: String?, _ results: [UploadPage.Result]
  ) async throws -> Response {
    let view = try await OpenApplication(office)(visit.application, by: visit.caller)
    let facts = ApplicationFacts(view, in: office.time)
    let stored = results.count { $0.refusal == nil }
    let summary = visit.phrases(
      "{stored} stored, {refused} not stored.",
      ["stored": "\(stored)", "refused": "\(results.count - stored)"])
    return page(
      visit.frame(
        visit.phrases("Add documents"), message: results.isEmpty ? message : summary),
      UploadPage(
        name: facts.name, path: facts.path, limitBytes: office.limits.documentBytes,
        results: results, visit.phrases))
  }
}
