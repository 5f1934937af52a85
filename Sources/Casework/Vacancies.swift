package import Domain
import Records
import Vault
package import struct Foundation.Date

/// A vacancy with its team, as staff see it.
package struct VacancyView: Sendable {
  package let id: VacancyID
  package let title: String
  package let location: String?
  package let openedAt: Date
  package let closedAt: Date?
  package let team: [TeamMemberView]
}

/// Somebody in a vacancy's team.
package struct TeamMemberView: Sendable {
  package let staff: StaffID
  package let name: String?
  package let part: TeamPart
  package let until: Day?
}

/// Opens a vacancy.
package struct OpenVacancy: Sendable {
  package static let roles: Set<Role> = [.recruiter]
  private static let call = "vacancies"
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// The new vacancy, without a team yet.
  package func callAsFunction(
    title: String, location: String?, by caller: Caller
  ) async throws -> VacancyView {
    try await office.act(by: caller, Self.roles) { act, rows in
      if let earlier = try office.earlierAnswer(to: Self.call, by: caller, in: rows),
        let found = try Vacancies.find(VacancyID(earlier.createdID), in: rows)
      {
        return VacancyView(found)
      }
      let id = VacancyID.random()
      try Vacancies.open(
        id, title: title, location: location, by: caller.member.id, at: act.now, in: rows)
      try office.keepAnswer(id.uuid, to: Self.call, by: caller, at: act, in: rows)
      try act.note(.vacancyOpened, detail: id.text, in: rows)
      return VacancyView(
        id: id, title: title, location: location, openedAt: act.now, closedAt: nil, team: [])
    }
  }
}

/// Lists the vacancies somebody may see.
package struct ListVacancies: Sendable {
  package static let roles: Set<Role> = [.recruiter, .reviewer, .administrator]
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// Newest first, each with the team members the caller may see.
  package func callAsFunction(by caller: Caller) async throws -> [VacancyView] {
    let (vacancies, team, names) = try await office.act(by: caller, Self.roles) { _, rows in
      let vacancies = try Vacancies.all(in: rows)
      // An administrator grants roles; who reviews what is the recruiters' business.
      let team = caller.member.role == .administrator ? [] : try Teams.all(in: rows)
      let names = try office.staffNames(Set(team.map(\.staff)), in: rows)
      return (vacancies, team, names)
    }
    let teams = Dictionary(grouping: team, by: \.vacancy)
    return vacancies.map { vacancy in
      VacancyView(
        vacancy,
        team: (teams[vacancy.id] ?? []).map {
          TeamMemberView(staff: $0.staff, name: names[$0.staff], part: $0.part, until: $0.until)
        })
    }
  }
}

/// Closes a vacancy. Applications without an outcome are then an alarm, not a silence.
package struct CloseVacancy: Sendable {
  package static let roles: Set<Role> = [.recruiter]
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// Closing a closed one changes nothing.
  package func callAsFunction(_ id: VacancyID, by caller: Caller) async throws {
    try await office.act(by: caller, Self.roles) { act, rows in
      try Locks.exclusive(id, in: rows)
      guard let vacancy = try Vacancies.find(id, in: rows) else { throw Refusal.unknown }
      guard vacancy.closedAt == nil else { return }
      _ = try Vacancies.close(id, by: caller.member.id, at: act.now, in: rows)
      try act.note(.vacancyClosed, detail: id.text, in: rows)
    }
  }
}

/// Gives somebody a part in a vacancy's team.
package struct SetTeamPart: Sendable {
  package static let roles: Set<Role> = [.recruiter]
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// `until` is the last day on which the part counts. Repeating changes part and day.
  package func callAsFunction(
    vacancy: VacancyID, staff: StaffID, part: TeamPart, until: Day?, by caller: Caller
  ) async throws {
    guard part == .hiringManager || part == .interviewer else {
      throw Refusal.notOffered(part.rawValue)
    }
    try await office.act(by: caller, Self.roles) { act, rows in
      guard try Vacancies.find(vacancy, in: rows) != nil,
        try Staff.exists(staff, in: rows)
      else { throw Refusal.unknown }
      if let until, until < act.today {
        throw Refusal.invalid(field: "until", .beforeToday)
      }
      try Teams.set(
        TeamRow(vacancy: vacancy, staff: staff, part: part, until: until),
        by: caller.member.id, at: act.now, in: rows)
      try act.note(.teamChanged, detail: vacancy.text, in: rows)
    }
  }
}

/// Takes somebody's part in a vacancy's team away; it counts from their next request on.
package struct RemoveTeamPart: Sendable {
  package static let roles: Set<Role> = [.recruiter]
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// Refuses if they had none.
  package func callAsFunction(
    vacancy: VacancyID, staff: StaffID, by caller: Caller
  ) async throws {
    try await office.act(by: caller, Self.roles) { act, rows in
      guard try Teams.remove(staff, from: vacancy, in: rows) else { throw Refusal.unknown }
      try act.note(.teamLeft, detail: vacancy.text, in: rows)
    }
  }
}

extension VacancyView {
  init(_ row: VacancyRow, team: [TeamMemberView] = []) {
    self.init(
      id: row.id, title: row.title, location: row.location, openedAt: row.openedAt,
      closedAt: row.closedAt, team: team)
  }
}

extension Office {
  /// The names of colleagues, opened.
  func staffNames(
    _ ids: Set<StaffID>, in rows: borrowing Rows
  ) throws -> [StaffID: String] {
    var names: [StaffID: String] = [:]
    for found in try Staff.names(of: Array(ids), in: rows) {
      names[found.id] = try ring.withDataKey(WrappedKey(found.key), of: found.id.uuid) {
        try $0.openText(found.name, as: .staff("name", of: found.id))
      }
    }
    return names
  }
}
