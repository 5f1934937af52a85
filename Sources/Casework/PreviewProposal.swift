package import Domain
import Records

/// Somebody of the pool, about to be proposed.
package struct PoolCandidate: Sendable {
  package let application: ApplicationID
  package let name: Private<String>
  /// The vacancy they applied for once; `nil` where it came unsolicited.
  package let vacancyTitle: String?
  package let poolEraseOn: Day
  /// The vacancies that are open, newest first.
  package let vacancies: [VacancyName]
}

/// Shows whom a proposal would go to and what it would say, before anything is sent.
package struct PreviewProposal: Sendable {
  package static let roles: Set<Role> = [.recruiter]
  /// Stands in the letter where its link will stand.
  private static let linkToCome: Private<String> = Private("…")
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// The person and what could be proposed to them. Refuses who isn't in the pool.
  package func callAsFunction(
    _ id: ApplicationID, by caller: Caller
  ) async throws -> PoolCandidate {
    try await office.act(by: caller, Self.roles) { act, rows in
      try Locks.shared(id, in: rows)
      guard try Applications.find(id, in: rows) != nil,
        let row = try Applicants.find(id, in: rows)
      else { throw Refusal.unknown }
      let pool = try Grounds.all(of: id, in: rows).first {
        $0.kind == .pool && $0.stands(on: act.today)
      }
      guard let eraseOn = pool?.eraseFrom else { throw Refusal.notInPool }
      let (person, _) = try office.withKey(of: id, in: rows) { try row.opened(of: id, with: $0) }
      try act.note(.applicationsListed, detail: "1", in: rows)
      return PoolCandidate(
        application: id,
        name: Private("\(person.givenName.reveal()) \(person.familyName.reveal())"),
        vacancyTitle: try Vacancies.title(of: id, in: rows), poolEraseOn: eraseOn,
        vacancies: try Vacancies.all(in: rows).filter { $0.closedAt == nil }.map {
          VacancyName(id: $0.id, title: $0.title, isOpen: true)
        })
    }
  }

  /// The letter word for word; the link is only made when it is sent. Refuses what
  /// ``ProposeVacancy`` would refuse.
  package func letter(
    to id: ApplicationID, for vacancy: VacancyID, by caller: Caller
  ) async throws -> Letter {
    try await office.act(by: caller, Self.roles) { act, rows in
      try office.joinable(vacancy, on: act.today, in: rows)
      try Locks.shared(id, in: rows)
      let person = try office.proposable(id, for: vacancy, at: act, in: rows)
      guard let email = person.applicant.email, let row = try Vacancies.find(vacancy, in: rows)
      else { throw Refusal.noAddress }
      try act.note(.applicationsListed, detail: "1", in: rows)
      return Letter(
        id: .random(),
        recipient: Letter.Recipient(
          givenName: person.applicant.givenName, familyName: person.applicant.familyName,
          email: email),
        language: person.applicant.language, vacancyTitle: person.vacancyTitle,
        message: .proposal(
          title: row.title, eraseOn: person.poolEraseOn, link: Self.linkToCome),
        remaining: [])
    }
  }
}
