import Casework
import Domain
import Hummingbird
import Pages

extension DeskRoute {
  /// A legal matter leaves as a ZIP file: one application from its page, or all that is held for
  /// the matter of a `hold`.
  static let matterExport: [DeskRoute] = [
    DeskRoute(.get, "/applications/{id}/export", ExportMatter.roles) { desk, visit in
      guard let matter = visit.reason else { throw Refusal.reasonMissing }
      return desk.page(
        visit.frame(visit.phrases("Export for a matter")),
        FormPage.matterExport(
          .application(try visit.application), value: matter.reveal(), problems: [],
          visit.phrases))
    },
    DeskRoute(.get, "/matters/{id}/export", ExportMatter.roles) { desk, visit in
      let hold = try visit.id("id", of: Subject.Hold.self)
      let matter = try await ListHolds(desk.office).matter(of: hold, by: visit.caller)
      return desk.page(
        visit.frame(visit.phrases("Export for a matter")),
        FormPage.matterExport(
          .matter(of: hold, matter.applications.count, restricted: matter.restricted.count),
          value: matter.matter.reveal(), problems: [], visit.phrases))
    },
    DeskRoute(.post, "/matters/export", ExportMatter.roles) { desk, visit in
      var reading = FormReading(try await visit.form(), visit.phrases)
      let subject = try reading.exported()
      guard let reason = reading.text("reason", atMost: InputText.matter) else {
        return desk.page(
          visit.frame(visit.phrases("Export for a matter"), problems: reading.problems),
          FormPage.matterExport(
            subject, value: reading.form["reason"], problems: reading.problems, visit.phrases),
          .unprocessableContent)
      }
      let (export, caller) = (
        ExportMatter(desk.office), visit.caller(because: Private(reason))
      )
      let packed =
        switch subject {
        case .application(let id): try await export([id], by: caller)
        case .matter(let hold, _, _): try await export(ofTheMatterOf: hold, by: caller)
        }
      return MatterPacker(packed, desk.office.time).response()
    },
  ]
}

extension FormReading {
  /// What the form names: one application, or a hold with what was counted when it was shown.
  fileprivate func exported() throws(Refusal) -> FormPage.Exported {
    if let id = ApplicationID(form["application"]) { return .application(id) }
    guard let hold = HoldID(form["hold"]), let count = Int(form["applications"]),
      let restricted = Int(form["restricted"])
    else { throw .unknown }
    return .matter(of: hold, count, restricted: restricted)
  }
}
