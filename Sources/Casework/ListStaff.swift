package import Domain
import Records
import Vault
package import struct Foundation.Date

/// Somebody on the staff, as its administrator sees them.
package struct StaffLine: Sendable {
  package let id: StaffID
  package let name: Private<String>
  package let email: Private<String>
  package let roles: Set<Role>
  package let addedAt: Date
  package let disabledAt: Date?
  /// Whether they chose a password yet.
  package let isSetUp: Bool
  package let hasSecondFactor: Bool
  /// Until when their set-up link can be used, if they have one.
  package let linkUntil: Date?
}

/// What somebody does in a vacancy's team.
package struct StaffPart: Sendable {
  package let vacancy: VacancyID
  package let title: String
  package let part: TeamPart
  /// The last day on which it counts.
  package let until: Day?
}

/// Lists the staff, by name.
package struct ListStaff: Sendable {
  package static let roles: Set<Role> = [.administrator]
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// Everybody, those who are disabled included.
  package func callAsFunction(by caller: Caller) async throws -> [StaffLine] {
    try await office.act(by: caller, Self.roles) { _, rows in
      try StaffList.all(in: rows).map(office.opened)
    }
    .sorted { ($0.name.reveal(), $0.id.text) < ($1.name.reveal(), $1.id.text) }
  }
}

/// Shows somebody on the staff.
package struct ShowStaff: Sendable {
  package static let roles: Set<Role> = [.administrator]
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// The person, and their parts in vacancies' teams. Refuses an id that nobody has.
  package func callAsFunction(
    _ id: StaffID, by caller: Caller
  ) async throws -> (line: StaffLine, parts: [StaffPart]) {
    try await office.act(by: caller, Self.roles) { _, rows in
      guard let row = try StaffList.all(only: id, in: rows).first else { throw Refusal.unknown }
      let parts = try StaffList.parts(of: id, in: rows).map {
        StaffPart(vacancy: $0.vacancy, title: $0.title, part: $0.part, until: $0.until)
      }
      return (try office.opened(row), parts)
    }
  }
}

extension Office {
  /// Somebody on the staff, opened.
  func opened(_ row: StaffLineRow) throws -> StaffLine {
    let (email, name) = try withKey(row.key, of: row.id) { key in
      (
        try key.openText(row.email, as: .staff("email", of: row.id)),
        try key.openText(row.name, as: .staff("name", of: row.id))
      )
    }
    return StaffLine(
      id: row.id, name: Private(name), email: Private(email), roles: Set(row.roles),
      addedAt: row.addedAt, disabledAt: row.disabledAt, isSetUp: row.passwordSetAt != nil,
      hasSecondFactor: row.factorEnrolledAt != nil, linkUntil: row.linkUntil)
  }
}
