package import Domain

/// What is around every page of the desk: who is here in which role, where one can go, and what
/// just happened.
package struct DeskFrame: Sendable {
  package let language: Language
  /// What the browser's tab says; the page's own heading stands in its template.
  package let title: String
  /// `nil` before sign-in.
  package let person: Person?
  /// What came of the form that was sent last.
  package var message: String?
  /// What is wrong with the form on this page, field by field.
  package var problems: [FieldProblem] = []
  /// The path of this page, so that its link is marked; never with a query.
  package var path = "/"

  package init(
    language: Language, title: String, person: Person?, message: String? = nil,
    problems: [FieldProblem] = [], path: String = "/"
  ) {
    self.language = language
    self.title = title
    self.person = person
    self.message = message
    self.problems = problems
    self.path = path
  }

  /// Somebody signed in.
  package struct Person: Sendable {
    package let name: String
    /// The role they act in; `nil` when they hold none.
    package let role: Role?
    /// The others they could act in.
    package let otherRoles: [Role]
    /// So long the session lasts without another request.
    package let secondsLeft: Int?

    package init(name: String, role: Role?, otherRoles: [Role], secondsLeft: Int? = nil) {
      self.name = name
      self.role = role
      self.otherRoles = otherRoles
      self.secondsLeft = secondsLeft
    }
  }
}

/// What is wrong with one field of a form, in words.
package struct FieldProblem: Sendable, Equatable {
  /// The field's name and id.
  package let field: String
  package let text: String

  package init(field: String, text: String) {
    self.field = field
    self.text = text
  }
}

/// The frame as its templates see it.
struct FrameView {
  let languageCode: String
  let title: String
  let isRefused: Bool
  let company: String
  let stylesheet: String
  let script: String
  let person: PersonView?
  let places: [PlaceView]
  let tongues: [TongueView]
  let message: String?
  let summary: SummaryView?

  struct PersonView {
    let personName: String
    let roleName: String
    let roleChoices: [RoleChoiceView]
    let maySearch: Bool
    let secondsLeft: Int?
  }

  struct RoleChoiceView {
    let roleCode: String
    let roleLabel: String
  }

  struct PlaceView {
    let place: String
    let address: String
    let isHere: Bool
  }

  struct TongueView {
    let tongueCode: String
    let tongueName: String
  }

  struct SummaryView {
    let wrongs: [WrongView]
  }

  struct WrongView {
    let wrongField: String
    let wrongText: String
  }

  init(_ frame: DeskFrame, company: String, phrases: Phrases) {
    languageCode = frame.language.rawValue
    title = frame.title
    isRefused = !frame.problems.isEmpty
    self.company = company
    stylesheet = Stylesheet.path
    script = Script.path
    person = frame.person.map { person in
      PersonView(
        personName: person.name,
        roleName: person.role.map { phrases.name(of: $0) } ?? phrases("No role"),
        roleChoices: person.otherRoles.map {
          RoleChoiceView(roleCode: $0.rawValue, roleLabel: phrases.name(of: $0))
        },
        maySearch: person.role == .recruiter || person.role == .reviewer,
        secondsLeft: person.secondsLeft)
    }
    places =
      (frame.person?.role).map { role in
        DeskPlace.all(of: role).map {
          PlaceView(
            place: $0.label(phrases), address: $0.path,
            isHere: $0.path == frame.path)
        }
      } ?? []
    tongues = Language.allCases.filter { $0 != frame.language }.map {
      TongueView(tongueCode: $0.rawValue, tongueName: Wording.words(in: $0).ownName)
    }
    message = frame.message
    summary =
      frame.problems.isEmpty
      ? nil
      : SummaryView(
        wrongs: frame.problems.map { WrongView(wrongField: $0.field, wrongText: $0.text) })
  }
}
