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
    let (link, spent) = try await office.act(as: .console, .door) { act, rows in
      (
        try Links.find(hash: hash, at: act.now, in: rows),
        try Links.spent(hash: hash, on: act.today, in: rows)
      )
    }
    if let spent {
      return LinkMatter(
        state: .erased(at: spent.erasedAt, finalOn: spent.finalOn), language: spent.language)
    }
    guard let link else { return nil }
    return try await office.act(as: .applicant(link.application), .link) { act, rows in
      try Locks.shared(link.application, in: rows)
      return try office.matter(of: link, at: act, in: rows)
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
    let consents = try Consents.all(of: link.application, in: rows)
    guard let question = consents.first(where: { $0.id == link.consent }) else { return nil }
    let grounds = try Grounds.all(of: link.application, in: rows)
    let title = try Vacancies.title(of: link.application, in: rows)
    let standing = grounds.filter { $0.stands(on: act.today) }
    let state: LinkMatter.State
    if let pool = standing.first(where: { $0.kind == .pool }), let eraseOn = pool.eraseFrom {
      // Another question may have been answered on paper meanwhile.
      state = .inPool(givenOn: pool.since, eraseOn: eraseOn)
    } else if question.state == .asked {
      let rules = try Installations.rules(in: rows)
      state = .asked(poolEraseOn: rules.poolEraseFrom(givenOn: act.today))
    } else if consents.allSatisfy({ $0.state == .declined }) {
      state = .declined
    } else {
      let at = consents.compactMap(\.withdrawnAt).max() ?? act.now
      state = standing.isEmpty ? .erasurePending(at: at) : .withdrawn(at: at)
    }
    return LinkMatter(
      state: state, language: link.language, vacancyTitle: title,
      remaining: standing.filter { $0.kind != .pool })
  }
}
