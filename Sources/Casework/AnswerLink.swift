package import Domain
import Records
import Vault

/// Does what an applicant decided on their page. Repeating a decision changes nothing.
package struct AnswerLink: Sendable {
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// What stands afterwards; `nil` for a token nobody knows. `scope` tells whether a withdrawal is
  /// of all entries of the address.
  package func callAsFunction(
    token: String, _ decision: LinkMatter.Decision, scope: LinkMatter.Scope = .this
  ) async throws -> LinkMatter? {
    let hash = LinkKey.hash(token)
    let link = try await office.act(as: .console, .door) { act, rows in
      try Links.find(hash: hash, at: act.now, in: rows)
    }
    if let link {
      // A yes to a proposal is kept before taking the consent back erases its source.
      if decision == .withdraw { await CarryOutProposal(office).atOnce(of: link.application) }
      // The link's own entry goes last: until then the same link can finish what was cut short.
      if decision == .withdraw && scope == .all {
        try await WithdrawOthers(office)(than: link, hash: hash)
      }
      if decision == .withdraw { try await withdraw(link) } else { try await say(decision, link) }
      if link.proposal != nil && decision == .give {
        await CarryOutProposal(office).atOnce(of: link.application)
      }
      if decision != .give { try await Eraser(office).eraseIfNothingStands(link.application) }
      await office.deliverAtOnce()
      // A decision that comes again may have been told that the journal doesn't have it yet.
      try office.sequencer.mustBeUpToDate()
    }
    return try await ShowLink(office)(token: token)
  }

  private func withdraw(_ link: LinkRow) async throws {
    try await office.actOnceHeld(
      link.application, as: .applicant(link.application), .link
    ) { act, rows in
      if link.proposal != nil { return try withdraw(behind: link, at: act, in: rows) }
      try apply(.withdraw, to: link, at: act, in: rows)
    }
  }

  private func say(_ decision: LinkMatter.Decision, _ link: LinkRow) async throws {
    try await office.act(as: .applicant(link.application), .link) { act, rows in
      if let proposal = link.proposal {
        return try apply(decision, toProposal: proposal, behind: link, at: act, in: rows)
      }
      try Locks.exclusive(link.application, in: rows)
      try apply(decision, to: link, at: act, in: rows)
    }
  }

  private func apply(
    _ decision: LinkMatter.Decision, to link: LinkRow, at act: Act, in rows: borrowing Rows
  ) throws {
    guard let found = try Applications.find(link.application, in: rows) else { return }
    // Restricted is kept as it is; taking back is the applicant's own all the same.
    if found.isRestricted && decision == .give { return }
    if let id = link.consent, let asked = try Consents.find(id, in: rows),
      asked.purpose == .longerStorage
    {
      return try apply(decision, toStorage: asked, behind: link, at: act, in: rows)
    }
    let consents = try Consents.all(of: link.application, in: rows)
    guard let question = consents.first(where: { $0.id == link.consent }) else { return }
    let given = consents.filter { $0.state == .given }
    switch decision {
    case .give:
      guard question.state == .asked else { return }
      try give(question, among: consents, through: link, at: act, in: rows)
    // Whichever of their links somebody follows, a yes on paper included.
    case .withdraw where !given.isEmpty:
      try office.withdraw(
        given, of: link.application, channel: .link, receivedAt: act.now, at: act, in: rows)
    // Withdrawing what was never given says no to the question.
    case .decline, .withdraw:
      guard question.state == .asked else { return }
      try Consents.decline(question.id, at: act.now, in: rows)
      try act.note(
        .consentDeclined, of: link.application,
        detail: EntryDetail([
          "consent": question.id.text, "renews": question.renews?.text,
        ]).text, in: rows)
    }
  }

  /// A yes, to the first question or to the one for longer: a new consent in either case.
  private func give(
    _ question: Consent, among consents: [Consent], through link: LinkRow, at act: Act,
    in rows: borrowing Rows
  ) throws {
    let rules = try Installations.rules(in: rows)
    let old = try Grounds.all(of: link.application, in: rows).first {
      $0.kind == .pool && $0.endedAt == nil
    }
    if question.renews == nil {
      // A consent on paper came first: the question is answered, the entry stays as it is.
      guard old == nil else { return }
    } else {
      // The time in the pool is over, or another consent has followed: nothing to renew.
      guard let old, old.stands(on: act.today), Consent.renewal(consents)?.id == question.id
      else { return }
    }
    try Consents.give(question.id, on: act.today, at: act.now, in: rows)
    try Grounds.add(
      Ground(
        kind: .pool, since: act.today, eraseFrom: rules.poolEraseFrom(givenOn: act.today)),
      to: link.application, rulesVersion: rules.version, in: rows)
    if let old {
      try Grounds.end([old.id], at: act.now, cause: RenewedConsent.cause, in: rows)
    }
    try Outbox.queue(
      OutboxRow(
        application: link.application, kind: .confirmation, consent: question.id,
        link: link.id, queuedAt: act.now), in: rows)
    try act.note(.consentGiven, of: link.application, detail: "link", in: rows)
    try office.noteInformed(
      of: link.application, .link, in: link.language, at: act, rows)
  }
}

/// How a ground ends that a new consent has followed.
enum RenewedConsent {
  static let cause = "consentRenewed"
}
