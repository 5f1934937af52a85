package import Domain

/// A database role the program logs in as. Each sees what its row policies let it see; there is
/// no switching between them.
package enum Login: String, CaseIterable, Sendable {
  case door = "lethe_door"
  case recruiter = "lethe_recruiter"
  case reviewer = "lethe_reviewer"
  case legal = "lethe_legal"
  case privacy = "lethe_privacy"
  case admin = "lethe_admin"
  case auditor = "lethe_auditor"
  case link = "lethe_link"
  case mail = "lethe_mail"
  case keys = "lethe_keys"
  case purge = "lethe_purge"
  case sequencer = "lethe_sequencer"

  /// The login of a role of the staff; `nil` for one that is not offered yet.
  package init?(of role: Role) {
    switch role {
    case .administrator: self = .admin
    case .recruiter: self = .recruiter
    case .reviewer: self = .reviewer
    case .legal: self = .legal
    case .privacyOfficer: self = .privacy
    case .auditor: self = .auditor
    case .intake: return nil
    }
  }

  /// Connections a process opens at most for this login; twenty in all.
  var connectionLimit: Int {
    switch self {
    case .recruiter: 5
    case .door: 2
    case .reviewer: 4
    case .legal, .privacy, .admin, .auditor, .link, .mail, .keys, .purge, .sequencer: 1
    }
  }
}
