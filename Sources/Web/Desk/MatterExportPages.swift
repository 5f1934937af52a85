import Casework
import Domain
import Hummingbird
import Pages

extension DeskRoute {
  /// A legal matter leaves as a ZIP file: one application from its page, or all that a page of
  /// matters names as `application`.
  static let matterExport: [DeskRoute] = [
    DeskRoute(.get, "/applications/{id}/export", ExportMatter.roles) { desk, visit in
      guard let matter = visit.reason else { throw Refusal.reasonMissing }
      return desk.page(
        visit.frame(visit.phrases("Export for a matter")),
        FormPage.matterExport(
          [try visit.application], value: matter.reveal(), problems: [], visit.phrases))
    },
    DeskRoute(.get, "/matters/{id}/export", ExportMatter.roles) { desk, visit in
      let hold = try visit.id("id", of: Subject.Hold.self)
      let matter = try await ListHolds(desk.office).matter(of: hold, by: visit.caller)
      return desk.page(
        visit.frame(visit.phrases("Export for a matter")),
        FormPage.matterExport(
          matter.applications, value: matter.matter.reveal(), problems: [], visit.phrases))
    },
    DeskRoute(.post, "/matters/export", ExportMatter.roles) { desk, visit in
      var reading = FormReading(try await visit.form(), visit.phrases)
      let named = reading.form.values("application")
      let applications = named.compactMap { ApplicationID($0) }
      guard applications.count == named.count, Set(applications).count == named.count else {
        throw Refusal.unknown
      }
      guard let reason = reading.text("reason", atMost: InputText.matter) else {
        return desk.page(
          visit.frame(visit.phrases("Export for a matter"), problems: reading.problems),
          FormPage.matterExport(
            applications, value: reading.form["reason"], problems: reading.problems,
            visit.phrases), .unprocessableContent)
      }
      let export = try await ExportMatter(desk.office)(
        applications, by: visit.caller(because: Private(reason)))
      return MatterPacker(export, desk.office.time).response()
    },
  ]
}
