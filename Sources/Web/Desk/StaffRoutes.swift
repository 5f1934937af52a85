import Casework
import Domain
import HTTPTypes
import Hummingbird
import Pages

extension DeskRoute {
  /// The staff, for its administrator.
  static let staff: [DeskRoute] = [
    DeskRoute(.get, "/staff", ListStaff.roles) { desk, visit in
      let staff = try await ListStaff(desk.office)(by: visit.caller).map(StaffFacts.init)
      return desk.page(
        visit.frame(visit.phrases("Staff"), message: visit.saidOfStaff),
        StaffPage(staff, visit.phrases))
    },
    DeskRoute(.get, "/staff/new", AddStaff.roles) { desk, visit in
      desk.newStaffPage(visit, nil, [])
    },
    DeskRoute(.post, "/staff/new", AddStaff.roles) { desk, visit in
      try await desk.addStaff(visit)
    },
    DeskRoute(.get, "/staff/{id}", ShowStaff.roles) { desk, visit in
      let (line, parts) = try await ShowStaff(desk.office)(visit.member, by: visit.caller)
      let phrases = visit.phrases
      return desk.page(
        visit.frame(phrases("Staff"), message: visit.saidOfStaff),
        StaffMemberPage(
          StaffFacts(line),
          parts: parts.map {
            .init(vacancy: $0.vacancy, title: $0.title, part: $0.part, until: $0.until, phrases)
          }, phrases))
    },
    DeskRoute(.post, "/staff/{id}/roles", GrantRole.roles) { desk, visit in
      try await desk.changeRoles(visit)
    },
    DeskRoute(.post, "/staff/{id}/set-up-link", RenewSetUpLink.roles) { desk, visit in
      let id = try visit.member
      let (line, _) = try await ShowStaff(desk.office)(id, by: visit.caller)
      let token = try await RenewSetUpLink(desk.office)(for: id, by: visit.caller)
      return desk.setUpLinkPage(visit, name: line.name, id: id, token)
    },
    DeskRoute(.post, "/staff/{id}/sign-out", EndSessions.roles) { desk, visit in
      let id = try visit.member
      try await EndSessions(desk.office)(of: id, by: visit.caller)
      return Desk.see("/staff/\(id)", said: "sessionsEnded")
    },
    DeskRoute(.post, "/staff/{id}/tokens", RevokeTokens.roles) { desk, visit in
      let id = try visit.member
      try await RevokeTokens(desk.office)(of: id, by: visit.caller)
      return Desk.see("/staff/\(id)", said: "tokensRevoked")
    },
    DeskRoute(.post, "/staff/{id}/disable", DisableStaff.roles) { desk, visit in
      let id = try visit.member
      try await DisableStaff(desk.office)(id, by: visit.caller)
      return Desk.see("/staff/\(id)", said: "disabled")
    },
    DeskRoute(.post, "/staff/{id}/enable", EnableStaff.roles) { desk, visit in
      let id = try visit.member
      try await EnableStaff(desk.office)(id, by: visit.caller)
      return Desk.see("/staff/\(id)", said: "enabled")
    },
  ]
}

extension Desk {
  fileprivate func newStaffPage(
    _ visit: Visit, _ form: DeskForm?, _ problems: [FieldProblem]
  ) -> Response {
    let phrases = visit.phrases
    let chosen = Set((form?.values("roles") ?? []).compactMap(Role.init(rawValue:)))
    return page(
      visit.frame(phrases("Add a person"), problems: problems),
      FormPage(
        heading: phrases("Add a person"),
        paragraphs: [
          phrases("You are given a link for them, with which they choose their password.")
        ], action: "/staff/new",
        fields: [
          .line(
            "name", phrases("Name"), value: form?["name"] ?? "", autocomplete: "off",
            isRequired: true, problems: problems),
          .line(
            "email", phrases("E-mail"), value: form?["email"] ?? "", type: "email",
            autocomplete: "off", isRequired: true, problems: problems),
        ], ticks: .roles(chosen, phrases), button: phrases("Add person"),
        ways: [.init(phrases("Back"), "/staff")]),
      problems.isEmpty ? .ok : .unprocessableContent)
  }

  fileprivate func addStaff(_ visit: Visit) async throws -> Response {
    var reading = FormReading(try await visit.form(), visit.phrases)
    let name = reading.text("name", atMost: InputText.namePart)
    let email = reading.optionalAddress("email")
    if reading.form["email"].isEmpty { reading.refuse("email", .missing) }
    let roles = Set(reading.form.values("roles").compactMap(Role.init(rawValue:)))
    if roles.isEmpty { reading.refuse("roles", visit.phrases("Choose at least one role.")) }
    if let name, let email, reading.problems.isEmpty {
      do {
        let new = try await AddStaff(office)(
          email: Private(email), name: Private(name), roles: roles, by: visit.caller)
        return setUpLinkPage(visit, name: Private(name), id: new.id, new.setUpToken)
      } catch Refusal.alreadyThere {
        reading.refuse(
          "email", visit.phrases("Somebody with this address is on the staff already."))
      }
    }
    return newStaffPage(visit, reading.form, reading.problems)
  }

  /// Answered with the form itself: the link is shown this once, and stands in no address.
  fileprivate func setUpLinkPage(
    _ visit: Visit, name: Private<String>, id: StaffID, _ token: Private<String>
  ) -> Response {
    let address = paper.pages()?.address("/set-up/\(token.reveal())") ?? ""
    return page(
      visit.frame(visit.phrases("Set-up link")),
      SetUpLinkPage(name: name, id: id, address: Private(address)))
  }

  /// Gives what was ticked, takes what no longer is.
  fileprivate func changeRoles(_ visit: Visit) async throws -> Response {
    let id = try visit.member
    let wanted = Set(try await visit.form().values("roles").compactMap(Role.init(rawValue:)))
    let held = try await ShowStaff(office)(id, by: visit.caller).line.roles
    for role in wanted.subtracting(held).sorted(by: { $0.rawValue < $1.rawValue }) {
      try await GrantRole(office)(role, to: id, by: visit.caller)
    }
    for role in held.subtracting(wanted).sorted(by: { $0.rawValue < $1.rawValue })
    where role != .intake {
      try await RevokeRole(office)(role, from: id, by: visit.caller)
    }
    return Self.see("/staff/\(id)", said: "rolesSaved")
  }
}

extension Visit {
  /// Whom the path names.
  fileprivate var member: StaffID {
    get throws(Refusal) { try id("id", of: Subject.Staff.self) }
  }

  /// What was done last, in words.
  fileprivate var saidOfStaff: String? {
    switch said {
    case "sessionsEnded": phrases("Signed out everywhere.")
    case "tokensRevoked": phrases("No token for the API works any more.")
    case "disabled": phrases("Disabled: access is lost from this moment on.")
    case "enabled": phrases("Can sign in again.")
    case "rolesSaved": phrases("The roles are saved and count from the next click on.")
    default: nil
    }
  }
}

extension StaffFacts {
  fileprivate init(_ line: StaffLine) {
    self.init(
      id: line.id, name: line.name, email: line.email, roles: line.roles,
      isDisabled: line.disabledAt != nil, isSetUp: line.isSetUp,
      hasSecondFactor: line.hasSecondFactor)
  }
}
