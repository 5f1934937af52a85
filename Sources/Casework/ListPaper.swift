package import Domain
import Records
import struct Foundation.Date

/// What paper is asked for.
package enum PaperState: String, CaseIterable, Sendable {
  /// All that isn't gone.
  case open
  /// What has to be fetched, because its application is erased.
  case fetch
  /// What belongs to an application that is still here.
  case kept
}

extension PaperState {
  fileprivate var part: Papers.Part {
    switch self {
    case .open: .all
    case .fetch: .toFetch
    case .kept: .kept
    }
  }
}

/// A page of paper.
package struct PaperList: Sendable {
  package let items: [PaperView]
  /// Where it goes on; `nil` at the end.
  package let next: String?
}

/// Shows paper: by list, by label, by application. A label and a place name nobody.
package struct ListPaper: Sendable {
  package static let roles: Set<Role> = [.recruiter, .privacyOfficer]
  /// Who asks by the application itself.
  package static let rolesOfApplication: Set<Role> = [.recruiter, .legal, .privacyOfficer]
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// What isn't gone, what is due the longest first.
  package func callAsFunction(
    _ state: PaperState, limit: Int, cursor: String?, by caller: Caller
  ) async throws -> PaperList {
    guard (1...200).contains(limit) else { throw Refusal.invalid(field: "limit", .outOfRange) }
    let last = try cursor.map(Self.place)
    let rows = try await office.act(by: caller, Self.roles) { act, rows in
      try Papers.open(state.part, after: last, limit: limit + 1, in: rows)
    }
    let items = try rows.prefix(limit).map(office.opened)
    let end = rows.count > limit ? rows[limit - 1] : nil
    return PaperList(
      items: items,
      next: end.map {
        Self.cursor(at: state == .fetch ? $0.erasedAt ?? $0.recordedAt : $0.recordedAt, id: $0.id)
      })
  }

  /// What a label belongs to.
  package func find(_ code: PaperCode, by caller: Caller) async throws -> PaperView {
    let row = try await office.act(by: caller, Self.roles) { _, rows in
      try Papers.find(code, in: rows)
    }
    guard let row else { throw Refusal.unknown }
    return try office.opened(row)
  }

  /// The paper of an application that the caller sees or may still finish; `nil` if it has none.
  package func of(_ id: ApplicationID, by caller: Caller) async throws -> PaperView? {
    try caller.mustSayWhy()
    let row = try await office.act(by: caller, Self.rolesOfApplication) { act, rows in
      if try Applications.find(id, in: rows) == nil {
        guard caller.member.role == .recruiter,
          try Endings.find(id, on: act.today, in: rows) != nil
        else { throw Refusal.unknown }
      }
      return try Papers.find(of: id, in: rows)
    }
    return try row.map(office.opened)
  }

  /// How many erased applications have paper that nobody has confirmed to be gone.
  package func toFetch(by caller: Caller) async throws -> Int {
    try await office.act(by: caller, Self.roles) { _, rows in
      try Papers.toFetch(in: rows).count
    }
  }

  /// The end of the year 9999; the database knows no instant much later.
  private static let lastMicrosecond = 253_402_300_799_999_999

  private static func cursor(at: Date, id: PaperID) -> String {
    "\(Int((at.timeIntervalSince1970 * 1_000_000).rounded())).\(id)"
  }

  private static func place(_ cursor: String) throws(Refusal) -> (at: Date, id: PaperID) {
    let parts = cursor.split(separator: ".")
    guard parts.count == 2, let microseconds = Int(parts[0]),
      (0...lastMicrosecond).contains(microseconds), let id = PaperID(parts[1])
    else { throw .invalid(field: "cursor", .notAllowed) }
    return (Date(timeIntervalSince1970: Double(microseconds) / 1_000_000), id)
  }
}
