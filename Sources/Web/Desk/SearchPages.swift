import Casework
import Domain
import Hummingbird
import Pages

extension DeskRoute {
  /// The search. What is searched for is sent in a form: an address has no place in a URL.
  static let search: [DeskRoute] = [
    DeskRoute(.get, "/search", ListApplications.roles) { desk, visit in
      desk.search(for: visit)
    },
    DeskRoute(.post, "/search", ListApplications.roles) { desk, visit in
      try await desk.find(for: visit)
    },
  ]
}

extension Desk {
  private static let questionScalars = 300
  private static let matterScalars = 500

  /// The empty search; whoever needs a matter is asked for it.
  func search(for visit: Visit) -> Response {
    let phrases = visit.phrases
    return page(
      visit.frame(phrases("Search")),
      SearchPage(matter: visit.session.role.needsReason ? "" : nil, phrases))
  }

  fileprivate func find(for visit: Visit) async throws -> Response {
    let phrases = visit.phrases
    let form = try await visit.form()
    // The head of each page has a field of its own.
    let field = form.has("question") ? "question" : "q"
    var reading = FormReading(form, phrases)
    let needsReason = visit.session.role.needsReason
    let matter = needsReason ? reading.text("matter", atMost: Self.matterScalars) : nil
    let question =
      needsReason
      ? reading.optionalText(field, atMost: Self.questionScalars)
      : reading.text(field, atMost: Self.questionScalars)
    let problems = reading.problems.map {
      $0.field == "q" ? FieldProblem(field: "question", text: $0.text) : $0
    }
    guard problems.isEmpty else {
      return page(
        visit.frame(phrases("Search"), problems: problems),
        SearchPage(
          question: form[field], matter: needsReason ? form["matter"] : nil, problems: problems,
          phrases), .unprocessableContent)
    }
    let caller = visit.caller(because: matter.map { Private($0) })
    let lines = try await ListApplications(office)(
      ApplicationFilter(
        question: question.map { Private($0) }, limit: Self.lineLimit,
        cursor: form["cursor"].isEmpty ? nil : form["cursor"]), by: caller)
    let titles = try await titles(by: caller)
    let again = [
      LineTable.Next.Hidden("question", question ?? ""),
      LineTable.Next.Hidden("matter", matter ?? ""),
    ]
    let table = LineTable(
      caption: phrases("Applications, the newest first"), rows(lines, titles: titles, phrases),
      hasVacancies: true,
      next: lines.next.map { .form("/search", again + [.init("cursor", $0)]) },
      empty: phrases(
        "Nothing is found by this. Names are found by their beginning, addresses only whole."))
    return page(
      visit.frame(phrases("Search")),
      SearchPage(question: question ?? "", matter: matter, found: table, phrases))
  }

  /// The names of vacancies, for lists of applications.
  func titles(by caller: Caller) async throws -> [VacancyID: String] {
    Dictionary(
      try await CountVacancies(office).names(by: caller).map { ($0.id, $0.title) },
      uniquingKeysWith: { $1 })
  }
}
