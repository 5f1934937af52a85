import Casework
import Domain
import Hummingbird
import Pages

extension DeskRoute {
  /// Originals on paper: what is kept, what has to be fetched, the page that a label leads to.
  static let paper: [DeskRoute] = [
    DeskRoute(.get, "/paper", ListPaper.roles) { desk, visit in
      try await desk.originals(visit, GoneDraft(on: desk.office.today().description))
    },
    DeskRoute(.post, "/paper/gone", ConfirmPaperGone.rolesByLabel) { desk, visit in
      try await desk.confirmGone(visit)
    },
    DeskRoute(.get, "/paper/labels", ListPaper.roles) { desk, visit in
      let codes = visit.parameters("code").compactMap { PaperCode($0) }
      let pages = desk.paper.pages()
      return desk.page(
        visit.frame(visit.phrases("Labels")),
        LabelSheet(
          Array(codes.prefix(Desk.lineLimit)), company: pages?.company ?? "",
          address: { pages?.address($0) ?? $0 }))
    },
    DeskRoute(.get, "/paper/{code}", ListPaper.roles) { desk, visit in
      try await desk.original(visit, GoneDraft(on: desk.office.today().description))
    },
    DeskRoute(.post, "/paper/{code}/move", RecordPaper.roles) { desk, visit in
      let code = try visit.paperCode
      var reading = FormReading(try await visit.form(), visit.phrases)
      if let location = reading.text("location", atMost: InputText.reference) {
        try await RecordPaper(desk.office).move(code, to: Private(location), by: visit.caller)
        return Desk.see("/paper/\(code)", said: "paperMoved")
      }
      return try await desk.original(
        visit, GoneDraft(on: desk.office.today().description),
        location: reading.form["location"], reading.problems)
    },
    DeskRoute(.get, "/applications/{id}/paper", RecordPaper.roles) { desk, visit in
      let application = try visit.application
      let known = try await ListPaper(desk.office).of(application, by: visit.caller)
      return desk.recordPage(
        visit, application, location: known?.location?.reveal() ?? "",
        plan: known?.plan.rawValue ?? "", paperClass: known?.paperClass.rawValue ?? "")
    },
    DeskRoute(.post, "/applications/{id}/paper", RecordPaper.roles) { desk, visit in
      try await desk.record(visit)
    },
  ]
}

extension Visit {
  /// The label that the path names.
  fileprivate var paperCode: PaperCode {
    get throws(Refusal) {
      guard let code = scope.parameters.get("code").flatMap({ PaperCode($0) }) else {
        throw .unknown
      }
      return code
    }
  }
}

extension OriginalsFacts {
  /// Paper with days instead of instants.
  init(_ view: PaperView, in time: OfficeTime) {
    self.init(
      code: view.code, plan: view.plan, paperClass: view.paperClass,
      location: view.location?.reveal(), recordedOn: time.day(of: view.recordedAt),
      dueSince: view.dueSince, gone: view.gone)
  }
}

extension Desk {
  private func saidOfPaper(_ visit: Visit) -> String? {
    switch visit.said {
    case "paperGone": visit.phrases("It is recorded what became of the paper.")
    case "paperMoved": visit.phrases("The new place is recorded.")
    default: nil
    }
  }

  fileprivate func originals(
    _ visit: Visit, _ draft: GoneDraft, _ problems: [FieldProblem] = []
  ) async throws -> Response {
    let list = ListPaper(office)
    let toFetch = try await list(
      .fetch, limit: 200, cursor: visit.parameter("fetch"), by: visit.caller)
    let kept = try await list(
      .kept, limit: Self.lineLimit, cursor: visit.parameter("cursor"), by: visit.caller)
    return page(
      visit.frame(visit.phrases("Paper"), message: saidOfPaper(visit), problems: problems),
      OriginalsPage(
        toFetch: toFetch.items.map { OriginalsFacts($0, in: office.time) },
        moreToFetch: toFetch.next.map { "/paper?fetch=\($0)" },
        kept: kept.items.map { OriginalsFacts($0, in: office.time) },
        next: kept.next.map { .link("/paper?cursor=\($0)") }, draft: draft, problems: problems,
        visit.phrases), problems.isEmpty ? .ok : .unprocessableContent)
  }

  fileprivate func original(
    _ visit: Visit, _ draft: GoneDraft, location: String? = nil, _ problems: [FieldProblem] = []
  ) async throws -> Response {
    let view = try await ListPaper(office).find(visit.paperCode, by: visit.caller)
    let facts = OriginalsFacts(view, in: office.time)
    return page(
      visit.frame(
        visit.phrases("Paper {code}", ["code": view.code.description]),
        message: saidOfPaper(visit), problems: problems),
      OriginalPage(
        facts, mayMove: RecordPaper.roles.contains(visit.session.role), location: location,
        draft: draft, problems: problems, visit.phrases),
      problems.isEmpty ? .ok : .unprocessableContent)
  }

  /// One or many; each is an act of its own, so that one that can't be leaves the others done.
  fileprivate func confirmGone(_ visit: Visit) async throws -> Response {
    var reading = FormReading(try await visit.form(), visit.phrases)
    let form = reading.form
    let codes = form.values("code").compactMap { PaperCode($0) }
    let how = reading.choice("how", PaperEnd.self)
    let paperClass = how == .returned ? nil : reading.choice("class", PaperClass.self)
    let on = reading.day("on")
    if codes.isEmpty { reading.refuse("code", visit.phrases("Choose some paper first.")) }
    if let how, let on, reading.problems.isEmpty {
      for code in codes {
        do {
          let view = try await ListPaper(office).find(code, by: visit.caller)
          try await ConfirmPaperGone(office).byLabel(
            view.id, how: how, paperClass: paperClass, on: on, by: visit.caller)
        } catch let refusal as Refusal where refusal != .unknown {
          reading.refuse(refusal, otherwise: "code")
        }
      }
    }
    if reading.problems.isEmpty {
      let back = form["from"] == "label" ? codes.first.map { "/paper/\($0)" } : nil
      return Desk.see(back ?? "/paper", said: "paperGone")
    }
    return try await originals(
      visit,
      GoneDraft(
        codes: Set(codes), how: form["how"], paperClass: form["class"], on: form["on"]),
      reading.problems)
  }

  fileprivate func record(_ visit: Visit) async throws -> Response {
    let application = try visit.application
    var reading = FormReading(try await visit.form(), visit.phrases)
    let location = reading.text("location", atMost: InputText.reference)
    let plan = reading.choice("plan", PaperPlan.self)
    let paperClass = reading.choice("class", PaperClass.self)
    guard let location, let plan, let paperClass else {
      return recordPage(
        visit, application, location: reading.form["location"], plan: reading.form["plan"],
        paperClass: reading.form["class"], reading.problems)
    }
    let view = try await RecordPaper(office)(
      application, location: Private(location), plan: plan, paperClass: paperClass,
      by: visit.caller)
    return Desk.see("/paper/\(view.code)", said: "paperMoved")
  }

  fileprivate func recordPage(
    _ visit: Visit, _ application: ApplicationID, location: String, plan: String,
    paperClass: String, _ problems: [FieldProblem] = []
  ) -> Response {
    let phrases = visit.phrases
    return page(
      visit.frame(phrases("Originals on paper"), problems: problems),
      FormPage.originals(
        application, location: location, plan: plan, paperClass: paperClass, problems, phrases),
      problems.isEmpty ? .ok : .unprocessableContent)
  }
}
