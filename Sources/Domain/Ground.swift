package import struct Foundation.Date

/// A lawful reason to keep an application.
package enum GroundKind: String, CaseIterable, Sendable {
  case procedure, evidence, pool, longerStorage, legalObligation, hold, employment

  /// The article or paragraph the ground rests on.
  package var legalBasis: String {
    switch self {
    case .procedure: "Art. 6(1)(b) GDPR, § 26 BDSG"
    case .evidence: "Art. 6(1)(f) GDPR"
    case .pool, .longerStorage: "Art. 6(1)(a) GDPR"
    case .legalObligation: "Art. 6(1)(c) GDPR"
    case .hold: "Art. 17(3)(e) GDPR"
    case .employment: "§ 26 BDSG"
    }
  }

  /// Whether erasure on request must be refused while this stands (Art. 17(3)(b), (e) GDPR).
  package var forbidsErasure: Bool { self == .hold || self == .legalObligation }

  /// The roles this ground lets in.
  package var letsIn: Set<Role> {
    switch self {
    case .procedure: [.recruiter, .reviewer]
    case .pool, .longerStorage, .employment: [.recruiter]
    case .evidence, .legalObligation, .hold: [.legal]
    }
  }
}

/// One ground of one application: a row with its beginning, its end in sight, and its end.
package struct Ground: Sendable, Equatable {
  package let id: GroundID
  package let kind: GroundKind
  package let since: Day
  /// The day from whose 00:00 this ground no longer stands; `nil` while its end is open.
  package let eraseFrom: Day?
  package let endedAt: Date?

  package init(
    id: GroundID = .random(), kind: GroundKind, since: Day, eraseFrom: Day? = nil,
    endedAt: Date? = nil
  ) {
    self.id = id
    self.kind = kind
    self.since = since
    self.eraseFrom = eraseFrom
    self.endedAt = endedAt
  }

  /// Whether the ground still keeps the application on `today`.
  package func stands(on today: Day) -> Bool {
    guard endedAt == nil else { return false }
    guard let eraseFrom else { return true }
    return today < eraseFrom
  }

  /// The last day on which the application is kept for this ground.
  package var through: Day? { eraseFrom?.adding(days: -1) }
}
