package import Domain

/// What somebody sees and changes of their own account.
package struct AccountPage: DeskContent {
  package static let template = "account"
  let ownName: String
  let ownEmail: String
  let ownRoles: String
  let ownFactor: String
  let ownSessions: String
  let passwordFields: [Field]
  let factorHeading: String
  let factorFields: [Field]
  let factorButton: String

  /// `recoveryCodesLeft` is `nil` without a second factor.
  package init(
    name: Private<String>, email: Private<String>, roles: Set<Role>, recoveryCodesLeft: Int?,
    sessions: Int, _ problems: [FieldProblem], _ phrases: Phrases
  ) {
    ownName = Readable.line(name.reveal())
    ownEmail = Readable.line(email.reveal())
    ownRoles = phrases.names(of: roles)
    ownFactor =
      recoveryCodesLeft.map { phrases("On; recovery codes left: {count}", ["count": "\($0)"]) }
      ?? phrases("Off")
    ownSessions = phrases("In {count} browsers, this one included", ["count": "\(sessions)"])
    passwordFields = [
      .line(
        "currentPassword", phrases("Current password"), type: "password",
        autocomplete: "current-password", isRequired: true, problems: problems),
      .newPassword("newPassword", problems, phrases),
    ]
    factorHeading =
      recoveryCodesLeft == nil
      ? phrases("Set up a second factor") : phrases("Renew the second factor")
    factorFields =
      recoveryCodesLeft != nil
      ? []
      : [
        .line(
          "password", phrases("Your password"), type: "password",
          autocomplete: "current-password", isRequired: true, problems: problems)
      ]
    factorButton =
      recoveryCodesLeft == nil
      ? phrases("Set up second factor") : phrases("Renew second factor")
  }
}

extension Field {
  /// Where a new password is chosen.
  package static func newPassword(
    _ field: String, _ problems: [FieldProblem], _ phrases: Phrases
  ) -> Field {
    .line(
      field, phrases("New password"), type: "password",
      help: phrases(
        "At least 15 characters, or 8 with a second factor; without your name. A sentence is fine."
      ), autocomplete: "new-password", isRequired: true, problems: problems)
  }
}

extension Phrases {
  /// Such as `Recruiter, Reviewer`.
  func names(of roles: Set<Role>) -> String {
    roles.isEmpty
      ? self("No role")
      : Role.allCases.filter(roles.contains).map { name(of: $0) }.joined(separator: ", ")
  }
}
