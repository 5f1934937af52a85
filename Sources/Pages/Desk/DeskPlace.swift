import Domain

/// Where the head of every page leads.
enum DeskPlace: CaseIterable {
  case today, vacancies, endings, pool, deadlines, paper, staff, requests, ledger, matters

  /// What a role works with; what it never opens isn't offered.
  static func all(of role: Role) -> [DeskPlace] {
    switch role {
    case .recruiter: [.today, .vacancies, .endings, .pool, .deadlines, .paper]
    case .reviewer: [.today, .vacancies]
    case .administrator: [.today, .vacancies, .staff]
    case .auditor: [.today, .ledger]
    case .privacyOfficer: [.today, .requests, .deadlines, .paper, .ledger, .matters]
    case .legal: [.today, .matters]
    case .intake: [.today]
    }
  }

  var path: String {
    switch self {
    case .today: "/"
    case .vacancies: "/vacancies"
    case .endings: "/endings"
    case .pool: "/pool"
    case .deadlines: "/deadlines"
    case .paper: "/paper"
    case .staff: "/staff"
    case .requests: "/requests"
    case .ledger: "/ledger"
    case .matters: "/matters"
    }
  }

  func label(_ phrases: Phrases) -> String {
    switch self {
    case .today: phrases("Today")
    case .vacancies: phrases("Vacancies")
    case .endings: phrases("Endings")
    case .pool: phrases("Pool")
    case .deadlines: phrases("Deadlines")
    case .paper: phrases("Paper")
    case .staff: phrases("Staff")
    case .requests: phrases("Requests")
    case .ledger: phrases("Ledger")
    case .matters: phrases("Matters")
    }
  }
}
