import Casework
import Domain
import HTTPTypes
import Hummingbird
import Pages

extension EntranceRoute {
  /// A second factor is enrolled, on the way in or later.
  static let secondFactor: [EntranceRoute] = [
    EntranceRoute(.get, "/second-factor") { entrance, knock in
      try await entrance.enrolmentPage(knock, [])
    },
    EntranceRoute(.post, "/second-factor/begin") { entrance, knock in
      guard let token = knock.token else { return entrance.leave(said: "over") }
      let password = try await knock.form()["password"]
      do {
        let answer = try await BeginEnrolment(entrance.office)(
          token: token, password: password.isEmpty ? nil : Private(password),
          from: knock.address)
        return entrance.answer(beginning: answer, knock)
      } catch Refusal.secondFactorNeeded {
        return Desk.see("/confirm?next=/account")
      }
    },
    EntranceRoute(.post, "/second-factor") { entrance, knock in
      guard let token = knock.token else { return entrance.leave(said: "over") }
      let code = Private(try await knock.form()["code"])
      switch try await EnrolSecondFactor(entrance.office)(token: token, code: code) {
      case .over: return Desk.see("/")
      case .refused:
        return try await entrance.enrolmentPage(
          knock, [FieldProblem(field: "code", text: knock.phrases("This code is wrong."))])
      case .enrolled(let token, let codes):
        var response = entrance.page(
          knock.phrases("Your recovery codes"), RecoveryCodesPage(codes), knock)
        response.headers.append(SessionCookie.set(token.reveal()))
        return response
      }
    },
  ]
}

extension Entrance {
  /// A wrong password is told where it was typed.
  fileprivate func answer(beginning answer: SignInAnswer, _ knock: Knock) -> Response {
    switch answer {
    case .over: leave(said: "over")
    case .refused: Desk.see("/account", said: "wrongPassword")
    case .wait: Desk.see("/account", said: "tooManyTries")
    case .letIn: Desk.see("/second-factor")
    }
  }

  fileprivate func enrolmentPage(
    _ knock: Knock, _ problems: [FieldProblem]
  ) async throws -> Response {
    guard let token = knock.token,
      let (step, _) = try await ResumeSignIn(office)(token: token)
    else { return Desk.see("/sign-in") }
    if step == .code { return goOn(.code, knock) }
    let phrases = knock.phrases
    guard
      let enrolment = try await ShowEnrolment(office)(
        token: token, issuer: paper.pages()?.company ?? "Lethe")
    else {
      // Somebody was given a role that needs one while they were in.
      if step == .done { return Desk.see("/account") }
      return page(
        phrases("Set up a second factor"),
        FormPage(
          heading: phrases("Set up a second factor"),
          paragraphs: [
            phrases("One of your roles, or a short password, needs one; nothing opens before.")
          ], action: knock.path("/second-factor/begin"), fields: [],
          button: phrases("Set up second factor")), knock)
    }
    return page(
      phrases("Set up a second factor"),
      try SecondFactorPage(
        secret: enrolment.secret, address: enrolment.address, isRequired: enrolment.isRequired,
        problems, phrases), knock, problems)
  }
}
