package import Domain
import Records
import Vault

/// Shows an applicant what their link is about. Changes nothing.
package struct ShowLink: Sendable {
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// `nil` for a token nobody knows.
  package func callAsFunction(token: String) async throws -> LinkMatter? {
    let hash = LinkKey.hash(token)
    let (link, spent, joint) = try await office.act(as: .console, .door) { act, rows in
      (
        try Links.find(hash: hash, at: act.now, in: rows),
        try Links.spent(hash: hash, on: act.today, in: rows),
        try JointReceipts.all(of: hash, on: act.today, in: rows)
      )
    }
    let matter: LinkMatter?
    if let spent {
      matter = LinkMatter(
        state: .erased(at: spent.erasedAt, finalOn: spent.finalOn), language: spent.language)
    } else if let link {
      matter = try await office.act(as: .applicant(link.application), .link) { act, rows in
        try Locks.shared(link.application, in: rows)
        return try office.matter(of: link, at: act, in: rows)
      }
    } else {
      matter = nil
    }
    guard let matter, !joint.isEmpty else { return matter }
    var receipts: [EntryReceipt] = []
    for row in joint { receipts.append(try await receipt(row)) }
    return LinkMatter(
      state: matter.state, language: matter.language, vacancyTitle: matter.vacancyTitle,
      remaining: matter.remaining, proposed: matter.proposed, others: matter.others,
      receipts: receipts, isRestricted: matter.isRestricted)
  }

  /// What became of an entry that was withdrawn through this link, as it is now.
  private func receipt(_ row: JointReceiptRow) async throws -> EntryReceipt {
    if let erased = row.erased {
      return EntryReceipt(
        givenOn: row.givenOn, fate: .erased(at: erased.at, finalOn: erased.finalOn))
    }
    guard let id = row.application else {
      return EntryReceipt(
        givenOn: row.givenOn,
        fate: .withdrawn(at: row.withdrawnAt, vacancyTitle: nil, remaining: []))
    }
    return try await office.act(as: .applicant(id), .link) { act, rows in
      try Locks.shared(id, in: rows)
      let standing = try Grounds.all(of: id, in: rows).filter { $0.stands(on: act.today) }
      return EntryReceipt(
        givenOn: row.givenOn,
        fate: .withdrawn(
          at: row.withdrawnAt, vacancyTitle: try Vacancies.title(of: id, in: rows),
          remaining: standing.filter { $0.kind != .pool }))
    }
  }
}

extension Office {
  /// The matter behind a link, for the applicant's own login.
  func matter(
    of link: LinkRow, at act: Act, in rows: borrowing Rows
  ) throws -> LinkMatter? {
    if let proposal = link.proposal {
      return try matter(ofProposal: proposal, behind: link, at: act, in: rows)
    }
    if let id = link.consent, let asked = try Consents.find(id, in: rows),
      asked.purpose == .longerStorage
    {
      let standing = try Grounds.all(of: link.application, in: rows).filter {
        $0.stands(on: act.today)
      }
      return try storageMatter(of: asked, behind: link, standing: standing, in: rows)
    }
    let consents = try Consents.all(of: link.application, in: rows)
    guard let question = consents.first(where: { $0.id == link.consent }) else { return nil }
    let grounds = try Grounds.all(of: link.application, in: rows)
    let title = try Vacancies.title(of: link.application, in: rows)
    let standing = grounds.filter { $0.stands(on: act.today) }
    let rules = try Installations.rules(in: rows)
    let state = Self.state(
      question, among: consents, standing: standing,
      poolEraseOn: rules.poolEraseFrom(givenOn: act.today))
    let isInPool = standing.contains { $0.kind == .pool }
    return LinkMatter(
      state: state, language: link.language, vacancyTitle: title,
      remaining: standing.filter { $0.kind != .pool },
      others: isInPool ? try others(than: link.application, on: act.today, in: rows) : [],
      isRestricted: try isRestricted(link.application, in: rows))
  }

  /// Whether processing is restricted, for a login that sees the application all the same.
  func isRestricted(_ id: ApplicationID, in rows: borrowing Rows) throws -> Bool {
    try Applications.find(id, in: rows)?.isRestricted ?? false
  }

  /// Where a question stands. `poolEraseOn` is the end of what would be consented to today.
  private static func state(
    _ question: Consent, among consents: [Consent], standing: [Ground], poolEraseOn: Day
  ) -> LinkMatter.State {
    if let pool = standing.first(where: { $0.kind == .pool }), let eraseOn = pool.eraseFrom {
      let renewal = Consent.renewal(consents)
      if renewal?.state == .declined { return .notRenewed(eraseOn: eraseOn) }
      if renewal?.state == .asked && renewal?.id == question.id {
        return .renewal(eraseOn: eraseOn, newEraseOn: poolEraseOn)
      }
      // Another question may have been answered on paper meanwhile.
      return .inPool(givenOn: pool.since, eraseOn: eraseOn)
    }
    if question.state == .asked && question.renews == nil {
      return .asked(poolEraseOn: poolEraseOn)
    }
    if consents.allSatisfy({ $0.state == .declined }) { return .declined }
    guard let at = consents.compactMap(\.withdrawnAt).max() else { return .lapsed }
    return standing.isEmpty ? .erasurePending(at: at) : .withdrawn(at: at)
  }
}
