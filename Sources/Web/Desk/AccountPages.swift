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
  ]
}

extension Desk {
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

  /// Where a visitor comes from, as tries are counted.
  func client(_ visit: Visit) -> ClientAddress {
    visit.scope.client(of: visit.request, isBehindProxy: isBehindProxy)
  }
}

extension Visit {
  /// The token of the cookie by which this visit was let in.
  var token: String { SessionCookie.token(in: request.headers) ?? "" }
}
