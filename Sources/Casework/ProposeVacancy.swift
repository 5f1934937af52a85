package import Domain
import Records
import Vault

/// Proposes somebody of the pool for an open vacancy. The applicant is asked by mail; nothing is
/// copied before a yes, and the pool entry stays as it is.
package struct ProposeVacancy: Sendable {
  package static let roles: Set<Role> = [.recruiter]
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// The proposal's id. Proposing again while it is open sends nothing, unless its link became
  /// useless. Refuses by the rules of ``PoolProposal``, and a closed vacancy.
  package func callAsFunction(
    _ id: ApplicationID, vacancy: VacancyID, by caller: Caller
  ) async throws -> ProposalID {
    try await office.act(by: caller, Self.roles) { _, rows in
      guard try Applications.find(id, in: rows) != nil else { throw Refusal.unknown }
    }
    try await office.inheritObjection(id)
    let proposal = try await office.act(by: caller, Self.roles) { act, rows in
      try office.joinable(vacancy, on: act.today, in: rows)
      try Locks.exclusive(id, in: rows)
      let person = try office.proposable(id, for: vacancy, at: act, in: rows)
      if let open = person.open {
        if try Links.live(for: open.id, in: rows) != nil { return open.id }
        try mail(open.id, to: person, of: id, at: act, in: rows)
        return open.id
      }
      let proposal = ProposalID.random()
      try Proposals.make(
        proposal, of: id, for: vacancy, by: caller.member.id, at: act.now, in: rows)
      try mail(proposal, to: person, of: id, at: act, in: rows)
      return proposal
    }
    await office.deliverAtOnce()
    return proposal
  }

  private func mail(
    _ proposal: ProposalID, to person: Proposable, of id: ApplicationID, at act: Act,
    in rows: borrowing Rows
  ) throws {
    let link = LinkID.random()
    try Links.make(
      link, hash: LinkKey.hash(office.links.token(for: link).reveal()), for: proposal, of: id,
      language: person.applicant.language, at: act.now,
      until: office.time.start(of: Window.linkEnd(today: act.today)), in: rows)
    try Outbox.queue(
      OutboxRow(application: id, kind: .proposal, link: link, queuedAt: act.now), in: rows)
    try act.note(.proposalMade, of: id, detail: proposal.text, in: rows)
  }
}

/// Somebody who may be proposed for a vacancy.
struct Proposable: Sendable {
  let applicant: Applicant
  /// The vacancy they applied for once.
  let vacancyTitle: String?
  /// The day on which the pool entry goes.
  let poolEraseOn: Day
  /// The proposal for the same vacancy that still waits.
  let open: Proposal?
}

extension Office {
  /// Somebody of the pool as they are written to; refuses by the rules of ``PoolProposal``.
  func proposable(
    _ id: ApplicationID, for vacancy: VacancyID, at act: Act, in rows: borrowing Rows
  ) throws -> Proposable {
    guard let found = try Applications.find(id, in: rows),
      let row = try Applicants.find(id, in: rows)
    else { throw Refusal.unknown }
    try mustBeContactable(id, in: rows)
    let pool = try Grounds.all(of: id, in: rows).first {
      $0.kind == .pool && $0.stands(on: act.today)
    }
    let (applicant, _) = try withKey(of: id, in: rows) { try row.opened(of: id, with: $0) }
    let applied = try found.vacancy == vacancy || applied(applicant, for: vacancy, in: rows)
    let open = try PoolProposal.check(
      for: vacancy, earlier: try Proposals.all(of: [id], in: rows)[id] ?? [],
      poolStands: pool != nil, isMailable: applicant.email != nil, appliedThere: applied)
    guard let eraseOn = pool?.eraseFrom else { throw Refusal.notInPool }
    return Proposable(
      applicant: applicant, vacancyTitle: try Vacancies.title(of: id, in: rows),
      poolEraseOn: eraseOn, open: open)
  }

  private func applied(
    _ applicant: Applicant, for vacancy: VacancyID, in rows: borrowing Rows
  ) throws -> Bool {
    guard let email = applicant.email else { return false }
    return try Proposals.someone(
      foundBy: marks(of: email.reveal(), in: rows), appliedFor: vacancy, in: rows)
  }
}
