/// What someone on the staff may do at all. Which applications they meet follows from grounds
/// and teams.
package enum Role: String, CaseIterable, Sendable {
  case administrator, recruiter, reviewer, legal, privacyOfficer, auditor, intake

  /// Whether this role opens applications only for a named matter or reason.
  package var needsReason: Bool { self == .legal || self == .privacyOfficer }

  /// Whether whoever holds this role signs in with a second factor.
  package var needsSecondFactor: Bool {
    self == .legal || self == .privacyOfficer || self == .administrator
  }
}

/// How someone takes part in a vacancy's team.
package enum TeamPart: String, CaseIterable, Sendable {
  case hiringManager, interviewer, worksCouncil, disabilityRepresentative
}

/// Somebody on the staff, acting in one of their roles.
package struct StaffMember: Hashable, Sendable {
  package let id: StaffID
  package let role: Role

  package init(id: StaffID, role: Role) {
    self.id = id
    self.role = role
  }
}

/// Whoever is behind an act: the ledger names them by id or by what they are.
package enum Actor: Hashable, Sendable {
  case staff(StaffMember)
  /// The applicant, known by the link they hold.
  case applicant(ApplicationID)
  /// Somebody about their own account: their password, their sessions.
  case account(StaffID)
  /// Somebody at the door whom nobody knows yet.
  case stranger
  /// A scheduled run, such as the purge.
  case timer
  /// Somebody at the machine's own shell.
  case console

  /// What row security compares with; empty matches nobody.
  package var id: String {
    switch self {
    case .staff(let member): member.id.text
    case .applicant(let application): application.text
    case .account(let id): id.text
    case .timer, .console, .stranger: ""
    }
  }

  /// How the ledger names the function in which somebody acted.
  package var function: String {
    switch self {
    case .staff(let member): member.role.rawValue
    case .applicant: "applicant"
    case .account: "account"
    case .stranger: "stranger"
    case .timer: "timer"
    case .console: "console"
    }
  }
}
