import Casework
import Domain
import HTTPTypes
import Hummingbird
import Pages

extension DeskRoute {
  /// One's own account: password, second factor, sessions, role and language.
  static let account: [DeskRoute] = [
    DeskRoute(.get, "/account", everybody) { desk, visit in
      try await desk.accountPage(visit, [])
    },
    DeskRoute(.post, "/account/password", everybody) { desk, visit in
      try await desk.changePassword(visit)
    },
    DeskRoute(.post, "/account/sign-out-everywhere", everybody) { desk, visit in
      try await SignOutEverywhere(desk.office)(visit.session)
      var response = Desk.see("/sign-in", said: "signedOut")
      response.headers.append(SessionCookie.removal)
      return response
    },
    // Asked by a page that stays open: whoever asks is still here.
    DeskRoute(.get, "/session", everybody) { _, _ in Response(status: .noContent) },
    DeskRoute(.post, "/role", everybody) { desk, visit in
      var reading = FormReading(try await visit.form(), visit.phrases)
      guard let role = reading.choice("role", Role.self) else { throw Refusal.roleUnclear }
      try await ChooseRole(desk.office)(role, in: visit.session)
      return Desk.see("/")
    },
    DeskRoute(.post, "/language", everybody) { desk, visit in
      var reading = FormReading(try await visit.form(), visit.phrases)
      guard let language = reading.choice("language", Language.self) else {
        throw Refusal.invalid(field: "language", .notAllowed)
      }
      try await ChooseLanguage(desk.office)(language, in: visit.session)
      return Desk.see("/")
    },
    DeskRoute(.get, "/confirm", everybody) { desk, visit in desk.confirmPage(visit, []) },
    DeskRoute(.post, "/confirm", everybody) { desk, visit in try await desk.confirm(visit) },
  ]
}

extension Desk {
  /// The page on which a second factor is proven again, before what asks for it.
  static func confirmFirst(_ visit: Visit) -> Response {
    let path = visit.request.uri.path
    let isPage = visit.request.method == .get
    // A form that was sent can't be sent again by a link; its application can be opened again.
    let parts = path.split(separator: "/")
    var origin =
      parts.first == "applications" && parts.count > 1 ? "/applications/\(parts[1])" : "/"
    if parts.last == "hand-over.zip" { origin += "/hand-over" }
    if parts.first == "matters" { origin = "/matters" }
    return see("/confirm?next=\(PercentText.encoded(ownPath(isPage ? path : origin)))")
  }

  fileprivate func accountPage(
    _ visit: Visit, _ problems: [FieldProblem]
  ) async throws -> Response {
    let phrases = visit.phrases
    let view = try await ShowAccount(office)(visit.session)
    let message: String? =
      switch visit.said {
      case "passwordChanged":
        phrases("The password is changed, and every other session has ended.")
      case "wrongPassword": phrases("The password is wrong. Nothing was changed.")
      case "tooManyTries": phrases("Too many tries. Wait a moment, then try again.")
      default: nil
      }
    return page(
      visit.frame(phrases("Your account"), message: message, problems: problems),
      AccountPage(
        name: visit.session.name, email: view.email, roles: visit.session.roles,
        recoveryCodesLeft: view.hasSecondFactor ? view.recoveryCodesLeft : nil,
        sessions: view.sessions, problems, phrases),
      problems.isEmpty ? .ok : .unprocessableContent)
  }

  fileprivate func changePassword(_ visit: Visit) async throws -> Response {
    var reading = FormReading(try await visit.form(), visit.phrases)
    let form = reading.form
    do {
      let answer = try await ChangePassword(office)(
        token: visit.token, current: Private(form["currentPassword"]),
        new: Private(form["newPassword"]), from: client(visit))
      switch answer {
      case .over: return Self.see("/sign-in", said: "over")
      case .refused:
        reading.refuse("currentPassword", visit.phrases("The password is wrong."))
      case .wait(let seconds):
        reading.refuse("currentPassword", visit.phrases.wait(seconds))
      case .letIn(let token, _):
        var response = Self.see("/account", said: "passwordChanged")
        response.headers.append(SessionCookie.set(token.reveal()))
        return response
      }
    } catch let refusal as Refusal {
      guard case .invalid = refusal else { throw refusal }
      reading.refuse(refusal, otherwise: "newPassword")
    }
    return try await accountPage(visit, reading.problems)
  }

  fileprivate func confirmPage(_ visit: Visit, _ problems: [FieldProblem]) -> Response {
    let phrases = visit.phrases
    let next = Self.ownPath(visit.parameter("next"))
    guard visit.session.hasSecondFactor else {
      let content = NoticePage(
        heading: phrases("A second factor is needed"),
        paragraphs: [
          phrases("What you want to do asks for one. Set it up in your account, then come back.")
        ], ways: [.init(phrases("Your account"), "/account")])
      return page(visit.frame(content.heading), content, .forbidden)
    }
    let isRecovery = visit.parameter("recovery") != nil
    let target = PercentText.encoded(next)
    let other = isRecovery ? "/confirm?next=\(target)" : "/confirm?recovery=yes&next=\(target)"
    return page(
      visit.frame(phrases("Prove your second factor"), problems: problems),
      FormPage(
        heading: phrases("Prove your second factor"),
        paragraphs: [phrases("What comes next can't be taken back. It counts for five minutes.")],
        action: isRecovery ? "/confirm?recovery=yes&next=\(target)" : "/confirm?next=\(target)",
        fields: [.code(isRecovery: isRecovery, problems, phrases)], button: phrases("Continue"),
        ways: [
          .init(
            isRecovery ? phrases("Use a code from your app") : phrases("Use a recovery code"),
            other)
        ]), problems.isEmpty ? .ok : .unprocessableContent)
  }

  fileprivate func confirm(_ visit: Visit) async throws -> Response {
    let code = Private(try await visit.form()["code"])
    let answer = try await ProveSecondFactor(office)(
      token: visit.token, visit.parameter("recovery") == nil ? .app(code) : .recovery(code),
      from: client(visit))
    func again(_ text: String) -> Response {
      confirmPage(visit, [FieldProblem(field: "code", text: text)])
    }
    switch answer {
    case .over:
      var response = Self.see("/sign-in", said: "over")
      response.headers.append(SessionCookie.removal)
      return response
    case .refused: return again(visit.phrases("This code is wrong."))
    case .wait(let seconds): return again(visit.phrases.wait(seconds))
    case .letIn(let token, _):
      var response = Self.see(Self.ownPath(visit.parameter("next")))
      response.headers.append(SessionCookie.set(token.reveal()))
      return response
    }
  }

  /// Where a visitor comes from, as tries are counted.
  private func client(_ visit: Visit) -> ClientAddress {
    visit.scope.client(of: visit.request, isBehindProxy: isBehindProxy)
  }
}

extension Visit {
  /// The token of the cookie by which this visit was let in.
  fileprivate var token: String { SessionCookie.token(in: request.headers) ?? "" }
}
