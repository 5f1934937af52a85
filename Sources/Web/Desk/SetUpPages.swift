import Casework
import Domain
import HTTPTypes
import Hummingbird
import Pages

extension EntranceRoute {
  /// A password is chosen with a set-up link.
  static let setUp: [EntranceRoute] = [
    EntranceRoute(.get, "/set-up/{token}") { entrance, knock in
      try await entrance.setUpPage(knock, [:], [])
    },
    EntranceRoute(.post, "/set-up/{token}") { entrance, knock in
      try await entrance.setUp(knock)
    },
  ]
}

extension Entrance {
  private func setUpToken(_ knock: Knock) -> String { knock.scope.parameters.get("token") ?? "" }

  fileprivate func setUpPage(
    _ knock: Knock, _ values: [String: String], _ problems: [FieldProblem]
  ) async throws -> Response {
    let token = setUpToken(knock)
    guard let matter = try await ShowSetUp(office)(token: token) else {
      return unknownLink(knock)
    }
    let phrases = knock.phrases
    let password = Field.newPassword("password", problems, phrases)
    let action = knock.path("/set-up/\(token)")
    let content: FormPage =
      switch matter {
      case .account(let name, let email, let needsSecondFactor):
        FormPage(
          heading: phrases("Welcome, {name}", ["name": name.reveal()]),
          paragraphs: [
            phrases("Choose the password for {email}.", ["email": email.reveal()]),
            needsSecondFactor
              ? phrases("Then you set up a second factor: have your telephone at hand.")
              : phrases("A second factor makes it safer; you can set one up in your account."),
          ], action: action, username: email.reveal(), fields: [password],
          button: phrases("Choose password"))
      case .firstAdministrator:
        FormPage(
          heading: phrases("Make the first administrator"),
          paragraphs: [
            phrases("You will add the others. Have your telephone at hand for a second factor.")
          ], action: action,
          fields: [
            .line(
              "name", phrases("Your name"), value: values["name"] ?? "", autocomplete: "name",
              isRequired: true, problems: problems),
            .line(
              "email", phrases("Your e-mail address"), value: values["email"] ?? "",
              type: "email", autocomplete: "username", isRequired: true, problems: problems),
            password,
          ], button: phrases("Make me administrator"))
      }
    return page(phrases("Set up your account"), content, knock, problems)
  }

  fileprivate func setUp(_ knock: Knock) async throws -> Response {
    let token = setUpToken(knock)
    guard let matter = try await ShowSetUp(office)(token: token) else {
      return unknownLink(knock)
    }
    var reading = FormReading(try await knock.form(), knock.phrases)
    let form = reading.form
    var identity: SetUpAccount.Identity?
    if case .firstAdministrator = matter {
      let name = reading.text("name", atMost: InputText.namePart)
      let email = reading.optionalAddress("email")
      if form["email"].isEmpty { reading.refuse("email", .missing) }
      if let name, let email {
        identity = SetUpAccount.Identity(email: Private(email), name: Private(name))
      }
    }
    if reading.problems.isEmpty {
      do {
        let answer = try await SetUpAccount(office)(
          token: token, password: Private(form["password"]), identity: identity,
          language: knock.language)
        if case .over = answer { return unknownLink(knock) }
        return try await self.answer(answer, knock) { _ in unknownLink(knock) }
      } catch let refusal as Refusal {
        guard case .invalid = refusal else { throw refusal }
        reading.refuse(refusal, otherwise: "password")
      }
    }
    return try await setUpPage(
      knock, ["name": form["name"], "email": form["email"]], reading.problems)
  }

  private func unknownLink(_ knock: Knock) -> Response {
    notice(
      { phrases in
        NoticePage(
          heading: phrases("This link can't be used"),
          paragraphs: [
            phrases("It was used, is over, or was replaced. Ask an administrator for another.")
          ], ways: [.init(phrases("Sign in"), "/sign-in")])
      }, knock, .notFound)
  }
}
