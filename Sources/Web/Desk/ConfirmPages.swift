import Casework
import Domain
import HTTPTypes
import Hummingbird
import Pages

extension DeskRoute {
  /// Proving a second factor again, before what can't be taken back.
  static let confirming: [DeskRoute] = [
    DeskRoute(.get, "/confirm", everybody) { desk, visit in
      desk.paper.asksForSecondFactor(
        visit, goingOnWith: .page(Desk.ownPath(visit.parameter("next"))))
    },
    DeskRoute(.post, "/confirm", everybody) { desk, visit in try await desk.confirm(visit) },
  ]
}

/// What somebody wanted to do when they were asked for a second factor.
enum Interrupted {
  /// To open a page.
  case page(String)
  /// To send a form there. It goes with the code, so that nothing has to be typed again.
  case form(String, DeskForm)

  /// The field of the code; no form that asks for a second factor has one of that name.
  static let code = "code"

  var path: String {
    switch self {
    case .page(let path), .form(let path, _): path
    }
  }

  /// Where the code is sent.
  fileprivate var action: String {
    let next = "/confirm?next=\(PercentText.encoded(path))"
    if case .form = self { return "\(next)&sent=yes" }
    return next
  }

  fileprivate var kept: [FormPage.Kept] {
    guard case .form(_, let form) = self else { return [] }
    return form.fields.filter { $0.name != Self.code }.map { .init($0.name, $0.value) }
  }
}

extension DeskPaper {
  /// The page on which a second factor is proven again.
  func asksForSecondFactor(
    _ visit: Visit, goingOnWith interrupted: Interrupted, _ problems: [FieldProblem] = []
  ) -> Response {
    let phrases = visit.phrases
    guard visit.session.hasSecondFactor else {
      let content = NoticePage(
        heading: phrases("A second factor is needed"),
        paragraphs: [
          phrases("What you want to do asks for one. Set it up in your account, then come back.")
        ], ways: [.init(phrases("Your account"), "/account")])
      return page(visit.frame(content.heading), content, .forbidden)
    }
    return page(
      visit.frame(phrases("Prove your second factor"), problems: problems),
      FormPage(
        heading: phrases("Prove your second factor"),
        paragraphs: [phrases("What comes next can't be taken back. It counts for five minutes.")],
        action: interrupted.action, kept: interrupted.kept,
        fields: [
          .line(
            Interrupted.code, phrases("Code from your app, or a recovery code"),
            autocomplete: "one-time-code", isRequired: true, problems: problems)
        ], button: phrases("Continue")), problems.isEmpty ? .ok : .unprocessableContent)
  }

  /// The same when it was asked for on the way.
  func asksForSecondFactor(before visit: Visit) async throws -> Response {
    let path = visit.request.uri.path
    if visit.request.method == .get {
      return Desk.see("/confirm?next=\(PercentText.encoded(Desk.ownPath(path)))")
    }
    return asksForSecondFactor(visit, goingOnWith: .form(path, try await visit.form()))
  }
}

extension SecondFactorProof {
  /// Apps show six digits; recovery codes are longer.
  fileprivate init(typed: String) {
    let digits = typed.filter { !$0.isWhitespace }
    let isOfApp = digits.count == 6 && digits.allSatisfy(\.isWholeNumber)
    self = isOfApp ? .app(Private(digits)) : .recovery(Private(typed))
  }
}

extension Desk {
  /// Goes on with the page that was asked for, or with the form: 307 has the browser send the same
  /// fields there, under the session's new token.
  fileprivate func confirm(_ visit: Visit) async throws -> Response {
    let form = try await visit.form()
    let path = Self.ownPath(visit.parameter("next"))
    let isForm = visit.parameter("sent") != nil
    let interrupted: Interrupted = isForm ? .form(path, form) : .page(path)
    func again(_ text: String) -> Response {
      paper.asksForSecondFactor(
        visit, goingOnWith: interrupted, [FieldProblem(field: Interrupted.code, text: text)])
    }
    let answer = try await ProveSecondFactor(office)(
      token: visit.token, SecondFactorProof(typed: form[Interrupted.code]), from: client(visit))
    switch answer {
    case .over:
      var response = Self.see("/sign-in", said: "over")
      response.headers.append(SessionCookie.removal)
      return response
    case .refused: return again(visit.phrases("This code is wrong."))
    case .wait(let seconds): return again(visit.phrases.wait(seconds))
    case .letIn(let token, _):
      var response =
        isForm
        ? Response(status: .temporaryRedirect, headers: [.location: path]) : Self.see(path)
      response.headers.append(SessionCookie.set(token.reveal()))
      return response
    }
  }
}
