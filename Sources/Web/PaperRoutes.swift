import Casework
import Domain
import Hummingbird

extension Route {
  /// Originals on paper: where they are, and that they are gone.
  static let paper: [Route] = [
    Route(.get, "/applications/{id}/paper", ListPaper.rolesOfApplication) { office, call in
      let found = try await ListPaper(office).of(call.application, by: call.caller)
      guard let found else { throw Refusal.unknown }
      return .json(Printer(office.time).paper(found))
    },
    Route(.put, "/applications/{id}/paper", RecordPaper.roles) { office, call in
      let application = try call.application
      let input = try await call.input("location", "plan", "class")
      let view = try await RecordPaper(office)(
        application, location: input.location(), plan: input.choice("plan", PaperPlan.self),
        paperClass: input.choice("class", PaperClass.self), by: call.caller)
      return .json(Printer(office.time).paper(view))
    },
    Route(.post, "/applications/{id}/paper/moved", RecordPaper.roles) { office, call in
      let application = try call.application
      let input = try await call.input("location")
      try await RecordPaper(office).move(application, to: input.location(), by: call.caller)
      return .done
    },
    Route(.post, "/applications/{id}/paper/returned", ConfirmPaperGone.roles) { office, call in
      let application = try call.application
      let input = try await call.input("on")
      try await ConfirmPaperGone(office)(
        application, how: .returned, on: input.day("on"), by: call.caller)
      return .done
    },
    Route(.post, "/applications/{id}/paper/shredded", ConfirmPaperGone.roles) { office, call in
      let application = try call.application
      let input = try await call.input("on", "class")
      try await ConfirmPaperGone(office)(
        application, how: .shredded, paperClass: input.optionalChoice("class", PaperClass.self),
        on: input.day("on"), by: call.caller)
      return .done
    },
    Route(.get, "/paper", ListPaper.roles) { office, call in
      let query = try call.query("state", "limit", "cursor")
      let list = try await ListPaper(office)(
        query.choice("state", PaperState.self) ?? .open, limit: query.limit(),
        cursor: query.cursor(), by: call.caller)
      return .json(Printer(office.time).papers(list))
    },
    Route(.post, "/papers/{id}/destroyed", ConfirmPaperGone.rolesByLabel) { office, call in
      let paper = try call.id("id", of: Subject.Paper.self)
      let input = try await call.input("how", "class", "on")
      try await ConfirmPaperGone(office).byLabel(
        paper, how: input.choice("how", PaperEnd.self),
        paperClass: input.optionalChoice("class", PaperClass.self), on: input.day("on"),
        by: call.caller)
      return .done
    },
  ]
}

extension InputObject {
  fileprivate func location() throws(Refusal) -> Private<String> {
    Private(try line("location", atMost: InputText.reference))
  }
}

extension Printer {
  /// Paper by itself.
  func paper(_ view: PaperView) -> [UInt8] { JSONText.object { fill(view, into: &$0) } }

  /// A page of a list of paper.
  func papers(_ list: PaperList) -> [UInt8] {
    JSONText.object { json in
      json.array("items", list.items) { json, view in json.object { fill(view, into: &$0) } }
      json.field("next", list.next)
    }
  }

  private func fill(_ view: PaperView, into json: inout JSONText) {
    json.field("id", view.id)
    json.field("code", view.code.description)
    json.field("plan", view.plan.rawValue)
    json.field("class", view.paperClass.rawValue)
    json.field("location", view.location?.reveal())
    json.field("recordedAt", instant(view.recordedAt))
    json.field("dueSince", view.dueSince)
    guard let gone = view.gone else { return json.null("gone") }
    json.object("gone") {
      $0.field("how", gone.how.rawValue)
      $0.field("on", gone.on)
    }
  }
}
