import Casework
import Domain
import HTTPTypes
import Hummingbird
import Pages

extension EntranceRoute {
  /// Address and password, then a code; and out again.
  static let signIn: [EntranceRoute] = [
    EntranceRoute(.get, "/sign-in") { entrance, knock in
      if let token = knock.token,
        let (step, _) = try await ResumeSignIn(entrance.office)(token: token)
      {
        return entrance.goOn(step, knock)
      }
      return entrance.signInPage(knock, email: "", [])
    },
    EntranceRoute(.post, "/sign-in") { entrance, knock in
      let form = try await knock.form()
      let answer = try await SignIn(entrance.office)(
        email: Private(form["email"]), password: Private(form["password"]), from: knock.address)
      return try await entrance.answer(answer, knock) { problem in
        entrance.signInPage(
          knock, email: form["email"], [FieldProblem(field: "email", text: problem)])
      }
    },
    EntranceRoute(.get, "/sign-in/code") { entrance, knock in
      try await entrance.codePage(knock, isRecovery: false, [])
    },
    EntranceRoute(.post, "/sign-in/code") { entrance, knock in
      try await entrance.prove(knock, isRecovery: false)
    },
    EntranceRoute(.get, "/sign-in/recovery") { entrance, knock in
      try await entrance.codePage(knock, isRecovery: true, [])
    },
    EntranceRoute(.post, "/sign-in/recovery") { entrance, knock in
      try await entrance.prove(knock, isRecovery: true)
    },
    EntranceRoute(.post, "/sign-out") { entrance, knock in
      if let token = knock.token { try await SignOut(entrance.office)(token: token) }
      return entrance.leave(said: "signedOut")
    },
  ]
}

extension Entrance {
  /// Where somebody goes from here who got as far as this.
  func goOn(_ step: SignInStep, _ knock: Knock) -> Response {
    switch step {
    case .code: Desk.see(knock.path("/sign-in/code", next: knock.next))
    case .enrol: Desk.see(knock.path("/second-factor", next: knock.next))
    case .done: Desk.see(knock.next)
    }
  }

  /// Out, and the cookie is gone.
  func leave(said: String) -> Response {
    var response = Desk.see("/sign-in", said: said)
    response.headers.append(SessionCookie.removal)
    return response
  }

  /// In, or the same form again: every "no" has the same words and status.
  func answer(
    _ answer: SignInAnswer, _ knock: Knock, again: (String) async throws -> Response
  ) async throws -> Response {
    switch answer {
    case .over: return leave(said: "over")
    case .refused: return try await again(knock.phrases("E-mail, password or code is wrong."))
    case .wait(let seconds):
      var response = try await again(knock.phrases.wait(seconds))
      response.status = .tooManyRequests
      response.headers[.retryAfter] = "\(seconds)"
      return response
    case .letIn(let token, let step):
      // Whatever session the browser had ends: nobody goes on under a token they were given.
      if let old = knock.token, old != token.reveal() { try await SignOut(office)(token: old) }
      var response = goOn(step, knock)
      response.headers.append(SessionCookie.set(token.reveal()))
      return response
    }
  }

  func signInPage(
    _ knock: Knock, email: String, _ problems: [FieldProblem]
  ) -> Response {
    let phrases = knock.phrases
    return page(
      phrases("Sign in"),
      FormPage(
        heading: phrases("Sign in"), action: knock.path("/sign-in", next: knock.next),
        fields: [
          .line(
            "email", phrases("E-mail"), value: email, type: "email", autocomplete: "username",
            isRequired: true, problems: problems),
          .line(
            "password", phrases("Password"), type: "password",
            autocomplete: "current-password", isRequired: true),
        ], button: phrases("Sign in")), knock, problems)
  }

  /// The code on the way in, or proven again by somebody who is in.
  func codePage(
    _ knock: Knock, isRecovery: Bool, _ problems: [FieldProblem]
  ) async throws -> Response {
    guard let token = knock.token,
      let (step, _) = try await ResumeSignIn(office)(token: token), step == .code
    else { return Desk.see(knock.path("/sign-in", next: knock.next)) }
    let phrases = knock.phrases
    let path = isRecovery ? "/sign-in/recovery" : "/sign-in/code"
    let other = isRecovery ? "/sign-in/code" : "/sign-in/recovery"
    return page(
      phrases("Second factor"),
      FormPage(
        heading: phrases("Second factor"), action: knock.path(path, next: knock.next),
        fields: [.code(isRecovery: isRecovery, problems, phrases)], button: phrases("Continue"),
        ways: [
          .init(
            isRecovery ? phrases("Use a code from your app") : phrases("Use a recovery code"),
            knock.path(other, next: knock.next))
        ]), knock, problems)
  }

  func prove(_ knock: Knock, isRecovery: Bool) async throws -> Response {
    guard let token = knock.token else { return leave(said: "over") }
    let code = Private(try await knock.form()["code"])
    let answer = try await ProveSecondFactor(office)(
      token: token, isRecovery ? .recovery(code) : .app(code), from: knock.address)
    return try await self.answer(answer, knock) { problem in
      try await codePage(
        knock, isRecovery: isRecovery, [FieldProblem(field: "code", text: problem)])
    }
  }
}

extension Field {
  /// Where a code is typed or pasted.
  static func code(
    isRecovery: Bool, _ problems: [FieldProblem], _ phrases: Phrases
  ) -> Field {
    .line(
      "code", isRecovery ? phrases("Recovery code") : phrases("Code from your app"),
      autocomplete: isRecovery ? "off" : "one-time-code", isRequired: true, problems: problems)
  }
}

extension Phrases {
  /// Too many tries.
  func wait(_ seconds: Int) -> String {
    seconds < 90
      ? self("Too many tries. Wait {count} seconds, then try again.", ["count": "\(seconds)"])
      : self(
        "Too many tries. Wait {count} minutes, then try again.",
        ["count": "\((seconds + 59) / 60)"])
  }
}
