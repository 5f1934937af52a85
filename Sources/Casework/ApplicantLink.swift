package import Domain
import Records
import Vault
import struct Foundation.Date

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

/// Does what an applicant decided on their page. Repeating a decision changes nothing.
package struct AnswerLink: Sendable {
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// What stands afterwards; `nil` for a token nobody knows.
  package func callAsFunction(
    token: String, _ decision: LinkMatter.Decision
  ) async throws -> LinkMatter? {
    let hash = LinkKey.hash(token)
    let link = try await office.act(as: .console, .door) { act, rows in
      try Links.find(hash: hash, at: act.now, in: rows)
    }
    if let link {
      try await office.act(as: .applicant(link.application), .link) { act, rows in
        try Locks.exclusive(link.application, in: rows)
        try apply(decision, to: link, at: act, in: rows)
      }
      if decision != .give { await Eraser(office).eraseIfNothingStands(link.application) }
      await office.deliverAtOnce()
    }
    return try await ShowLink(office)(token: token)
  }

  private func apply(
    _ decision: LinkMatter.Decision, to link: LinkRow, at act: Act, in rows: borrowing Rows
  ) throws {
    guard try Applications.find(link.application, in: rows) != nil else { return }
    let consents = try Consents.all(of: link.application, in: rows)
    guard let question = consents.first(where: { $0.id == link.consent }) else { return }
    let given = consents.filter { $0.state == .given }
    switch decision {
    case .give: if question.state == .asked { try give(link, at: act, in: rows) }
    // Whichever of their links somebody follows, a yes on paper included.
    case .withdraw where !given.isEmpty:
      try office.withdraw(
        given, of: link.application, channel: .link, receivedAt: act.now, at: act, in: rows)
    // Withdrawing what was never given says no to the question.
    case .decline, .withdraw:
      guard question.state == .asked else { return }
      try Consents.decline(link.consent, at: act.now, in: rows)
      try act.note(.consentDeclined, of: link.application, in: rows)
    }
  }

  private func give(_ link: LinkRow, at act: Act, in rows: borrowing Rows) throws {
    let rules = try Installations.rules(in: rows)
    let inPool = try Grounds.all(of: link.application, in: rows).contains {
      $0.kind == .pool && $0.endedAt == nil
    }
    // A consent on paper came first: the question is answered, the entry stays as it is.
    guard !inPool else { return }
    try Consents.give(link.consent, on: act.today, at: act.now, in: rows)
    try Grounds.add(
      Ground(
        kind: .pool, since: act.today, eraseFrom: rules.poolEraseFrom(givenOn: act.today)),
      to: link.application, rulesVersion: rules.version, in: rows)
    try Outbox.queue(
      OutboxRow(
        application: link.application, kind: .confirmation, consent: link.consent,
        link: link.id, queuedAt: act.now), in: rows)
    try act.note(.consentGiven, of: link.application, detail: "link", in: rows)
  }
}

extension Office {
  /// The matter behind a link, for the applicant's own login.
  fileprivate func matter(
    of link: LinkRow, at act: Act, in rows: borrowing Rows
  ) throws -> LinkMatter? {
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
