import Domain
import Records

/// What an applicant decided about a proposal, and how their page shows it.
extension AnswerLink {
  /// Taking the consent back works as on every link, under the application's lock.
  func withdraw(behind link: LinkRow, at act: Act, in rows: borrowing Rows) throws {
    guard try Applications.find(link.application, in: rows) != nil else { return }
    let given = try Consents.all(of: link.application, in: rows).filter { $0.state == .given }
    guard !given.isEmpty else { return }
    try office.withdraw(
      given, of: link.application, channel: .link, receivedAt: act.now, at: act, in: rows)
  }

  /// A yes or no to an open proposal. Repeating a decision changes nothing.
  func apply(
    _ decision: LinkMatter.Decision, toProposal id: ProposalID, behind link: LinkRow,
    at act: Act, in rows: borrowing Rows
  ) throws {
    // The vacancy can't close between the answer and its commit.
    guard let asked = try Proposals.find(id, in: rows) else { return }
    try Locks.shared(asked.vacancy, in: rows)
    try Locks.exclusive(link.application, in: rows)
    guard let found = try Applications.find(link.application, in: rows),
      let proposal = try Proposals.find(id, in: rows)
    else { return }
    if found.isRestricted && decision == .give { return }
    guard try office.state(of: proposal, link.application, at: act, in: rows) == .open else {
      return
    }
    if decision == .give {
      try Proposals.accept(id, as: .random(), at: act.now, in: rows)
      try act.note(.proposalAccepted, of: link.application, detail: id.text, in: rows)
    } else {
      try Proposals.decline(id, at: act.now, in: rows)
      try act.note(.proposalDeclined, of: link.application, detail: id.text, in: rows)
    }
  }
}

extension Office {
  /// Where a proposal stands today.
  func state(
    of proposal: Proposal, _ application: ApplicationID, at act: Act, in rows: borrowing Rows
  ) throws -> ProposalState {
    let poolStands = try Grounds.all(of: application, in: rows).contains {
      $0.kind == .pool && $0.stands(on: act.today)
    }
    let vacancy = try Vacancies.find(proposal.vacancy, in: rows)
    return proposal.state(
      poolStands: poolStands, vacancyIsOpen: vacancy != nil && vacancy?.closedAt == nil)
  }

  /// The matter behind a link that is about a proposal.
  func matter(
    ofProposal id: ProposalID, behind link: LinkRow, at act: Act, in rows: borrowing Rows
  ) throws -> LinkMatter? {
    guard let proposal = try Proposals.find(id, in: rows),
      let vacancy = try Vacancies.find(proposal.vacancy, in: rows)
    else { return nil }
    let grounds = try Grounds.all(of: link.application, in: rows)
    let standing = grounds.filter { $0.stands(on: act.today) }
    let remaining = standing.filter { $0.kind != .pool }
    let withdrawnAt = try Consents.all(of: link.application, in: rows).compactMap(\.withdrawnAt)
    let pool = standing.first { $0.kind == .pool }
    let state: LinkMatter.State
    if let pool, let eraseOn = pool.eraseFrom {
      state = .inPool(givenOn: pool.since, eraseOn: eraseOn)
    } else if let at = withdrawnAt.max() {
      state = standing.isEmpty ? .erasurePending(at: at) : .withdrawn(at: at)
    } else {
      state = .lapsed
    }
    return LinkMatter(
      state: state, language: link.language,
      vacancyTitle: try Vacancies.title(of: link.application, in: rows), remaining: remaining,
      proposed: LinkMatter.Proposed(
        title: vacancy.title,
        state: proposal.state(
          poolStands: pool != nil, vacancyIsOpen: vacancy.closedAt == nil),
        poolEraseOn: pool?.eraseFrom),
      others: pool == nil ? [] : try others(than: link.application, on: act.today, in: rows),
      isRestricted: try isRestricted(link.application, in: rows))
  }
}
